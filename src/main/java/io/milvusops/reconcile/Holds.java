package io.milvusops.reconcile;

import io.milvusops.api.MetadataKeys;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What the last write of a resource failed with: refused, or of unknown outcome. It is told until a write succeeds, and
 * no write is tried again before a pause that grows: a partition that somebody keeps loaded, or a server without
 * memory, must not be asked in a circle. What a user changes since is tried at once. Thread-safe; all instants are
 * monotonic.
 */
final class Holds {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** What is found when it is looked at what a drop would destroy. */
    private static final Set<Reason> OBJECTIONS =
            Set.of(Reason.ROWS_PRESENT, Reason.ROW_COUNT_UNKNOWN, Reason.PARTITION_LOADED);

    /** What the lane itself says of a write that it did not send. */
    private static final Set<Reason> UNSENT = Set.of(Reason.DROPPING, Reason.OBSERVING, Reason.CONNECTION_NOT_READY);

    /** What a user asked for when the write was handed to the lane. */
    private record Asking(long generation, Map<String, String> annotations) {
        static Asking of(Sight sight) {
            Map<String, String> annotations = new HashMap<>(
                    Objects.requireNonNullElse(sight.resource().getMetadata().getAnnotations(), Map.of()));
            // The operator's own: it comes and goes with every try.
            annotations.remove(MetadataKeys.CREATE_INTENT);
            return new Asking(sight.wish().generation(), annotations);
        }
    }

    /**
     * @param objection whether what was looked at before the call speaks against it, as far as is known
     */
    private record Hold(Reason reason, String message, Duration pause, long untilNanos, boolean objection) {}

    private final Map<String, Asking> begun = new ConcurrentHashMap<>();
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    Holds(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A write was handed to the lane. */
    void begun(Sight sight) {
        begun.put(sight.wish().uid(), Asking.of(sight));
    }

    /** What became of a write that was handed to the lane. */
    void ended(String uid, Outcome outcome) {
        if (outcome instanceof Outcome.Unknown unknown) {
            unknown(uid, unknown);
        } else if (outcome instanceof Outcome.Answered) {
            answered(uid);
        } else if (outcome instanceof Outcome.Refused refused && byTheServer(refused)) {
            hold(uid, refused.reason(), refused.message(), nanos.getAsLong());
        } else if (outcome instanceof Outcome.Refused refused && UNSENT.contains(refused.reason())) {
            unsent(uid);
        } else {
            // The next list tells better why nothing was sent.
            cleared(uid);
        }
    }

    /** Whether a write was sent, or a question before it, and that is what came back. */
    static boolean byTheServer(Outcome.Refused refused) {
        return refused.reason() != Reason.PARTITION_REPLACED && !UNSENT.contains(refused.reason());
    }

    /** What the last write that was sent failed with is still what stops it; the next one waits for nothing more. */
    private void unsent(String uid) {
        holds.computeIfPresent(
                uid, (same, last) -> new Hold(last.reason(), last.message(), last.pause(), nanos.getAsLong(), false));
    }

    /**
     * Nobody knows what the write did. What the server said of it stays true while that is found out: one text for the
     * whole time, so that a status that tells it does not change with every try. The pause begins when the call can no
     * longer take effect; before, a retry would have to wait anyway.
     */
    private void unknown(String uid, Outcome.Unknown unknown) {
        String message = unknown.message() + "; the call may have taken effect, which is asked before it is repeated";
        hold(uid, unknown.reason(), message, unknown.settledAfterNanos());
    }

    /**
     * The server says that it was done. When that is seen it is recorded, which ends the hold; until then it may have
     * done nothing, and be asked in a circle.
     */
    private void answered(String uid) {
        hold(
                uid,
                Reason.OUTCOME_UNKNOWN,
                "the server answered that it was done, and its list does not show it; it is asked again after a pause",
                nanos.getAsLong());
    }

    private void hold(String uid, Reason reason, String message, long fromNanos) {
        holds.compute(uid, (same, before) -> {
            Duration pause = before == null ? FIRST_PAUSE : longer(before.pause());
            return new Hold(reason, message, pause, fromNanos + pause.toNanos(), OBJECTIONS.contains(reason));
        });
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** A write succeeded, or what stopped it no longer matters. */
    void cleared(String uid) {
        holds.remove(uid);
    }

    /** The plan as it is told: a write that failed is told as what it failed with, also while it is tried again. */
    Plan told(Sight sight) {
        Plan plan = sight.plan();
        return Optional.ofNullable(holds.get(sight.wish().uid()))
                .map(hold -> new Plan(hold.reason(), hold.message(), plan.memory(), plan.step(), Optional.empty()))
                .orElse(plan);
    }

    /** Whether the last try ended at what was looked at before its call, which may speak against the next one, too. */
    boolean objected(Sight sight) {
        return Optional.ofNullable(holds.get(sight.wish().uid()))
                .filter(Hold::objection)
                .isPresent();
    }

    /** How long nothing is to be tried. */
    Optional<Duration> pause(Sight sight) {
        String uid = sight.wish().uid();
        if (!Asking.of(sight).equals(begun.get(uid))) {
            return Optional.empty();
        }
        return Optional.ofNullable(holds.get(uid))
                .map(hold -> Duration.ofNanos(hold.untilNanos() - nanos.getAsLong()))
                .filter(left -> left.compareTo(Duration.ZERO) > 0);
    }

    void forget(String uid) {
        begun.remove(uid);
        holds.remove(uid);
    }
}
