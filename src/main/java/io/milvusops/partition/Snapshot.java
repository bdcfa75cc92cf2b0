package io.milvusops.partition;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one list proved about a collection. Immutable; the instants are monotonic (System.nanoTime) and bracket the
 * list, so that "begun after" can be decided without a wall clock.
 *
 * @param denied names that this list and the ones before it do not show, and that the server denied when it was asked
 *     for each of them: a list alone may lack what is there
 * @param doubts why names that the list does not show are not denied all the same, though the server was asked for
 *     each of them: it knows them, or did not say
 */
public record Snapshot(
        CollectionAddress address,
        CollectionDescription collection,
        Listing listing,
        Set<String> denied,
        Map<String, Observation.Unknown> doubts,
        long beganNanos,
        long endedNanos) {

    public Snapshot {
        denied = Set.copyOf(denied);
        doubts = Map.copyOf(doubts);
    }

    /** The partition of that name, empty when this list proves that there is none. */
    public Optional<Entry> find(String partition) {
        return Optional.ofNullable(listing.partitions().get(partition));
    }

    /** Whether two answers of different kinds agree that there is no partition of that name. */
    public boolean denies(String partition) {
        return denied.contains(partition) && find(partition).isEmpty();
    }

    /** Why the server's word on that name is no denial, empty when it was not asked for or is one. */
    public Optional<Observation.Unknown> doubt(String partition) {
        return Optional.ofNullable(doubts.get(partition));
    }

    /** The same list, with what the server said of names beside it. */
    public Snapshot beside(Set<String> denied, Map<String, Observation.Unknown> doubts) {
        return new Snapshot(address, collection, listing, denied, doubts, beganNanos, endedNanos);
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
