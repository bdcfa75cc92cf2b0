package io.milvusops.reconcile;

import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How long each resource has been saying the same: what is over within two seconds is kept out of the status, and
 * what should have passed and did not is no longer called progress. Thread-safe; all instants are monotonic.
 */
final class Patience {

    private static final Duration BRIEF = Duration.ofSeconds(2);
    private static final Set<Reason> PASSING = Set.of(
            Reason.OBSERVING, Reason.CREATING, Reason.DROPPING, Reason.OUTCOME_UNKNOWN, Reason.INCOMPLETE_ANSWER);

    /**
     * What the time that has passed makes of a reason.
     *
     * @param quiet how long it is not worth a write yet
     * @param changesIn after what time the progress changes
     */
    record Verdict(Reason.Progress progress, Optional<Duration> quiet, Optional<Duration> changesIn) {}

    private record Since(Reason reason, long nanos) {}

    private final Map<String, Since> since = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    Patience(LongSupplier nanos) {
        this.nanos = nanos;
    }

    Verdict judge(Sight sight, Plan plan) {
        List<Condition> said = Optional.ofNullable(sight.resource().getStatus())
                .map(MilvusPartitionStatus::conditions)
                .orElse(List.of());
        return judge(sight.wish().uid(), plan.reason(), said);
    }

    /** @param said what the status of the resource says */
    Verdict judge(String uid, Reason reason, List<Condition> said) {
        long now = nanos.getAsLong();
        Since begun = since.compute(
                uid, (same, known) -> known != null && known.reason() == reason ? known : new Since(reason, now));
        Duration lasted = Duration.ofNanos(now - begun.nanos());
        Optional<Duration> quiet = PASSING.contains(reason) ? left(BRIEF, lasted) : Optional.empty();
        if (reason.patience().isEmpty()) {
            return new Verdict(reason.progress(), quiet, Optional.empty());
        }
        Optional<Duration> left = saidStalled(said, reason)
                ? Optional.empty()
                : left(reason.patience().get(), lasted);
        return new Verdict(left.isPresent() ? Reason.Progress.RECONCILING : Reason.Progress.STALLED, quiet, left);
    }

    private static Optional<Duration> left(Duration limit, Duration lasted) {
        return Optional.of(limit.minus(lasted)).filter(left -> left.compareTo(Duration.ZERO) > 0);
    }

    /** What an earlier process called stalled has lasted long enough. */
    private static boolean saidStalled(List<Condition> said, Reason reason) {
        return said.stream()
                .filter(condition -> "Stalled".equals(condition.type()))
                .filter(condition -> reason.text().equals(condition.reason()))
                .map(Condition::status)
                .anyMatch(ConditionStatus.TRUE::equals);
    }

    void forget(String uid) {
        since.remove(uid);
    }
}
