package io.milvusops.reconcile;

import io.milvusops.api.MetadataKeys;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Plan;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What the last write of a resource was refused for. It is told until a write succeeds, and no write is tried again
 * before a pause that grows: a partition that somebody keeps loaded must not be asked for in a circle. What a user
 * changes since is tried at once. Thread-safe; all instants are monotonic.
 */
final class Holds {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** What a user asked for when the write was handed to the lane. */
    private record Asking(long generation, Map<String, String> annotations) {
        static Asking of(Sight sight) {
            return new Asking(
                    sight.wish().generation(),
                    Optional.ofNullable(sight.resource().getMetadata().getAnnotations())
                            .map(Asking::byUsers)
                            .orElse(Map.of()));
        }

        /** Our own intent comes and goes with every try. */
        private static Map<String, String> byUsers(Map<String, String> annotations) {
            Map<String, String> others = new HashMap<>(annotations);
            others.remove(MetadataKeys.CREATE_INTENT);
            return Map.copyOf(others);
        }
    }

    private record Hold(Outcome.Refused refused, Duration pause, long untilNanos) {}

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

    /** The write was refused. */
    void refused(String uid, Outcome.Refused refused) {
        holds.compute(uid, (same, before) -> {
            Duration pause = before == null ? FIRST_PAUSE : longer(before.pause());
            return new Hold(refused, pause, nanos.getAsLong() + pause.toNanos());
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

    /** The plan as it is told: a write that was refused is told as what it was refused for, also while it is tried. */
    Plan told(Sight sight) {
        Plan plan = sight.plan();
        return Optional.ofNullable(holds.get(sight.wish().uid()))
                .map(Hold::refused)
                .map(refused ->
                        new Plan(refused.reason(), refused.message(), plan.memory(), plan.step(), Optional.empty()))
                .orElse(plan);
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
