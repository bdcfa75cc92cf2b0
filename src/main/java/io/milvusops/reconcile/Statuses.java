package io.milvusops.reconcile;

import io.milvusops.api.BindingStatus;
import io.milvusops.api.Condition;
import io.milvusops.api.DropOutcome;
import io.milvusops.api.DropStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.OnDelete;
import io.milvusops.api.PartitionState;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Order;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Wish;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Composes the status of a partition from a plan: generation stamped, Ready first, a transition time that moves only
 * with its condition's status. Equal input gives an equal status, so that nothing is written twice.
 */
final class Statuses {

    private Statuses() {}

    /**
     * @param rows what the lane counted just before the drop
     */
    static MilvusPartitionStatus compose(
            MilvusPartition resource, Wish wish, Plan plan, OptionalLong rows, Instant now) {
        MilvusPartitionStatus before = resource.getStatus();
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        Long generation = resource.getMetadata().getGeneration();
        return new MilvusPartitionStatus(
                generation,
                conditions(before, wish, plan, generation, time),
                state(plan.reason(), before),
                plan.memory().binding().map(bound -> binding(bound, wish.uid())).orElse(null),
                onDelete(wish, plan),
                before == null ? null : before.measured(),
                plan.memory()
                        .order()
                        .map(order -> drop(order, before, rows, generation, time))
                        .orElse(null),
                before == null ? null : before.lastHandledReconcileAt());
    }

    private static List<Condition> conditions(
            @Nullable MilvusPartitionStatus before, Wish wish, Plan plan, Long generation, String time) {
        Conditions conditions = new Conditions(
                before == null ? null : before.conditions(), plan.reason(), plan.message(), generation, time);
        boolean ordered = wish.lifecycle() != Wish.Lifecycle.LIVE || wish.ensure() == Wish.Ensure.ABSENT;
        boolean waiting = plan.reason().readiness() != Reason.Readiness.TRUE && plan.reason() != Reason.DROPPING;
        return conditions.and("DropBlocked", ordered && waiting);
    }

    private static PartitionState state(Reason reason, @Nullable MilvusPartitionStatus before) {
        return switch (reason) {
            case PRESENT, PARTITION_LOADED, PARTITION_REPLACED, REAPPEARED, ALREADY_EXISTS -> PartitionState.PRESENT;
            case ABSENT, DROPPED, EXTERNALLY_DROPPED, COLLECTION_NOT_FOUND, CREATING -> PartitionState.ABSENT;
            case PAUSED, CLAIMED_BY_OTHER, DROPPING ->
                Optional.ofNullable(before)
                        .map(MilvusPartitionStatus::partitionState)
                        .orElse(PartitionState.UNKNOWN);
            default -> PartitionState.UNKNOWN;
        };
    }

    private static BindingStatus binding(Binding bound, String uid) {
        return new BindingStatus(
                uid,
                bound.endpoint(),
                Long.toString(bound.incarnation().collectionId()),
                Long.toString(bound.incarnation().partitionId()),
                bound.collectionName(),
                bound.origin() == Binding.Origin.CREATED
                        ? io.milvusops.api.Origin.CREATED
                        : io.milvusops.api.Origin.ADOPTED,
                null);
    }

    private static OnDelete onDelete(Wish wish, Plan plan) {
        if (plan.memory().binding().isEmpty()
                || plan.memory().order().filter(Order::fulfilled).isPresent()) {
            return OnDelete.NOTHING;
        }
        return wish.deletionPolicy() == Wish.DeletionPolicy.RETAIN ? OnDelete.RETAIN : OnDelete.DROP;
    }

    private static DropStatus drop(
            Order order, @Nullable MilvusPartitionStatus before, OptionalLong rows, Long generation, String time) {
        String partition = order.incarnation()
                .map(Incarnation::partitionId)
                .map(String::valueOf)
                .orElse(null);
        Optional<DropStatus> same = Optional.ofNullable(before)
                .map(MilvusPartitionStatus::drop)
                .filter(recorded -> Objects.equals(recorded.partitionID(), partition));
        boolean done = order.fulfilled();
        boolean attempted = order.stage() != Order.Stage.NOTHING_TO_DROP;
        return new DropStatus(
                partition,
                order.incarnation()
                        .map(Incarnation::collectionId)
                        .map(String::valueOf)
                        .orElse(null),
                rows.isPresent()
                        ? Long.valueOf(rows.getAsLong())
                        : same.map(DropStatus::rows).orElse(null),
                same.map(DropStatus::requestedAt).orElse(time),
                attempted ? same.map(DropStatus::attemptedAt).orElse(time) : null,
                done ? same.map(DropStatus::completedAt).orElse(time) : null,
                outcome(order),
                same.map(DropStatus::generation).orElse(generation));
    }

    private static @Nullable DropOutcome outcome(Order order) {
        return switch (order.stage()) {
            case ATTEMPTED -> null;
            case DROPPED -> DropOutcome.DROPPED;
            case NOTHING_TO_DROP -> DropOutcome.NOTHING_TO_DROP;
        };
    }
}
