package io.milvusops.reconcile;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which connections were deleted a moment ago: another watch, or a pass that has begun, may still show them. Names are
 * used again, uids are not. Thread-safe; all instants are monotonic.
 */
final class Vanished {

    /** Longer than any watch lags behind another one. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Map<String, Long> since = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    Vanished(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void add(String uid) {
        long now = nanos.getAsLong();
        since.values().removeIf(then -> now - then > KEPT.toNanos());
        since.put(uid, now);
    }

    boolean contains(String uid) {
        return since.containsKey(uid);
    }
}
