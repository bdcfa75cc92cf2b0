package io.milvusops.partition;

import java.util.Optional;

/** What is said and asked while a call of this resource is under way, or nobody knows yet what it did. */
final class Settling {

    private Settling() {}

    /** The lane has it still, or the call may take effect at any moment. */
    static Plan aloft(Situation situation, Memory memory) {
        return situation.flight() == Flight.QUEUED ? queued(situation, memory) : unsettled(situation, memory);
    }

    /** Nothing was sent, so that there is no outcome to be unknown. */
    private static Plan queued(Situation situation, Memory memory) {
        Reason wanted = memory.openIntent().isPresent() ? Reason.CREATING : Reason.OBSERVING;
        return Plan.of(
                situation.wish().givesUp() ? Reason.DROPPING : wanted,
                "waiting for its turn: the calls for one collection are made one after the other; when its turn comes, the"
                        + " call for this resource is sent if it is wanted still",
                memory,
                new Step.Look());
    }

    /** A call that was made elsewhere is settled by what is seen there, and by nothing else. */
    static Plan unsettled(Situation situation, Memory memory) {
        if (situation.flight() == Flight.OVERDUE && Endpoints.changed(situation)) {
            return Endpoints.held(situation, memory);
        }
        return sought(situation, memory)
                .orElseGet(() -> Plan.of(
                        Reason.OUTCOME_UNKNOWN,
                        "a call to the server is under way or its outcome is unknown; the server is asked again",
                        memory,
                        new Step.Look()));
    }

    /**
     * What a drop did is seen in its own collection only, whatever has its name by now. An attempt is remembered only
     * while nobody has seen what it did.
     */
    static Optional<Plan> sought(Situation situation, Memory memory) {
        boolean settling = !situation.flight().aloft()
                && memory.attempted()
                && memory.openIntent().isEmpty();
        return settling ? Target.astray(situation).map(locate -> sought(situation, memory, locate)) : Optional.empty();
    }

    private static Plan sought(Situation situation, Memory memory, Step locate) {
        if (situation.home() instanceof Observation.Elsewhere elsewhere
                && elsewhere.why().reason() == Reason.OBSERVING) {
            return Plan.of(
                    Reason.OUTCOME_UNKNOWN,
                    "a drop was sent, and the recorded collection is "
                            + elsewhere.found().collection() + " now; asking there what the drop did",
                    memory,
                    locate);
        }
        return unseen(situation.home())
                .map(why -> Plan.of(why.reason(), why.message(), memory, locate))
                .orElseGet(() -> Plan.of(
                        Reason.OUTCOME_UNKNOWN,
                        "a drop was sent, and the recorded collection is not found by its name; looking for it by its id"
                                + " to learn what the drop did",
                        memory,
                        locate));
    }

    private static Optional<Observation.Unknown> unseen(Observation home) {
        if (home instanceof Observation.Elsewhere elsewhere) {
            return Optional.of(elsewhere.why());
        }
        return home instanceof Observation.Unknown unknown ? Optional.of(unknown) : Optional.empty();
    }
}
