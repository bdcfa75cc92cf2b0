package io.milvusops.reconcile;

import io.milvusops.lane.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the last write of a resource was refused for. It is told until a write succeeds, and no write is tried again
 * before a pause: a partition that somebody keeps loaded must not be asked for in a circle. Thread-safe.
 */
final class Holds {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private record Hold(Outcome.Refused refused, long untilNanos) {}

    private final Map<String, Hold> holds = new ConcurrentHashMap<>();

    void refused(String uid, Outcome.Refused refused) {
        holds.put(uid, new Hold(refused, System.nanoTime() + PAUSE.toNanos()));
    }

    void cleared(String uid) {
        holds.remove(uid);
    }

    /** What the last write was refused for. */
    Optional<Outcome.Refused> refusal(String uid) {
        return Optional.ofNullable(holds.get(uid)).map(Hold::refused);
    }

    /** How long nothing is to be tried. */
    Optional<Duration> pause(String uid) {
        return Optional.ofNullable(holds.get(uid))
                .map(hold -> hold.untilNanos() - System.nanoTime())
                .filter(left -> left > 0)
                .map(Duration::ofNanos);
    }
}
