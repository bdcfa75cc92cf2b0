package io.milvusops.reconcile;

import io.milvusops.partition.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Spaces the questions whose answer may be the same as before: each answer wakes the resource, which would ask in a
 * circle. What time alone settles is asked for steadily, everything else ever more seldom, also where the two take
 * turns. Thread-safe.
 */
final class Pace {

    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Over as soon as a list begins late enough, or shows enough. */
    private static final Set<Reason> STEADY =
            Set.of(Reason.OBSERVING, Reason.OUTCOME_UNKNOWN, Reason.INCOMPLETE_ANSWER, Reason.DROPPING);

    private record Asked(long nanos, Duration pause) {}

    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    /** How long to wait before asking; empty when it may be asked now, which counts as asked. */
    Optional<Duration> pause(String uid, Reason reason) {
        long now = System.nanoTime();
        Asked last = asked.get(uid);
        if (last == null) {
            asked.put(uid, new Asked(now, BETWEEN));
            return Optional.empty();
        }
        Duration left = last.pause().minusNanos(now - last.nanos());
        if (left.compareTo(Duration.ZERO) > 0) {
            return Optional.of(left);
        }
        asked.put(uid, new Asked(now, STEADY.contains(reason) ? last.pause() : longer(last.pause())));
        return Optional.empty();
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    /** There is nothing to ask at the moment, or the resource is gone. */
    void forget(String uid) {
        asked.remove(uid);
    }
}
