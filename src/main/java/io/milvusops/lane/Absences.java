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

    /** Nobody asked in between, so nobody knows: the collection may have been there and gone again. */
    static final Duration LAPSE = Duration.ofMinutes(1);

    private record Sightings(long firstNanos, long lastNanos) {}

    private final Map<Long, Sightings> sightings = new HashMap<>();
    private final LongSupplier nanos;

    Absences(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Notes one more sight of the absence, and tells whether it is proven by now. */
    boolean proven(long collectionId) {
        long now = nanos.getAsLong();
        Sightings seen = sightings.compute(
                collectionId,
                (id, before) -> before == null || now - before.lastNanos() > LAPSE.toNanos()
                        ? new Sightings(now, now)
                        : new Sightings(before.firstNanos(), now));
        return now - seen.firstNanos() >= APART.toNanos();
    }

    void disproved(long collectionId) {
        sightings.remove(collectionId);
    }

    /** Any failed question starts the proof anew. */
    void doubt() {
        sightings.clear();
    }
}
