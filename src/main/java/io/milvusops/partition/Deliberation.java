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
        Instant notBefore = order.requestedAt().plus(caution.delay());
        boolean early = situation.now().isBefore(notBefore);
        String delayed = "until " + notBefore + " for spec.dropGuard.delay";
        if (caution.confirmation() == Confirmation.REQUIRED
                && !caution.confirmed().equals(Optional.of(token))) {
            return Optional.of(waiting(
                    Reason.CONFIRMATION_REQUIRED,
                    "the drop waits for the annotation milvusops.io/confirm-drop: \"" + token + "\""
                            + (caution.confirmed().isPresent() ? ", which has another value now" : "")
                            + (early ? ", and " + delayed : ""),
                    memory.ordered(order.at(Stage.REQUESTED)),
                    Optional.empty()));
        }
        return early
                ? Optional.of(waiting(
                        Reason.DELAY_PENDING,
                        "the drop waits " + delayed,
                        memory.ordered(order.at(Stage.REQUESTED)),
                        Optional.of(notBefore)))
                : Optional.empty();
    }

    private static Plan waiting(Reason reason, String message, Memory memory, Optional<Instant> until) {
        return Plan.of(reason, message, memory, new Step.Await(until));
    }
}
