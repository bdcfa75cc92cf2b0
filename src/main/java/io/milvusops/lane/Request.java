package io.milvusops.lane;

import io.milvusops.partition.DropGuard;
import io.milvusops.partition.Incarnation;

/** What a lane is asked for. Requests are idempotent: a lane keeps at most one write for each resource uid. */
public sealed interface Request {

    /** A list that begins after this request. */
    record Look() implements Request {}

    /** A list, and the server's word on this one name where the list does not show it. */
    record Verify(String partition) implements Request {}

    /** Whether a collection lives on, by its id, answered through {@link LaneEvents#observed}. */
    record Locate(long collectionId) implements Request {}

    /** How many rows a partition holds and whether it is loaded, answered through {@link LaneEvents#measured}. */
    record Measure(String partition) implements Request {}

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
