package io.milvusops.reconcile;

import io.milvusops.reconcile.DropBudgets.Counting;
import io.milvusops.reconcile.PartitionView.Sight;
import io.milvusops.reconcile.Restraints.Waiting;
import java.util.Optional;

/** The step that writes to the connection: the order is counted in its budget before anything of it is attempted. */
final class BudgetSteps {

    private final Restraints restraints;
    private final DropBudgets budgets;
    private final Speech speech;

    BudgetSteps(Restraints restraints, DropBudgets budgets, Speech speech) {
        this.restraints = restraints;
        this.budgets = budgets;
        this.speech = speech;
    }

    /** An order that cannot be attempted yet is not counted yet. */
    Next reserve(Sight sight) {
        Optional<Waiting> waiting = restraints.drop(sight);
        if (waiting.isPresent()) {
            speech.say(sight, waiting.get().told());
            return Next.end(Optional.of(waiting.get().pause()));
        }
        if (budgets.reserve(sight) != Counting.OVERTAKEN) {
            return Next.on(sight.resource());
        }
        speech.say(sight, sight.plan());
        return Next.end(Optional.of(Next.SOON));
    }
}
