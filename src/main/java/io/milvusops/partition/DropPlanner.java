package io.milvusops.partition;

import java.util.Optional;

/**
 * The gates in front of a drop, in their order. None is skipped, and each is evaluated anew on every pass: only the
 * step that leaves the last gate is a drop.
 */
final class DropPlanner {

    private DropPlanner() {}

    /** A resource that is being deleted. */
    static Plan deletion(Situation situation) {
        Memory memory = situation.memory();
        if (situation.flight().aloft()) {
            return Settling.aloft(situation, memory);
        }
        Optional<Plan> attempted = Fulfilment.attempted(situation);
        if (attempted.isPresent()) {
            return attempted.get();
        }
        Optional<Plan> exempt = Exemption.of(situation);
        if (exempt.isPresent()) {
            return exempt.get();
        }
        boolean overdue = situation.flight() == Flight.OVERDUE;
        if (!overdue && done(memory)) {
            return Plan.of(Reason.DROPPED, "the partition is gone", memory, new Step.LetGo());
        }
        // Asked while a call is overdue, too: an uninstall must not wait for a server that may be gone for good.
        if (situation.kind() == KindState.UNASKED) {
            return Plan.of(Reason.DROPPING, "dropping the partition", memory, new Step.AskKind());
        }
        if (overdue) {
            return overdue(situation);
        }
        return throughTheGates(situation);
    }

    /** A live resource that wants its partition gone. */
    static Plan absence(Situation situation) {
        if (situation.flight().aloft()) {
            return Settling.aloft(situation, situation.memory());
        }
        if (situation.flight() == Flight.OVERDUE) {
            return overdue(situation);
        }
        if (done(situation.memory())) {
            return Reappearance.decide(situation, situation.memory());
        }
        return Fulfilment.attempted(situation).orElseGet(() -> throughTheGates(situation));
    }

    private static Plan throughTheGates(Situation situation) {
        return Gates.access(situation)
                // What is not on record yet cannot be handed over, and is looked for in a pause, too: what comes later
                // under the name is somebody else's.
                .or(() -> Planner.ownCreation(situation, situation.memory()))
                .or(() -> Settling.creation(situation, situation.memory()))
                .or(() -> Gates.leave(situation))
                .or(() -> Gates.successor(situation))
                .or(() -> Gates.rival(situation))
                .orElseGet(() -> Target.decide(situation, situation.memory()));
    }

    /** A creation that began after the order was fulfilled is not covered by it. */
    private static boolean done(Memory memory) {
        return memory.order().filter(Order::fulfilled).isPresent()
                && memory.openIntent().isEmpty();
    }

    /** Why the server could not be asked again says more than that it has to be. */
    private static Plan overdue(Situation situation) {
        Memory memory = situation.memory();
        return Gates.access(situation)
                .orElseGet(() -> situation.observation() instanceof Observation.Unknown unknown
                        ? Plan.of(unknown.reason(), unknown.message(), memory, new Step.Look())
                        : Settling.unsettled(situation, memory));
    }
}
