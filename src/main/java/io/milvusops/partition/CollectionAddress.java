package io.milvusops.partition;

/**
 * Where a collection is asked for: the server's endpoint (normalised URI text), the database and the name a user
 * wrote. The name may be an alias; only a {@link Snapshot} knows the real one.
 */
public record CollectionAddress(String endpoint, String database, String collection) {

    @Override
    public String toString() {
        return database + "/" + collection + " at " + endpoint;
    }
}
