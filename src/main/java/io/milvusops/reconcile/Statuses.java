package io.milvusops.reconcile;

import io.milvusops.api.BindingStatus;
import io.milvusops.api.DropOutcome;
import io.milvusops.api.DropStatus;
import io.milvusops.api.IntentStatus;
import io.milvusops.api.MeasuredStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.OnDelete;
import io.milvusops.api.PartitionState;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Intent;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Order;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Wish;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Composes the status of a partition from a plan: generation stamped, Ready first, a transition time that moves only
 * with its condition's status. Equal input gives an equal status, so that nothing is written twice.
 */
final class Statuses {

    /** The condition that says that an order waits. */
    static final String DROP_BLOCKED = "DropBlocked";

    /** How the message of a resource begins that waits to be deleted. */
    static final String LEAVING = "being deleted; ";

    private Statuses() {}

    /**
     * @param verdict what time has made of the reason
     */
    static MilvusPartitionStatus compose(
            Sight sight, Plan plan, Patience.Verdict verdict, Particulars particulars, Instant now) {
        MilvusPartitionStatus before = sight.resource().getStatus();
        Wish wish = sight.wish();
        String time = text(now);
        Long generation = wish.generation();
        Conditions conditions = new Conditions(
                Conditions.of(sight.resource()),
                plan.reason(),
                verdict.progress(),
                told(sight, plan, verdict.outlook()),
                generation,
                time);
        return new MilvusPartitionStatus(
                generation,
                conditions.and(
                        DROP_BLOCKED,
                        blocked(wish, plan, verdict.outlook()),
                        plan.message() + wayOut(sight) + remark(sight, plan)),
                state(plan.reason(), before),
                binding(plan.memory(), sight),
                onDelete(sight, plan),
                measured(plan, before, particulars),
                plan.memory()
                        .order()
                        .map(order -> drop(order, wish, before, particulars, time))
                        .orElse(null),
                particulars.handled().orElse(before == null ? null : before.lastHandledReconcileAt()),
                replacement(plan));
    }

