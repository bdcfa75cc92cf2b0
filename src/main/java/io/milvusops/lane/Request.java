package io.milvusops.lane;

import io.milvusops.partition.DropGuard;
import io.milvusops.partition.Incarnation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a lane is asked for. Requests are idempotent: a lane keeps at most one write for each resource uid. */
public sealed interface Request {

    /** A list that begins after this request. */
    record Look() implements Request {}

    /** A list, and the server's word on this one name where the list does not show it. */
    record Verify(String partition) implements Request {}

    /** Whether a collection lives on, by its id, answered through {@link LaneEvents#observed}. */
    record Locate(long collectionId) implements Request {}

    /**
     * How many rows a partition holds and whether it is loaded, answered through {@link LaneEvents#measured}.
     *
     * @param flushes for each resource that asks, by its uid, whether the collection may be flushed for it: a flush
     *     changes no data, and is a write all the same
     */
    record Measure(String partition, Map<String, Permit> flushes) implements Request {

        public Measure(String uid, String partition, Permit flush) {
            this(partition, Map.of(uid, flush));
        }

        /** Both in one: whoever may have the collection flushed has it flushed for all. */
        Measure and(Measure other) {
            Map<String, Permit> all = new HashMap<>(flushes);
            all.putAll(other.flushes);
            return new Measure(partition, all);
        }

        Permit flush() {
            return () -> {
                Optional<String> why = Optional.empty();
                for (Permit flush : flushes.values()) {
                    why = flush.refusal();
                    if (why.isEmpty()) {
                        return why;
                    }
                }
                return why;
            };
        }
    }

    /** A request that changes the server. */
    sealed interface Write extends Request {
        /** The resource it is for. */
        String uid();

        String partition();

        Permit permit();
    }

    /**
     * Create the partition unless the list shows the name.
     *
     * @param fingerprint of the collection that its intent is about: in another one of that name the creation would not
     *     be recognized
     */
    record Create(String uid, String partition, long fingerprint, Permit permit) implements Write {}

    /** Drop exactly this incarnation. */
    record Drop(String uid, String partition, Incarnation incarnation, DropGuard guard, Permit permit)
            implements Write {}
}
