package io.milvusops.ops;

/**
 * How many partitions share a state.
 *
 * @param ready status of the Ready condition: True, False or Unknown
 * @param reason its reason; from a fixed vocabulary, never a text of a server or a user
 * @param count the number of resources
 */
public record ReadinessCount(String ready, String reason, long count) {}
