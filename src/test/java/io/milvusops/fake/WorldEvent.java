package io.milvusops.fake;

/**
 * One thing that happened to a partition, or was told of a collection's partitions.
 *
 * @param collection the collection's real name at that moment
 * @param partition empty for a list
 * @param partitionId 0 for a list
 * @param arrivedNanos when the call arrived, on the clock of {@link System#nanoTime()}; the same as {@code nanos}
 *     without a call
 * @param nanos when it took effect, on the same clock
 */
public record WorldEvent(
        Kind kind, Hand hand, String collection, String partition, long partitionId, long arrivedNanos, long nanos) {

    /** What happened. */
    public enum Kind {
        CREATED,
        DROPPED,
        /** What was loaded is so no longer; told of calls only. */
        RELEASED,
        LISTED
    }

    /** Who did it. */
    public enum Hand {
        /** The test, as another client of the server. */
        CLIENT,
        /** A call that came over the network. */
        CALL
    }
}
