/**
 * One queue per collection: requests are taken as a batch, answered by one list, carried out in order, and
 * proved by a second list that is published as a snapshot. It reaches Milvus only through the port of the
 * domain, and knows nothing of Kubernetes.
 */
@NullMarked
package io.milvusops.lane;

import org.jspecify.annotations.NullMarked;
