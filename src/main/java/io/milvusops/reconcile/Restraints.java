package io.milvusops.reconcile;

import io.milvusops.partition.Plan;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a creation or a drop has to wait before anything of it is recorded: it was refused a moment ago, many are being
 * repaired, or what lets the drop go may have changed. An intent that is recorded early would explain what somebody else
 * creates during the wait.
 */
record Restraints(Holds holds, Recreations recreations, Freshness freshness) {

    /**
     * A write that waits.
     *
     * @param told what to say meanwhile
     */
    record Waiting(Plan told, Duration pause) {}

    Optional<Waiting> creation(Sight sight) {
        return holds.pause(sight)
                .map(pause -> waiting(holds.told(sight), pause))
                .or(() -> recreations.pause(sight).map(pause -> waiting(Recreations.waiting(sight.plan()), pause)));
    }

    /** A drop is counted in a budget, and recorded, only when it can go. */
    Optional<Waiting> drop(Sight sight) {
        return holds.pause(sight)
                .map(pause -> new Waiting(holds.told(sight), pause))
                .or(() -> freshness.doubt(sight));
    }

    private static Waiting waiting(Plan told, Duration pause) {
        return new Waiting(
                new Plan(told.reason(), told.message(), told.memory().withoutIntent(), told.step(), Optional.empty()),
                pause);
    }
}
