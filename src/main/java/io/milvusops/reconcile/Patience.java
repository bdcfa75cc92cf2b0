package io.milvusops.reconcile;

import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
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
import java.util.function.Predicate;

/**
 * How long each resource has been saying the same: what is over within two seconds is kept out of the status, and
 * what should have passed and did not is no longer called progress. Thread-safe; all instants are monotonic.
 */
final class Patience {

    private static final Duration BRIEF = Duration.ofSeconds(2);

    /** A drop takes seconds, and what is asked before and after it, too. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Set<Reason> PASSING = Set.of(
            Reason.OBSERVING, Reason.CREATING, Reason.DROPPING, Reason.OUTCOME_UNKNOWN, Reason.INCOMPLETE_ANSWER);

    /** Whether what is said is over soon, as far as is known. */
    enum Outlook {
        PASSING,
        /** It never was, or it has lasted too long for that: the same, or one thing of that kind after the other. */
        LASTING
    }

    /**
     * What the time that has passed makes of a reason.
     *
     * @param quiet how long it is not worth a write yet
     * @param changesIn after what time the progress or the outlook changes
     */
    record Verdict(Reason.Progress progress, Outlook outlook, Optional<Duration> quiet, Optional<Duration> changesIn) {
        private Verdict aloud() {
            return new Verdict(progress, outlook, Optional.empty(), changesIn);
        }
    }

    /** @param passingNanos since when nothing was said but what is over soon */
    private record Since(Reason reason, long nanos, long passingNanos) {
        Since then(Reason next, long now) {
            return next == reason ? this : new Since(next, now, PASSING.contains(reason) ? passingNanos : now);
        }
    }

    private final Map<String, Since> since = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    Patience(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** That an order does not come to its end is told after a while, whatever takes turns meanwhile. */
    Verdict judge(Sight sight, Plan plan) {
        List<Condition> said = Conditions.of(sight.resource());
        Verdict verdict = judge(sight.wish().uid(), plan.reason(), said);
        boolean silent = verdict.outlook() == Outlook.LASTING
                && sight.wish().givesUp()
                && !says(said, Statuses.DROP_BLOCKED, any -> true);
        return silent ? verdict.aloud() : verdict;
    }

    /** @param said what the status of the resource says */
    Verdict judge(String uid, Reason reason, List<Condition> said) {
        long now = nanos.getAsLong();
        Since begun = since.compute(
                uid, (same, known) -> known == null ? new Since(reason, now, now) : known.then(reason, now));
        Duration lasted = Duration.ofNanos(now - begun.nanos());
        if (PASSING.contains(reason)) {
            Optional<Duration> passing = left(LONG, Duration.ofNanos(now - begun.passingNanos()));
            Outlook outlook = passing.isPresent() ? Outlook.PASSING : Outlook.LASTING;
            return new Verdict(reason.progress(), outlook, left(BRIEF, lasted), passing);
        }
        if (reason.patience().isEmpty()) {
            return new Verdict(reason.progress(), Outlook.LASTING, Optional.empty(), Optional.empty());
        }
        Optional<Duration> left = says(said, Conditions.STALLED, reason.text()::equals)
                ? Optional.empty()
                : left(reason.patience().get(), lasted);
        Reason.Progress progress = left.isPresent() ? Reason.Progress.RECONCILING : Reason.Progress.STALLED;
        return new Verdict(progress, Outlook.LASTING, Optional.empty(), left);
    }

    private static Optional<Duration> left(Duration limit, Duration lasted) {
        return Optional.of(limit.minus(lasted)).filter(left -> left.compareTo(Duration.ZERO) > 0);
    }

    /** Whether it is said, by an earlier process too, that it is so for such a reason. */
    private static boolean says(List<Condition> said, String type, Predicate<String> reason) {
        return Conditions.find(said, type)
                .filter(condition -> reason.test(condition.reason()))
                .filter(condition -> condition.status() == ConditionStatus.TRUE)
                .isPresent();
    }

    void forget(String uid) {
        since.remove(uid);
    }
}
