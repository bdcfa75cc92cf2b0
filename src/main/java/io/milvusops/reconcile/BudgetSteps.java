package io.milvusops.reconcile;

import io.milvusops.reconcile.DropBudgets.Counting;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.Optional;

/** The step that writes to the connection: the order is counted in its budget before anything of it is attempted. */
final class BudgetSteps {

    private final Holds holds;
    private final DropBudgets budgets;
    private final Speech speech;

    BudgetSteps(Holds holds, DropBudgets budgets, Speech speech) {
        this.holds = holds;
        this.budgets = budgets;
        this.speech = speech;
    }

    /** An order that cannot be attempted yet is not counted yet. */
    Next reserve(Sight sight) {
        Optional<Duration> pause = holds.pause(sight);
        if (pause.isPresent()) {
            speech.say(sight, holds.told(sight));
            return Next.end(pause);
        }
        if (budgets.reserve(sight) != Counting.OVERTAKEN) {
            return Next.on(sight.resource());
        }
        speech.say(sight, sight.plan());
        return Next.end(Optional.of(Next.SOON));
    }
}
