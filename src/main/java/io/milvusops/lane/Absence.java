package io.milvusops.lane;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Believes that a collection is gone only when it was found missing twice, apart in time: "not found" may come from a
 * proxy's cache. Confined to the lane's turn.
 */
final class Absence {

    static final Duration APART = Duration.ofSeconds(2);

    /** Nobody asked in between, so nobody knows: the collection may have been there and gone again. */
    static final Duration LAPSE = Duration.ofMinutes(1);

    private record Sightings(long firstNanos, long lastNanos) {}

    private final LongSupplier nanos;
    private Optional<Sightings> sightings = Optional.empty();

    Absence(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Notes one more sight of the absence, and tells whether it is proven by now. */
    boolean proven() {
        long now = nanos.getAsLong();
        Sightings seen = sightings
                .filter(before -> now - before.lastNanos() <= LAPSE.toNanos())
                .map(before -> new Sightings(before.firstNanos(), now))
                .orElseGet(() -> new Sightings(now, now));
        sightings = Optional.of(seen);
        return now - seen.firstNanos() >= APART.toNanos();
    }

    /** The collection was seen, or a question failed: the proof starts anew. */
    void spoiled() {
        sightings = Optional.empty();
    }
}
