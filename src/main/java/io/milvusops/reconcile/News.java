package io.milvusops.reconcile;

import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.partition.Binding;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Fate;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Order;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells and counts transitions, once each: what happened to which partition, with its ids. */
final class News {

    private final Announcer announcer;
    private final OperatorMetrics metrics;
    private final Counts counts;

    News(Announcer announcer, OperatorMetrics metrics, Counts counts) {
        this.announcer = announcer;
        this.metrics = metrics;
        this.counts = counts;
    }

    /** Tells the notice of the plan as it is told, after the write that made it true. */
    void tell(Sight sight, Plan told) {
        told.notice().ifPresent(notice -> {
            count(sight, told, notice);
            announce(sight, notice);
        });
    }

    private void count(Sight sight, Plan plan, Plan.Notice notice) {
        switch (notice) {
            case CREATED -> metrics.partitionCreated();
            case REBOUND, LOST -> {
                if (lost(sight.plan())) {
                    metrics.partitionDroppedExternally();
                }
            }
            // Recorded after the way back to present, it is told as something else.
            case DROPPED, FOUND_DROPPED -> metrics.dropFinished(Reason.DROPPED.text());
            case ALREADY_GONE, NO_COLLECTION, KEPT ->
                metrics.dropFinished(plan.reason().text());
            // Its resource says Absent, of the server where it leads by now: there something is left.
            case LEFT_BEHIND -> metrics.dropFinished("LeftBehind");
            case ADOPTED, TAKEN_OVER -> {}
        }
    }

    private void announce(Sight sight, Plan.Notice notice) {
        MilvusPartition resource = sight.resource();
        String target = "partition " + sight.wish().address() + ids(sight.plan());
        switch (notice) {
            case CREATED -> announcer.normal(resource, "PartitionCreated", "created " + target);
            case ADOPTED -> announcer.normal(resource, "PartitionAdopted", "adopted " + target);
            case TAKEN_OVER -> announcer.normal(resource, "PartitionTakenOver", "took over " + target);
            case REBOUND -> rebound(sight, target);
            case LOST -> lost(sight, target);
            case DROPPED -> announcer.normal(resource, "PartitionDropped", "dropped " + target + rowsText(sight));
            case FOUND_DROPPED ->
                announcer.normal(
                        resource,
                        "PartitionDropped",
                        "gone; its drop was on record when the operator started: " + target);
            case ALREADY_GONE -> announcer.normal(resource, "NothingToDrop", "nothing to drop: " + target);
            // A misspelt name looks like a fulfilled order to whoever reads no more than Ready.
            case NO_COLLECTION ->
                announcer.warning(resource, "NothingToDrop", sight.plan().message());
            case LEFT_BEHIND ->
                announcer.warning(resource, "PartitionLeftBehind", sight.plan().message() + ids(sight.plan()));
            case KEPT -> kept(sight, target);
        }
    }

    /** What lives on elsewhere was not dropped, and of what nobody knows that is not said. */
    private static boolean lost(Plan plan) {
        return plan.fate().map(Fate::lost).orElse(true);
    }

    private void rebound(Sight sight, String target) {
        Optional<Fate> fate = sight.plan().fate();
        announcer.warning(
                sight.resource(),
                lost(sight.plan()) ? "PartitionRebound" : "PartitionLeftBehind",
                fate.map(Fate::told).orElse("somebody recreated it") + "; now bound to " + target);
    }

    private void lost(Sight sight, String target) {
        Optional<Fate> fate = sight.plan().fate();
        if (fate.isEmpty()) {
            announcer.warning(
                    sight.resource(),
                    "PartitionExternallyDropped",
                    "dropped by somebody else, its data is gone; creating it again: " + target);
            return;
        }
        announcer.warning(
                sight.resource(),
                fate.get().lost() ? "PartitionExternallyDropped" : "PartitionLeftBehind",
                fate.get().told() + "; creating another one: partition "
                        + sight.wish().address());
    }

