package io.milvusops.partition;

/**
 * What a collection really is.
 *
 * @param id the server's collection id
 * @param realName the name in its schema, whatever alias it was asked by
 */
public record CollectionDescription(long id, String realName) {}
