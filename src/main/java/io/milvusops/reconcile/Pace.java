package io.milvusops.reconcile;

import io.milvusops.partition.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Spaces the questions whose answer may be the same as before. Thread-safe. */
final class Pace {

    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final Set<Reason> REPEATED =
            Set.of(Reason.OUTCOME_UNKNOWN, Reason.INCOMPLETE_ANSWER, Reason.DROPPING);

    private final Map<String, Long> asked = new ConcurrentHashMap<>();

    /** How long to wait before asking; empty when it may be asked now, which counts as asked. */
    Optional<Duration> pause(String uid, Reason reason) {
        if (!REPEATED.contains(reason)) {
            asked.remove(uid);
            return Optional.empty();
        }
        long now = System.nanoTime();
        Long last = asked.get(uid);
        if (last == null || now - last >= BETWEEN.toNanos()) {
            asked.put(uid, now);
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(BETWEEN.toNanos() - (now - last)));
    }

    void forget(String uid) {
        asked.remove(uid);
    }
}