    /** A policy is no surprise, nor a take-over; that nothing is dropped for another cause may be one. */
    private void kept(Sight sight, String target) {
        Memory memory = sight.plan().memory();
        // Where it was recorded: the connection may be gone by now, or lead elsewhere.
        String left = memory.current()
                .map(bound -> recorded(sight.wish().address(), bound))
                .orElse(target);
        String note = sight.plan().message() + ": " + left;
        if (sight.plan().reason() == Reason.RETAINED || sight.plan().reason() == Reason.HANDING_OVER) {
            announcer.normal(sight.resource(), "PartitionKept", note);
        } else {
            announcer.warning(sight.resource(), "PartitionKept", note);
        }
    }

    /** Tells a new reason for which a drop waits, or nothing goes on without a user. */
    void tellTransition(Sight sight, Plan plan, Patience.Verdict verdict) {
        Reason reason = plan.reason();
        boolean blocked = Statuses.blocked(sight.wish(), plan, verdict.outlook());
        boolean stalled = verdict.progress() == Reason.Progress.STALLED;
        if (!(blocked || stalled)
                || said(sight.resource(), blocked ? Statuses.DROP_BLOCKED : Conditions.STALLED, reason)) {
            return;
        }
        if (reason == Reason.EXTERNALLY_DROPPED && lost(plan)) {
            metrics.partitionDroppedExternally();
        }
        if (blocked) {
            metrics.dropHeld(reason.text());
            announcer.warning(
                    sight.resource(),
                    Statuses.DROP_BLOCKED,
                    reason.text() + ": " + plan.message() + Statuses.wayOut(sight));
        } else {
            announcer.warning(sight.resource(), reason.text(), plan.message());
        }
    }

    /**
     * Whether the status gives this reason already: an order that meets what was said before it is news all the same, and
     * so is what goes on no more by itself.
     */
    private static boolean said(MilvusPartition resource, String type, Reason reason) {
        return Conditions.find(Conditions.of(resource), type)
                .filter(condition -> condition.status() == ConditionStatus.TRUE)
                .filter(condition -> reason.text().equals(condition.reason()))
                .isPresent();
    }

    /** Tells that a resource vanished while a drop would have been its last deed; its partition is left alone. */
    void orphaned(MilvusPartition resource, Memory left) {
        metrics.partitionOrphaned();
        announcer.log(
                resource,
                "PartitionOrphaned",
                "the resource vanished without its finalizer being honoured; left alone: " + recorded(resource, left));
    }

    /** Tells that a resource went that carries no finalizer, because its partition is to be kept. */
    void retained(MilvusPartition resource, Memory left) {
        announcer.normal(
                resource,
                "PartitionKept",
                "deletionPolicy is Retain: the partition is kept: " + recorded(resource, left));
    }

    private static String recorded(MilvusPartition resource, Memory left) {
        return left.current()
                .map(bound -> recorded(Wishes.address(resource.understoodTarget(), bound.endpoint()), bound))
                .orElseGet(() -> intended(resource));
    }

    /** Clients drop by name, and the ids tell whether it is still the same one. */
    private static String recorded(PartitionAddress named, Binding left) {
        CollectionAddress collection =
                new CollectionAddress(left.endpoint(), named.collection().database(), left.collectionName());
        return "partition " + new PartitionAddress(collection, named.partition()) + ids(left.incarnation());
    }

    private static String intended(MilvusPartition resource) {
        return "whatever came of the creation of partition "
                + resource.understoodSpec().partition() + " of collection "
                + resource.understoodSpec().collection();
    }

    private static String ids(Plan plan) {
        return plan.memory()
                .order()
                .flatMap(Order::incarnation)
                .or(() -> plan.memory().binding().map(Binding::incarnation))
                .map(News::ids)
                .orElse("");
    }

    private String rowsText(Sight sight) {
        OptionalLong rows = counts.rows(sight.wish().uid());
        if (rows.isEmpty()) {
            return "";
        }
        return ", " + rows.getAsLong()
                + (sight.wish().guard().maxRows().isPresent()
                        ? " rows as counted for spec.dropGuard.maxRows"
                        : " rows by the server's statistics, which lack what was not flushed");
    }

    private static String ids(Incarnation ids) {
        return " (collection id " + ids.collectionId() + ", partition id " + ids.partitionId() + ")";
    }
}
