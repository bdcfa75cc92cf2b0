package io.milvusops.partition;

import io.milvusops.partition.Wish.Lifecycle;
import java.util.Optional;

/** The gates that ask the living: may we, and does anybody else want the partition? Empty means passed. */
final class Gates {

    private Gates() {}

    /** Not paused, and still allowed by the connection. */
    static Optional<Plan> leave(Situation situation) {
        Memory memory = situation.memory();
        if (situation.wish().activity() == Wish.Activity.PAUSED) {
            return Optional.of(Plan.of(
                    Reason.PAUSED,
                    "paused: nothing is dropped until the annotation milvusops.io/paused is removed",
                    memory,
                    new Step.Rest()));
        }
        if (situation.access() instanceof Access.Withheld withheld) {
            return Optional.of(Plan.of(withheld.reason(), withheld.message(), memory, new Step.Rest()));
        }
        return Optional.empty();
    }

    /** A live resource that wants the partition present keeps it. */
    static Optional<Plan> successor(Situation situation) {
        Memory memory = situation.memory();
        if (situation.standing() instanceof Standing.Claimed claimed) {
            return Optional.of(Plan.of(
                    Reason.CLAIMED_BY_OTHER,
                    claimed.owner() + " wants this partition present: it is not dropped",
                    memory,
                    new Step.Rest()));
        }
        if (!(situation.standing() instanceof Standing.Heir heir)) {
            return Optional.empty();
        }
        Optional<Incarnation> ours = memory.binding().map(Binding::incarnation);
        boolean taken = heir.bound().isPresent() && (ours.isEmpty() || ours.equals(heir.bound()));
        boolean leaving = situation.wish().lifecycle() != Lifecycle.LIVE;
        return Optional.of(Plan.of(
                Reason.HANDING_OVER,
                heir.name() + " wants this partition present and takes it over",
                memory,
                taken && leaving ? new Step.LetGo() : new Step.Rest()));
    }
}
