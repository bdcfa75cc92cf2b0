package io.milvusops.lane;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Believes that a collection is gone only when it was found missing twice, apart in time: "not found" by id may come
 * from a proxy's cache. Confined to the lane's turn.
 */
final class Absences {

    static final Duration APART = Duration.ofSeconds(2);

    private final Map<Long, Long> firstSeen = new HashMap<>();
    private final LongSupplier nanos;

    Absences(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Notes one more sight of the absence, and tells whether it is proven by now. */
    boolean proven(long collectionId) {
        long now = nanos.getAsLong();
        long first = firstSeen.computeIfAbsent(collectionId, id -> now);
        return now - first >= APART.toNanos();
    }

    void disproved(long collectionId) {
        firstSeen.remove(collectionId);
    }

    /** Any failed question starts the proof anew. */
    void doubt() {
        firstSeen.clear();
    }
}
