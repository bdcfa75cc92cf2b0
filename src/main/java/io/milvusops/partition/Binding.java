package io.milvusops.partition;

/**
 * What a resource remembers of its partition. Absence of the incarnation means something only at this endpoint.
 *
 * @param collectionName the collection's real name when it was bound
 */
public record Binding(String endpoint, Incarnation incarnation, String collectionName, Origin origin) {

    /** The same partition, seen by its ids at another address of its server. */
    Binding at(String address) {
        return new Binding(address, incarnation, collectionName, origin);
    }

    /** How the partition came to the resource. */
    public enum Origin {
        CREATED,
        ADOPTED
    }
}
