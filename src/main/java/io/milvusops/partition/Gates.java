package io.milvusops.partition;

import io.milvusops.partition.Plan.Notice;
import io.milvusops.partition.Wish.AdoptionPolicy;
import io.milvusops.partition.Wish.Lifecycle;
import java.util.Optional;
import java.util.function.Predicate;

/** The gates that ask the living: may we, and does anybody else want the partition? Empty means passed. */
final class Gates {

    private Gates() {}

    /** The way to the server, without which nothing can be asked. */
    static Optional<Plan> access(Situation situation) {
        return situation.access() instanceof Access.Withheld ? leave(situation) : Optional.empty();
    }

    /** Not paused, and still allowed by the connection. */
    static Optional<Plan> leave(Situation situation) {
        Memory memory = held(situation);
        if (situation.wish().activity().paused()) {
            return Optional.of(
                    Plan.of(Reason.PAUSED, paused(situation, "nothing is dropped"), memory, new Step.Rest()));
        }
        if (situation.access() instanceof Access.Withheld withheld) {
            return Optional.of(Plan.of(withheld.reason(), withheld.message(), memory, new Step.Rest()));
        }
        return Optional.empty();
    }

    /** What is paused by whom, and until when. */
    static String paused(Situation situation, String what) {
        String where = situation.wish().activity() == Wish.Activity.CONNECTION_PAUSED
                ? "the MilvusConnection of this resource"
                : "this resource";
        return what + "; it goes on when the annotation milvusops.io/paused is removed from " + where;
    }

    /** A drop of another resource goes by the name: what is created before it is settled may be what it hits. */
    static Optional<Plan> attempt(Situation situation, Memory memory, Snapshot snapshot) {
        long collection = snapshot.collection().id();
        return awaited(situation, memory, sent -> sent.collectionId() == collection, "a partition of this name");
    }

    /** What another resource may still be dropping is not taken over: it may be gone in the next moment. */
    static Optional<Plan> attempt(Situation situation, Memory memory, Incarnation seen) {
        return awaited(situation, memory, seen::equals, "this partition");
    }

    private static Optional<Plan> awaited(
            Situation situation, Memory memory, Predicate<Incarnation> concerned, String what) {
        if (!(situation.standing() instanceof Standing.Owner owner)) {
            return Optional.empty();
        }
        return owner.attempts().stream()
                .filter(attempt -> concerned.test(attempt.incarnation()))
                .filter(attempt -> !attempt.settledBy(situation.observation()))
                .findFirst()
                .map(attempt -> Plan.of(
                        Reason.OUTCOME_UNKNOWN,
                        attempt.resource() + " may still be dropping " + what
                                + "; this resource goes on when that is settled",
                        memory,
                        new Step.Look()));
    }

    /** Drops go by name: a second one for the same partition could hit what is made after the first. */
    static Optional<Plan> rival(Situation situation) {
        Memory memory = held(situation);
        return memory.binding().map(Binding::incarnation).flatMap(recorded -> attempt(situation, memory, recorded));
    }

    /** A live resource that wants the partition present keeps it. */
    static Optional<Plan> successor(Situation situation) {
        return situation.standing() instanceof Standing.Heir heir
                ? Target.gone(situation).or(() -> Optional.of(handingOver(situation, heir)))
                : Optional.empty();
    }

    /** What is remembered of an order that is held here: what was not sent by now is not under way. */
    private static Memory held(Situation situation) {
        return situation.unresolved() ? situation.memory() : situation.memory().withoutAttempt();
    }

    private static Plan handingOver(Situation situation, Standing.Heir heir) {
        Memory memory = held(situation);
        Optional<Incarnation> ours = memory.binding().map(Binding::incarnation);
        boolean taken = ours.isPresent() && ours.equals(heir.bound());
        if (situation.wish().lifecycle() == Lifecycle.LIVE && (taken || ours.isEmpty())) {
            return Plan.of(
                    Reason.CLAIMED_BY_OTHER,
                    stillWanted(situation, heir, ours.isPresent()),
                    situation.unresolved() ? memory : memory.withoutOpenOrder(),
                    new Step.Rest());
        }
        String message = heir.name() + " wants this partition present and takes it over; this resource lets it go when"
                + " that one has recorded "
                + ours.map(ids -> "partition id " + ids.partitionId()).orElse("the partition")
                + " where its name leads, under its own finalizer, and drops it where that one wants it no more"
                + exit(situation, heir);
        Step idle = situation.observation() instanceof Observation.Unknown ? new Step.Look() : new Step.Rest();
        Step wait = Target.astray(situation).orElse(idle);
        return taken
                ? Plan.of(
                                Reason.HANDING_OVER,
                                heir.name() + " wants this partition present and has recorded it: it is not dropped",
                                memory,
                                new Step.LetGo())
                        .announcing(Notice.KEPT)
                : Plan.of(Reason.HANDING_OVER, message, memory, wait);
    }

    private static String exit(Situation situation, Standing.Heir heir) {
        if (situation.observation() instanceof Observation.Listed) {
            return "; to drop it instead, delete " + heir.name() + " or set its spec.ensure: absent";
        }
        return situation.observation() instanceof Observation.Unknown unknown && unknown.reason() != Reason.OBSERVING
                ? "; it is not seen now: " + unknown.message()
                : "";
    }

    /** An absence is a standing order: whoever reads only that nothing is dropped takes that for a promise. */
    private static String stillWanted(Situation situation, Standing.Heir heir, boolean recorded) {
        boolean dropped = recorded || situation.wish().adoptionPolicy() == AdoptionPolicy.ADOPT;
        return heir.name() + " wants this partition present: it is not dropped as long as that one does"
                + (dropped ? ", and is dropped when that one goes" : "")
                + "; to go on, delete " + heir.name() + " or set its spec.ensure: absent";
    }
}
