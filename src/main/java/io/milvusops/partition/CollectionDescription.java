package io.milvusops.partition;

/**
 * What a collection really is.
 *
 * @param id the server's collection id
 * @param database where it is: one that is found by its id may have been moved to another than was asked
 * @param realName the name in its schema, whatever alias it was asked by
 */
public record CollectionDescription(long id, String database, String realName) {}
