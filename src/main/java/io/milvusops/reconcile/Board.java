package io.milvusops.reconcile;

import io.milvusops.partition.Binding;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Observation;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Situation.Losses;
import io.milvusops.partition.Snapshot;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The newest that is known of each collection. The last good list is kept: no answer is not empty. Thread-safe. */
final class Board {

    private record Sight(Observation newest, Optional<Snapshot> last, Optional<Snapshot> previous) {}

    private record CollectionKey(String endpoint, long collectionId) {}

    private static final Observation NOT_YET = new Observation.Unknown(Reason.OBSERVING, "asking the server");

    private final Map<CollectionAddress, Sight> sights = new ConcurrentHashMap<>();
    private final Map<CollectionKey, CollectionAddress> moved = new ConcurrentHashMap<>();

    void post(CollectionAddress collection, Observation observation) {
        sights.compute(collection, (same, before) -> {
            Optional<Snapshot> last = before == null ? Optional.empty() : before.last();
            Optional<Snapshot> previous = before == null ? Optional.empty() : before.previous();
            return observation instanceof Observation.Listed listed
                    ? new Sight(observation, Optional.of(listed.snapshot()), last)
                    : new Sight(observation, last, previous);
        });
    }

    /** A collection was found by its id under another name. */
    void moved(long collectionId, CollectionAddress found) {
        moved.put(new CollectionKey(found.endpoint(), collectionId), found);
    }

    /** What the resource's decision is based on: its collection by name, or where its recorded collection is now. */
    Observation observation(PartitionAddress address, Memory memory) {
        Observation byName = newest(address.collection());
        Optional<Long> recorded = memory.binding().map(Binding::incarnation).map(ids -> ids.collectionId());
        if (recorded.isEmpty() || byName instanceof Observation.Unknown || isCollection(byName, recorded.get())) {
            return byName;
        }
        CollectionAddress found =
                moved.get(new CollectionKey(address.collection().endpoint(), recorded.get()));
        if (found == null) {
            return byName;
        }
        Observation there = newest(found);
        return isCollection(there, recorded.get()) ? there : byName;
    }

    private static boolean isCollection(Observation observation, long collectionId) {
        return observation instanceof Observation.Listed listed
                && !listed.snapshot().byAlias()
                && listed.snapshot().collection().id() == collectionId;
    }

    private Observation newest(CollectionAddress collection) {
        Sight sight = sights.get(collection);
        return sight == null ? NOT_YET : sight.newest();
    }

    Optional<Snapshot> lastList(CollectionAddress collection) {
        return Optional.ofNullable(sights.get(collection)).flatMap(Sight::last);
    }

    /** Doubted while more than half of the bound partitions are missing in one list but not in the one before. */
    Losses losses(CollectionAddress collection, Collection<Binding> bound) {
        Sight sight = sights.get(collection);
        if (sight == null || sight.last().isEmpty() || sight.previous().isEmpty()) {
            return Losses.CREDIBLE;
        }
        long missing = missing(sight.last().get(), bound);
        boolean sudden = missing > missing(sight.previous().get(), bound);
        return sudden && 2 * missing > bound.size() ? Losses.DOUBTED : Losses.CREDIBLE;
    }

    private static long missing(Snapshot snapshot, Collection<Binding> bound) {
        return bound.stream()
                .filter(binding -> !snapshot.shows(binding.incarnation().partitionId()))
                .count();
    }

    void forget(CollectionAddress collection) {
        sights.remove(collection);
    }
}
