package io.milvusops.partition;

/**
 * One partition as a list shows it.
 *
 * @param id the server's partition id
 * @param createdAt the server's hybrid timestamp of the creation; grows with every creation on one server
 */
public record Entry(long id, long createdAt) {}
