package io.milvusops.partition;

import io.milvusops.partition.Wish.Lifecycle;
import java.util.Optional;

/** The gates that ask the living: may we, and does anybody else want the partition? Empty means passed. */
final class Gates {

    private Gates() {}

    /** Not paused, and still allowed by the connection. */
    static Optional<Plan> leave(Situation situation) {
        Memory memory = situation.memory();
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
        return "paused: " + what + "; it goes on when the annotation milvusops.io/paused is removed from " + where;
    }

    /** A drop of another resource goes by the name: what is created before it is settled may be what it hits. */
    static Optional<Plan> attempt(Situation situation, Memory memory, Snapshot snapshot) {
        if (!(situation.standing() instanceof Standing.Owner owner)) {
            return Optional.empty();
        }
        return owner.attempts().stream()
                .filter(attempt -> attempt.incarnation().collectionId()
                        == snapshot.collection().id())
                .findFirst()
                .map(attempt -> Plan.of(
                        Reason.OUTCOME_UNKNOWN,
                        attempt.resource() + " may still be dropping a partition of this name; it is created when that"
                                + " is settled",
                        memory,
                        new Step.Look()));
    }

    /** A live resource that wants the partition present keeps it. */
    static Optional<Plan> successor(Situation situation) {
        Memory memory = situation.memory();
        if (situation.standing() instanceof Standing.Claimed claimed) {
            return Optional.of(Plan.of(
                    Reason.CLAIMED_BY_OTHER,
                    claimed.owner() + " wants this partition present: it is not dropped",
                    situation.unresolved() ? memory : memory.withoutOpenOrder(),
                    new Step.Rest()));
        }
        return situation.standing() instanceof Standing.Heir heir
                ? Target.gone(situation).or(() -> Optional.of(handingOver(situation, heir)))
                : Optional.empty();
    }

    private static Plan handingOver(Situation situation, Standing.Heir heir) {
        Memory memory = situation.memory();
        Optional<Incarnation> ours = memory.binding().map(Binding::incarnation);
        boolean taken = heir.bound().isPresent() && (ours.isEmpty() || ours.equals(heir.bound()));
        boolean leaving = situation.wish().lifecycle() != Lifecycle.LIVE;
        String message = heir.name() + " wants this partition present and takes it over; this resource goes when that"
                + " one has recorded "
                + ours.map(ids -> "partition id " + ids.partitionId()).orElse("the partition")
                + " under its own finalizer";
        Step wait = Target.astray(situation).orElseGet(Step.Rest::new);
        return Plan.of(Reason.HANDING_OVER, message, memory, taken && leaving ? new Step.LetGo() : wait);
    }
}
