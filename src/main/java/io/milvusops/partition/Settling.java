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
     * What a call did is seen in its own collection only, whatever has the name by now. An attempt is remembered only
     * while nobody has seen what it did.
     */
    static Optional<Plan> sought(Situation situation, Memory memory) {
        if (memory.openIntent().isPresent()) {
            return creation(situation, memory);
        }
        boolean dropping = !situation.flight().aloft() && memory.attempted();
        return dropping
                ? Target.astray(situation).map(locate -> sought(situation, memory, "drop", locate))
                : Optional.empty();
    }

    /**
     * The list that shows what is recorded, where no drop of it was sent: whatever else was sent, only a drop has to wait
     * until that is over.
     */
    static Optional<Snapshot> recorded(Situation situation, Memory memory) {
        if (situation.flight() == Flight.QUEUED
                || memory.attempted()
                || !(situation.observation() instanceof Observation.Listed listed)) {
            return Optional.empty();
        }
        String partition = situation.wish().address().partition();
        return memory.binding()
                .map(Binding::incarnation)
                .filter(ids -> listed.snapshot().shows(partition, ids))
                .map(ids -> listed.snapshot());
    }

    /** What is said and asked of a creation that was sent: until nobody knows better, nothing else matters. */
    static Optional<Plan> sent(Situation situation, Memory memory) {
        boolean open = situation.flight() == Flight.UNSETTLED || situation.flight() == Flight.OVERDUE;
        return memory.openIntent()
                .flatMap(intent -> open ? Optional.of(unsettled(situation, memory)) : creation(situation, memory));
    }

    /** The same of a creation: until its own collection was seen it may be there, and would be left there. */
    static Optional<Plan> creation(Situation situation, Memory memory) {
        boolean settling =
                situation.flight() == Flight.OVERDUE || situation.flight().ended();
        return memory.openIntent().filter(open -> settling).flatMap(intent -> creation(situation, memory, intent));
    }

    private static Optional<Plan> creation(Situation situation, Memory memory, Intent intent) {
        if (Endpoints.changed(situation)) {
            return Optional.of(Endpoints.held(situation, memory));
        }
        if (situation.observation() instanceof Observation.Unknown unknown) {
            return Optional.of(Plan.of(unknown.reason(), unknown.message(), memory, new Step.Look()));
        }
        return unproven(situation, memory, intent)
                .or(() -> Target.astray(situation).map(locate -> sought(situation, memory, "creation", locate)));
    }

    /** One list of its collection that lacks the partition is no proof that nothing came of it. */
    private static Optional<Plan> unproven(Situation situation, Memory memory, Intent intent) {
        String partition = situation.wish().address().partition();
        return situation.flight().ended()
                        && situation.home() instanceof Observation.Listed listed
                        && intent.isFor(listed.snapshot())
                        && listed.snapshot().find(partition).isEmpty()
                        && !listed.snapshot().denies(partition)
                ? Optional.of(Missing.unproven(memory, listed.snapshot(), partition))
                : Optional.empty();
    }

    private static Plan sought(Situation situation, Memory memory, String call, Step locate) {
        if (situation.home() instanceof Observation.Elsewhere elsewhere
                && elsewhere.why().reason() == Reason.OBSERVING) {
            return Plan.of(
                    Reason.OUTCOME_UNKNOWN,
                    "a " + call + " was sent, and its collection is "
                            + elsewhere.found().collection() + " now; asking there what it did",
                    memory,
                    locate);
        }
        return unseen(situation.home())
                .map(why -> Plan.of(why.reason(), why.message(), memory, locate))
                .orElseGet(() -> Plan.of(
                        Reason.OUTCOME_UNKNOWN,
                        "a " + call + " was sent, and its collection is not found by its name; looking for it by its id"
                                + " to learn what it did",
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
