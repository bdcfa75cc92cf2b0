package io.milvusops.partition;

import io.milvusops.partition.Order.Stage;
import java.util.Optional;

/** The gate of the connection's budget: each order is counted there once, before its first attempt. Empty means passed. */
final class BudgetGate {

    private BudgetGate() {}

    static Optional<Plan> pending(Situation situation, Memory memory, Order order) {
        if (order.reservedAt().isPresent()) {
            return Optional.empty();
        }
        Memory waiting = memory.ordered(order.at(Stage.REQUESTED));
        if (situation.budget() instanceof Budget.Open) {
            return Optional.of(Plan.of(
                    Reason.DROPPING,
                    "counting the drop in the dropBudget of the connection",
                    waiting,
                    new Step.Reserve()));
        }
        return situation.budget() instanceof Budget.Exhausted exhausted
                ? Optional.of(Plan.of(
                        Reason.BUDGET_EXHAUSTED,
                        message(exhausted),
                        waiting,
                        new Step.Await(Optional.of(exhausted.until()))))
                : Optional.empty();
    }

    private static String message(Budget.Exhausted exhausted) {
        return "the drop waits until " + exhausted.until() + ": " + exhausted.spent()
                + " drop(s) are spent in this window, and " + exhausted.connection() + " allows " + exhausted.limit()
                + " in " + exhausted.window() + "; raise its spec.dropBudget.limit to let more go at once";
    }

    /** The order as it is recorded with its attempt. */
    static Order reserved(Situation situation, Order order) {
        return order.reservedAt().isEmpty() && situation.budget() instanceof Budget.Reserved reserved
                ? order.reserved(reserved.at())
                : order;
    }
}
