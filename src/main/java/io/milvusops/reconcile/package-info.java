/**
 * The loop between Kubernetes and the domain: reads resources, resolves what they refer to, asks for a
 * decision, hands work to the lanes, and writes finalizers, status and events. It never waits for Milvus.
 */
@NullMarked
package io.milvusops.reconcile;

import org.jspecify.annotations.NullMarked;
