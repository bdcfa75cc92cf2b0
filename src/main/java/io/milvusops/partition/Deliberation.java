package io.milvusops.partition;

import io.milvusops.partition.Caution.Confirmation;
import io.milvusops.partition.Order.Stage;
import java.time.Instant;
import java.util.Optional;

/** The gate of second thoughts: confirmation, then delay. Empty means passed. */
final class Deliberation {

    private Deliberation() {}

    static Optional<Plan> pending(Situation situation, Memory memory, Order order) {
        Caution caution = situation.wish().caution();
        String token = Caution.token(order.incarnation().orElseThrow(), order.generation());
        if (caution.confirmation() == Confirmation.REQUIRED
                && !caution.confirmed().equals(Optional.of(token))) {
            return Optional.of(Plan.of(
                    Reason.CONFIRMATION_REQUIRED,
                    "the drop waits for the annotation milvusops.io/confirm-drop: \"" + token + "\""
                            + orCancel(situation),
                    memory.ordered(order.at(Stage.REQUESTED)),
                    new Step.Await(Optional.empty())));
        }
        Instant notBefore = order.requestedAt().plus(caution.delay());
        if (situation.now().isBefore(notBefore)) {
            return Optional.of(Plan.of(
                    Reason.DELAY_PENDING,
                    "the drop waits until " + notBefore + " for spec.dropGuard.delay" + orCancel(situation),
                    memory.ordered(order.at(Stage.REQUESTED)),
                    new Step.Await(Optional.of(notBefore))));
        }
        return Optional.empty();
    }

    private static String orCancel(Situation situation) {
        return situation.wish().lifecycle() == Wish.Lifecycle.LIVE
                ? "; cancel it with spec.ensure: present"
                : "; cancel it with spec.deletionPolicy: Retain, or the annotation milvusops.io/abandon: \"true\"";
    }
}
