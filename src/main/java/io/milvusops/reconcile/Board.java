package io.milvusops.reconcile;

import io.milvusops.partition.Binding;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Observation;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The newest that is known of each collection through one connection. The last good list is kept: no answer is not empty. Thread-safe. */
final class Board {

    /** A list takes at most a minute, the longest request timeout: so long before it is answered it may have begun. */
    private static final long LONGEST_LIST_NANOS = Duration.ofMinutes(1).toNanos();

    private record Sight(Observation newest, Optional<Snapshot> last, OptionalLong answered) {}

    private record CollectionKey(String endpoint, long collectionId) {}

    private static final Observation NOT_YET = new Observation.Unknown(Reason.OBSERVING, "asking the server");

    private final Map<CollectionAddress, Sight> sights = new ConcurrentHashMap<>();
    private final Map<CollectionKey, CollectionAddress> moved = new ConcurrentHashMap<>();
    private final Map<CollectionAddress, Set<CollectionAddress>> followers = new ConcurrentHashMap<>();

    void post(CollectionAddress collection, Observation observation) {
        sights.compute(collection, (same, before) -> {
            Optional<Snapshot> last = before == null ? Optional.empty() : before.last();
            OptionalLong answered = before == null ? OptionalLong.empty() : before.answered();
            if (observation instanceof Observation.Listed listed) {
                Snapshot newest = listed.snapshot();
                if (last.isPresent() && last.get().beganAfter(newest.beganNanos())) {
                    return before;
                }
                return new Sight(observation, Optional.of(newest), OptionalLong.of(newest.beganNanos()));
            }
            return observation instanceof Observation.Unknown
                    ? new Sight(observation, last, answered)
                    : new Sight(observation, last, OptionalLong.of(System.nanoTime() - LONGEST_LIST_NANOS));
        });
    }

    /** When the newest definite answer about a collection was asked for, monotonic. */
    OptionalLong answered(PartitionAddress address, Memory memory) {
        return observation(address, memory) instanceof Observation.Listed listed
                ? OptionalLong.of(listed.snapshot().beganNanos())
                : Optional.ofNullable(sights.get(address.collection()))
                        .map(Sight::answered)
                        .orElse(OptionalLong.empty());
    }

    /** A collection was found by its id under another name. */
    void moved(CollectionAddress from, long collectionId, CollectionAddress found) {
        moved.put(new CollectionKey(found.endpoint(), collectionId), found);
        followers
                .computeIfAbsent(found, address -> ConcurrentHashMap.newKeySet())
                .add(from);
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
        if (!(there instanceof Observation.Unknown) && !isCollection(there, recorded.get())) {
            moved.remove(new CollectionKey(found.endpoint(), recorded.get()), found);
        }
        return isCollection(there, recorded.get()) ? there : byName;
    }

    /** Where a collection was found by its id, if it is not known to have moved on since. */
    Optional<CollectionAddress> found(String endpoint, long collectionId) {
        return Optional.ofNullable(moved.get(new CollectionKey(endpoint, collectionId)));
    }

    /** The collections whose resources look at that one, where they found theirs by its id. */
    Set<CollectionAddress> lookingAt(CollectionAddress found) {
        return Set.copyOf(followers.getOrDefault(found, Set.of()));
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

    /** No resource names the collection any more. */
    void forget(CollectionAddress collection) {
        sights.remove(collection);
    }
}
