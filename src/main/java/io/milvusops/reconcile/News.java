package io.milvusops.reconcile;

import io.milvusops.partition.Binding;
import io.milvusops.partition.Order;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.util.OptionalLong;

/** Tells transitions, once each: what happened to which partition, with its ids. */
final class News {

    private final Announcer announcer;

    News(Announcer announcer) {
        this.announcer = announcer;
    }

    /** Tells the plan's notice, after the write that made it true. */
    void tell(Sight sight, OptionalLong rows) {
        sight.plan().notice().ifPresent(notice -> tell(sight, notice, rows));
    }

    private void tell(Sight sight, Plan.Notice notice, OptionalLong rows) {
        String target = "partition " + sight.wish().address() + ids(sight.plan());
        switch (notice) {
            case CREATED -> announcer.normal(sight.resource(), "PartitionCreated", "created " + target);
            case ADOPTED -> announcer.normal(sight.resource(), "PartitionAdopted", "adopted " + target);
            case TAKEN_OVER -> announcer.normal(sight.resource(), "PartitionTakenOver", "took over " + target);
            case REBOUND ->
                announcer.warning(
                        sight.resource(), "PartitionRebound", "somebody recreated it; now bound to " + target);
            case LOST ->
                announcer.warning(
                        sight.resource(),
                        "PartitionExternallyDropped",
                        "dropped by somebody else, its data is gone; creating it again: " + target);
            case DROPPED ->
                announcer.normal(sight.resource(), "PartitionDropped", "dropped " + target + rowsText(rows));
            case ALREADY_GONE -> announcer.normal(sight.resource(), "NothingToDrop", "nothing to drop: " + target);
            case KEPT ->
                announcer.warning(
                        sight.resource(), "PartitionKept", sight.plan().message() + ": " + target);
        }
    }

    /** Tells a drop that has to wait, at the transition only: the caller just wrote a changed status. */
    void tellHeld(Sight sight, Plan plan) {
        boolean leaving = sight.resource().isMarkedForDeletion();
        boolean waiting = plan.reason().readiness() != Reason.Readiness.TRUE && plan.reason() != Reason.DROPPING;
        if (leaving && waiting) {
            announcer.warning(sight.resource(), "DropBlocked", plan.reason().text() + ": " + plan.message());
        }
    }

    private static String ids(Plan plan) {
        return plan.memory()
                .order()
                .flatMap(Order::incarnation)
                .or(() -> plan.memory().binding().map(Binding::incarnation))
                .map(ids -> " (collection id " + ids.collectionId() + ", partition id " + ids.partitionId() + ")")
                .orElse("");
    }

    private static String rowsText(OptionalLong rows) {
        return rows.isPresent() ? ", " + rows.getAsLong() + " rows by the server's statistics" : "";
    }
}
