package io.milvusops.reconcile;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Wish;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest that is known of each collection through one connection. No answer is not empty: when the last one was
 * asked for is kept. Thread-safe.
 */
final class Board {

    /**
     * What is known of one collection.
     *
     * @param answered when the newest definite answer was asked for, monotonic
     * @param gone collections that are proven gone since: that says nothing of the one that has the name now
     */
    private record Sight(Observation newest, OptionalLong answered, Set<Long> gone) {
        static final Sight NONE = new Sight(NOT_SINCE, OptionalLong.empty(), Set.of());

        /** Of two answers the one that was asked for later counts, in whatever order they come. */
        Sight after(Observation observation) {
            if (observation instanceof Observation.CollectionGone proven) {
                Set<Long> all = new HashSet<>(gone);
                all.add(proven.collectionId());
                return new Sight(newest, answered, Set.copyOf(all));
            }
            OptionalLong asked = asked(observation);
            boolean older = asked.isPresent() && answered.isPresent() && answered.getAsLong() - asked.getAsLong() > 0;
            return older ? this : new Sight(observation, asked.isPresent() ? asked : answered, Set.of());
        }

        /** That a collection is gone is concluded from answers that were told before. */
        private static OptionalLong asked(Observation observation) {
            if (observation instanceof Observation.Listed listed) {
                return OptionalLong.of(listed.snapshot().beganNanos());
            }
            return observation instanceof Observation.NoSuchName missing
                    ? OptionalLong.of(missing.beganNanos())
                    : OptionalLong.empty();
        }
    }

    /**
     * What is known for one resource. What is said of the name is looked up once, for all that follows from it. Where
     * the recorded collection is otherwise is looked up after that, and may have been told meanwhile.
     *
     * @param askedNanos when the newest definite answer was asked for, monotonic
     * @param home what is known of the collection of {@link Memory#home}, wherever that is now
     * @param homeNanos the same of the newest answer about exactly that collection, empty while there is none
     */
    record Answer(Observation observation, OptionalLong askedNanos, Observation home, OptionalLong homeNanos) {}

    private record CollectionKey(String endpoint, long collectionId) {}

    /**
     * For whom a collection was looked for by its id, by the name that they give, and where it was found.
     *
     * @param before what was known by then of what has the name there: it says nothing of the collection that was found
     */
    private record Move(CollectionAddress from, CollectionAddress to, Observation before) {}

    private record Search(CollectionAddress from, Observation.Unknown why) {}

    private static final Observation.Unknown NOT_SINCE = new Observation.Unknown(Reason.OBSERVING, "asking the server");

    private final Map<CollectionAddress, Sight> sights = new ConcurrentHashMap<>();
    private final Map<CollectionKey, Move> moved = new ConcurrentHashMap<>();
    private final Map<CollectionKey, Search> unlocated = new ConcurrentHashMap<>();
    private final Map<CollectionAddress, Set<CollectionAddress>> followers = new ConcurrentHashMap<>();

    void post(CollectionAddress collection, Observation observation) {
        sights.compute(collection, (same, before) -> (before == null ? Sight.NONE : before).after(observation));
    }

    /** A collection was found by its id under another name. */
    void moved(CollectionAddress from, long collectionId, CollectionAddress found) {
        CollectionKey key = new CollectionKey(found.endpoint(), collectionId);
        unlocated.remove(key);
        moved.put(key, new Move(from, found, newest(found)));
        followers.compute(found, (same, known) -> {
            Set<CollectionAddress> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(from);
            return all;
        });
    }

    /** The server did not say where a collection is that was looked for by its id. */
    void unlocated(CollectionAddress from, long collectionId, Observation.Unknown why) {
        unlocated.put(new CollectionKey(from.endpoint(), collectionId), new Search(from, why));
    }

    /**
     * What the resource's decision is based on: its collection by name, or where its recorded collection is now. Only
     * who gives its partition up follows it there: a live resource wants it in the collection that it names, and a
     * finished absence has to tell what reappears there.
     */
    Answer answer(Wish wish, Memory memory) {
        CollectionAddress named = wish.address().collection();
        Sight byName = sight(named);
        Optional<CollectionKey> recorded = memory.home().map(id -> new CollectionKey(named.endpoint(), id));
        Observation home = recorded.map(key -> home(byName, key)).orElse(byName.newest());
        Observation observation = wish.follows(memory) ? seen(home) : byName.newest();
        OptionalLong homeNanos =
                recorded.map(key -> homeNanos(home, key, byName)).orElse(OptionalLong.empty());
        return new Answer(
                observation,
                observation instanceof Observation.Listed listed
                        ? OptionalLong.of(listed.snapshot().beganNanos())
                        : byName.answered(),
                home,
                homeNanos);
    }

    private static OptionalLong homeNanos(Observation home, CollectionKey recorded, Sight byName) {
        if (home instanceof Observation.Listed listed
                && listed.snapshot().collection().id() == recorded.collectionId()) {
            return OptionalLong.of(listed.snapshot().beganNanos());
        }
        return home instanceof Observation.CollectionGone ? byName.answered() : OptionalLong.empty();
    }

    private static Observation seen(Observation home) {
        return home instanceof Observation.Elsewhere elsewhere ? elsewhere.why() : home;
    }

    private Observation home(Sight sight, CollectionKey recorded) {
        Observation byName = sight.newest();
        if (settled(byName, recorded.collectionId())) {
            return byName;
        }
        if (sight.gone().contains(recorded.collectionId())) {
            return new Observation.CollectionGone(recorded.collectionId());
        }
        Move move = moved.get(recorded);
        if (move == null) {
            return Optional.ofNullable(unlocated.get(recorded))
                    .<Observation>map(Search::why)
                    .orElse(byName);
        }
        Observation there = newest(move.to());
        if (there instanceof Observation.Unknown unknown) {
            // For a list of it nobody may have asked, and where it is says much already.
            return new Observation.Elsewhere(recorded.collectionId(), move.to(), unknown);
        }
        if (isCollection(there, recorded.collectionId())) {
            return there;
        }
        if (there.equals(move.before())) {
            return new Observation.Elsewhere(recorded.collectionId(), move.to(), NOT_SINCE);
        }
        moved.remove(recorded, move);
        return byName;
    }

    /** Whether what is seen under the name leaves nothing to look for elsewhere, or not yet. */
    private static boolean settled(Observation byName, long collectionId) {
        return byName instanceof Observation.Unknown || isCollection(byName, collectionId);
    }

    /** Where a collection was found by its id, if it is not known to have moved on since. */
    Optional<CollectionAddress> found(String endpoint, long collectionId) {
        return Optional.ofNullable(moved.get(new CollectionKey(endpoint, collectionId)))
                .map(Move::to);
    }

    /** Whether a collection was looked for by its id, and the server did not say where it is. */
    boolean sought(String endpoint, long collectionId) {
        return unlocated.containsKey(new CollectionKey(endpoint, collectionId));
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
        return sight(collection).newest();
    }

    private Sight sight(CollectionAddress collection) {
        return sights.getOrDefault(collection, Sight.NONE);
    }

    /** No resource names the collection any more, or follows its own there. */
    void forget(CollectionAddress collection) {
        sights.remove(collection);
        moved.values()
                .removeIf(move -> move.from().equals(collection) || move.to().equals(collection));
        unlocated.values().removeIf(search -> search.from().equals(collection));
        followers.remove(collection);
        followers
                .keySet()
                .forEach(found -> followers.computeIfPresent(found, (same, known) -> {
                    known.remove(collection);
                    return known.isEmpty() ? null : known;
                }));
    }
}
