package io.milvusops.partition;

import java.util.Optional;

/**
 * What one list proved about a collection. Immutable; the instants are monotonic (System.nanoTime) and bracket the
 * list, so that "begun after" can be decided without a wall clock.
 *
 * @param channelGeneration counts the connections made to this endpoint: an answer of an older one is history
 */
public record Snapshot(
        CollectionAddress address,
        long channelGeneration,
        CollectionDescription collection,
        Listing listing,
        long beganNanos,
        long endedNanos) {

    /** The partition of that name, empty when this list proves that there is none. */
    public Optional<Entry> find(String partition) {
        return Optional.ofNullable(listing.partitions().get(partition));
    }

    /** Whether the list shows the id, under whatever name. */
    public boolean shows(long partitionId) {
        return listing.partitions().values().stream().anyMatch(entry -> entry.id() == partitionId);
    }

    /** Whether exactly this incarnation is there under exactly this name. */
    public boolean shows(String partition, Incarnation incarnation) {
        return collection.id() == incarnation.collectionId()
                && find(partition)
                        .filter(entry -> entry.id() == incarnation.partitionId())
                        .isPresent();
    }

    /** Whether the collection was asked for by an alias. */
    public boolean byAlias() {
        return !collection.realName().equals(address.collection());
    }

    /** Whether the list began after that monotonic instant. */
    public boolean beganAfter(long nanos) {
        return beganNanos - nanos > 0;
    }
}
