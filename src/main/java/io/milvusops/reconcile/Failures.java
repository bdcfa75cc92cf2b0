package io.milvusops.reconcile;

import io.milvusops.partition.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What of the failures of passes is told: a refusal at once, and what may be over with the next try when it is not. One
 * text stands for minutes: an answer may carry the time of day, and a status that changed with every try would wake its
 * own resource for ever. Thread-safe; all instants are monotonic.
 */
final class Failures {

    private static final Duration BRIEF = Duration.ofSeconds(15);
    private static final Duration ONE_TEXT = Duration.ofMinutes(5);

    private record Failing(long sinceNanos, PassFailure failure, long textNanos) {}

    private final Map<String, Failing> failing = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** @param nanos monotonic */
    Failures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A pass failed; returns what to tell, if it is to be told yet. */
    Optional<PassFailure> failed(String uid, RuntimeException cause) {
        long now = nanos.getAsLong();
        PassFailure newest = PassFailure.of(cause);
        Failing told = failing.compute(uid, (same, before) -> {
            if (before == null) {
                return new Failing(now, newest, now);
            }
            boolean kept =
                    before.failure().reason() == newest.reason() && now - before.textNanos() < ONE_TEXT.toNanos();
            return kept ? before : new Failing(before.sinceNanos(), newest, now);
        });
        boolean due = told.failure().reason() == Reason.WRITE_REFUSED || now - told.sinceNanos() >= BRIEF.toNanos();
        return Optional.of(told.failure()).filter(failure -> due);
    }

    /** A pass did not fail, or the resource is gone. */
    void forget(String uid) {
        failing.remove(uid);
    }
}
