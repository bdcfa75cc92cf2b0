/** The operator as a process, on real servers. Actors: the user (Kubernetes), and a client of Milvus that is not ours. */
@NullMarked
package io.milvusops.it;

import org.jspecify.annotations.NullMarked;
