package io.milvusops.partition;

/** A partition by name. A name is never an identity: see {@link Incarnation}. */
public record PartitionAddress(CollectionAddress collection, String partition) {

    @Override
    public String toString() {
        return partition + " in " + collection;
    }
}
