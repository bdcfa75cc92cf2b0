package io.milvusops.reconcile;

import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Step;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.Optional;

/**
 * One pass over one resource: plan, do the step, plan again until the step is to wait. Steps towards Milvus are
 * only handed to a lane; the writes are to Kubernetes, each a compare-and-set.
 */
final class PartitionPass {

    /** Every step leads to another one or to rest; this many in a row would be a defect. */
    private static final int STEPS = 10;

    private final PartitionView view;
    private final FirstSights sights;
    private final Kinds kinds;
    private final Inquiries inquiries;
    private final BudgetSteps budgets;
    private final RecordSteps records;
    private final LaneSteps lanes;
    private final Draining draining;

    PartitionPass(
            PartitionView view,
            FirstSights sights,
            Kinds kinds,
            Inquiries inquiries,
            BudgetSteps budgets,
            RecordSteps records,
            LaneSteps lanes,
            Draining draining) {
        this.view = view;
        this.sights = sights;
        this.kinds = kinds;
        this.inquiries = inquiries;
        this.budgets = budgets;
        this.records = records;
        this.lanes = lanes;
        this.draining = draining;
    }

    /** Runs the pass, and returns when to run the next one if nothing else wakes the resource. */
    Optional<Duration> run(MilvusPartition resource) {
        MilvusPartition current = resource;
        KindState kind = KindState.UNASKED;
        for (int step = 0; step < STEPS; step++) {
            Sight sight = view.look(current, kind);
            if (draining.leaves(sight.plan().step())) {
                return Optional.empty();
            }
            if (sight.plan().step() instanceof Step.AskKind) {
                Optional<KindState> told = kinds.ofPartitions(sights.since(resource));
                if (told.isEmpty()) {
                    return records.unanswered(sight).again();
                }
                kind = told.get();
                continue;
            }
            if (!draining.begun()) {
                inquiries.ask(sight, lanes.flush(sight));
            }
            Next next = records.hold(sight).orElseGet(() -> advance(sight));
            if (next.resource().isEmpty()) {
                return next.again();
            }
            current = next.resource().get();
        }
        return Optional.of(Next.SOON);
    }

    private Next advance(Sight sight) {
        Step step = sight.plan().step();
        if (step instanceof Step.Remember) {
            return records.remember(sight);
        } else if (step instanceof Step.Intend intend) {
            return records.intend(sight, intend);
        } else if (step instanceof Step.Await await) {
            return records.await(sight, await);
        } else if (step instanceof Step.Reserve) {
            return budgets.reserve(sight);
        } else if (step instanceof Step.Arm) {
            return records.arm(sight);
        } else if (step instanceof Step.LetGo) {
            return records.letGo(sight);
        } else if (step instanceof Step.Create) {
            return lanes.create(sight);
        } else if (step instanceof Step.Drop drop) {
            return lanes.drop(sight, drop);
        } else if (step instanceof Step.Look || step instanceof Step.Verify || step instanceof Step.Locate) {
            return lanes.ask(sight);
        }
        lanes.satisfied(sight);
        return records.rest(sight);
    }
}