    private static String text(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Of a resource that is being deleted the table of kubectl shows a wait like that of any other. */
    private static String told(Sight sight, Plan plan, Patience.Outlook outlook) {
        boolean leaving = sight.wish().lifecycle() != Wish.Lifecycle.LIVE;
        return (leaving && blocked(sight.wish(), plan, outlook) ? LEAVING : "") + plan.message() + remark(sight, plan);
    }

    private static String remark(Sight sight, Plan plan) {
        return Remarks.of(sight, plan);
    }

    private static @Nullable String replacement(Plan plan) {
        return plan.replacement().isPresent() ? Long.toString(plan.replacement().getAsLong()) : null;
    }

    /** A measurement stays as long as the partition that was measured is the one that is bound. */
    private static @Nullable MeasuredStatus measured(
            Plan plan, @Nullable MilvusPartitionStatus before, Particulars particulars) {
        Optional<String> partition = plan.memory()
                .binding()
                .map(bound -> Long.toString(bound.incarnation().partitionId()));
        return particulars
                .measured()
                .or(() -> Optional.ofNullable(before)
                        .filter(told -> Optional.ofNullable(told.binding())
                                .map(BindingStatus::partitionID)
                                .equals(partition))
                        .map(MilvusPartitionStatus::measured))
                .orElse(null);
    }

    /** What cancels the order: every drop that waits can be called off, and says how. */
    static String wayOut(Sight sight) {
        return wayOut(sight.resource(), sight.wish().lifecycle() != Wish.Lifecycle.LIVE);
    }

    static String wayOut(MilvusPartition resource, boolean leaving) {
        if (!leaving) {
            return "; to cancel the drop, set spec.ensure: present";
        }
        return "; to cancel the drop, set spec.deletionPolicy: Retain, or " + Abandonment.asked(resource);
    }

    /** Whether a drop was ordered and waits: one that is on its way does not, unless that takes too long. */
    static boolean blocked(Wish wish, Plan plan, Patience.Outlook outlook) {
        boolean underWay = plan.reason() == Reason.DROPPING && outlook == Patience.Outlook.PASSING;
        return wish.givesUp() && plan.reason().readiness() != Reason.Readiness.TRUE && !underWay;
    }

    private static PartitionState state(Reason reason, @Nullable MilvusPartitionStatus before) {
        return switch (reason) {
            case PRESENT,
                    PARTITION_LOADED,
                    PARTITION_REPLACED,
                    REAPPEARED,
                    ALREADY_EXISTS,
                    CONFIRMATION_REQUIRED,
                    DELAY_PENDING,
                    BUDGET_EXHAUSTED,
                    ROWS_PRESENT,
                    ROW_COUNT_UNKNOWN -> PartitionState.PRESENT;
            case ABSENT, DROPPED, EXTERNALLY_DROPPED, CREATING -> PartitionState.ABSENT;
            case PAUSED, CLAIMED_BY_OTHER, DROPPING ->
                Optional.ofNullable(before)
                        .map(MilvusPartitionStatus::partitionState)
                        .orElse(PartitionState.UNKNOWN);
            default -> PartitionState.UNKNOWN;
        };
    }

    /** An intent is here where it is not in the annotation: that comes only with the finalizer. */
    private static @Nullable BindingStatus binding(Memory memory, Sight sight) {
        Wish wish = sight.wish();
        Optional<Intent> annotated = Records.annotatedIntent(sight.resource());
        IntentStatus intent = memory.openIntent()
                .filter(open -> !annotated.equals(Optional.of(open)))
                .map(open -> intent(open, wish.uid()))
                .orElse(null);
        if (memory.binding().isEmpty()) {
            return intent == null ? null : new BindingStatus(null, null, null, null, null, null, intent);
        }
        Binding bound = memory.binding().get();
        return new BindingStatus(
                wish.uid(),
                bound.endpoint(),
                Long.toString(bound.incarnation().collectionId()),
                Long.toString(bound.incarnation().partitionId()),
                bound.collectionName(),
                bound.origin() == Binding.Origin.CREATED
                        ? io.milvusops.api.Origin.CREATED
                        : io.milvusops.api.Origin.ADOPTED,
                intent);
    }

    private static IntentStatus intent(Intent open, String uid) {
        return new IntentStatus(
                uid,
                open.endpoint(),
                Long.toString(open.collectionId()),
                Long.toString(open.fingerprint()),
                Long.toString(open.newestCreation()),
                open.replaces().isPresent() ? Long.toString(open.replaces().getAsLong()) : null,
                open.generation());
    }

    /** What may come of an open intent is dropped, too, and nothing that another resource owns. */
    private static OnDelete onDelete(Sight sight, Plan plan) {
        Memory memory = plan.memory();
        if (!memory.mayOwn()) {
            return OnDelete.NOTHING;
        } else if (sight.wish().deletionPolicy() == Wish.DeletionPolicy.RETAIN
                || Abandonment.declared(sight.resource())) {
            return OnDelete.RETAIN;
        }
        return plan.reason() == Reason.CLAIMED_BY_OTHER ? OnDelete.NOTHING : OnDelete.DROP;
    }

    private static DropStatus drop(
            Order order, Wish wish, @Nullable MilvusPartitionStatus before, Particulars particulars, String time) {
        Duration delay = wish.caution().delay();
        String partition = order.incarnation()
                .map(Incarnation::partitionId)
                .map(String::valueOf)
                .orElse(null);
        Optional<DropStatus> same = Optional.ofNullable(before)
                .map(MilvusPartitionStatus::drop)
                .filter(recorded -> wish.uid().equals(recorded.ownerUID()))
                .filter(recorded -> Objects.equals(recorded.partitionID(), partition))
                .filter(recorded -> Objects.equals(recorded.generation(), order.generation()));
        boolean attempted = order.stage() == Order.Stage.ATTEMPTED || order.stage() == Order.Stage.DROPPED;
        return new DropStatus(
                wish.uid(),
                partition,
                order.incarnation()
                        .map(Incarnation::collectionId)
                        .map(String::valueOf)
                        .orElse(null),
                particulars.dropped().isPresent()
                        ? Long.valueOf(particulars.dropped().getAsLong())
                        : same.map(DropStatus::rows).orElse(null),
                order.requestedAt().toString(),
                delay.isZero() ? null : order.requestedAt().plus(delay).toString(),
                order.reservedAt().map(Instant::toString).orElse(null),
                attempted ? attemptedAt(same, particulars.attempt(), time) : null,
                order.fulfilled() ? same.map(DropStatus::completedAt).orElse(time) : null,
                outcome(order),
                order.generation());
    }

    /** A record that says the same as the one before would be no write, and the watch would prove nothing by it. */
    private static String attemptedAt(Optional<DropStatus> same, Optional<Instant> attempt, String time) {
        return attempt.map(Statuses::text)
                .or(() -> same.map(DropStatus::attemptedAt))
                .orElse(time);
    }

    private static @Nullable DropOutcome outcome(Order order) {
        return switch (order.stage()) {
            case REQUESTED, ATTEMPTED -> null;
            case DROPPED -> DropOutcome.DROPPED;
            case NOTHING_TO_DROP -> DropOutcome.NOTHING_TO_DROP;
        };
    }
}
