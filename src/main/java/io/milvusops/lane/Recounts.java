package io.milvusops.lane;

import io.milvusops.partition.Incarnation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Believes a count that is lower than the statistics only when it is repeated later and the partition was found loaded
 * at every look in between. Such a count is right where rows were deleted. But a server that loads a partition may
 * count too few rows for some seconds, although it says that the load is complete: measured on Milvus 2.3.5, where
 * segments were being merged, it was 10 rows of 16 for 11 s, until the coordinator's next look (every 10 s) at what is
 * to be loaded. Confined to the lane's turn.
 */
final class Recounts {

    static final Duration APART = Duration.ofSeconds(15);

    /** Nobody looked in between: the partition may have been released and loaded again. */
    static final Duration LAPSE = Duration.ofMinutes(2);

    private final Map<Incarnation, Long> firstSeen = new HashMap<>();
    private final LongSupplier nanos;

    Recounts(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Notes one more low count, and tells whether it can be believed by now. */
    boolean proven(Incarnation incarnation) {
        long now = nanos.getAsLong();
        firstSeen.values().removeIf(first -> now - first > LAPSE.toNanos());
        long first = firstSeen.computeIfAbsent(incarnation, unseen -> now);
        return now - first >= APART.toNanos();
    }

    /** The partition is not loaded, or its count is not low any more. */
    void forget(Incarnation incarnation) {
        firstSeen.remove(incarnation);
    }
}
