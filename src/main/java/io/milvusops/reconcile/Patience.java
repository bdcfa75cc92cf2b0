package io.milvusops.reconcile;

import io.milvusops.partition.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps states out of the status that are over within two seconds. Thread-safe. */
final class Patience {

    private static final Duration BRIEF = Duration.ofSeconds(2);
    private static final Set<Reason> PASSING =
            Set.of(Reason.OBSERVING, Reason.CREATING, Reason.DROPPING, Reason.OUTCOME_UNKNOWN);

    private record Since(Reason reason, long nanos) {}

    private final Map<String, Since> since = new ConcurrentHashMap<>();

    /** How long to wait before this is worth a write; empty when it is now. */
    Optional<Duration> before(String uid, Reason reason) {
        if (!PASSING.contains(reason)) {
            since.remove(uid);
            return Optional.empty();
        }
        long now = System.nanoTime();
        Since begun = since.compute(
                uid, (same, known) -> known != null && known.reason() == reason ? known : new Since(reason, now));
        long left = BRIEF.toNanos() - (now - begun.nanos());
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }
}
