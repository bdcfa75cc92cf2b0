/**
 * A random soak: users, other clients of Milvus and faults act for a while on a real API server, a fake Milvus and the
 * packaged operator, and judges that know what was wanted count wrong drops, lost drops and silent waits.
 *
 * <p>{@link io.milvusops.soak.Script} makes the sequence of acts from a seed. {@link io.milvusops.soak.Chronicle} holds
 * what the API server and the fake servers say happened. The judges read nothing else: they ask no operator.
 */
@NullMarked
package io.milvusops.soak;

import org.jspecify.annotations.NullMarked;
