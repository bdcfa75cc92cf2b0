package io.milvusops.partition;

import io.milvusops.partition.Plan.Notice;
import io.milvusops.partition.Wish.OnExternalDrop;
import java.util.Optional;
import java.util.OptionalLong;

/** What becomes of a partition that is wanted and that a list does not show: proof first, then repair or report. */
final class Missing {

    private Missing() {}

    static Plan decide(Situation situation, Memory memory, Snapshot snapshot) {
        String partition = situation.wish().address().partition();
        boolean lost = memory.current().isPresent();
        if (lost && !snapshot.denies(partition)) {
            return unproven(memory, snapshot, partition);
        }
        if (lost && situation.wish().onExternalDrop() == OnExternalDrop.REPORT) {
            return reported(situation, memory, snapshot);
        }
        if (situation.wish().activity().paused()) {
            return Plan.of(Reason.PAUSED, Gates.paused(situation, "the partition is missing"), memory, new Step.Rest());
        }
        return Gates.attempt(situation, memory, snapshot).orElseGet(() -> create(situation, memory, snapshot, lost));
    }

    private static Plan reported(Situation situation, Memory memory, Snapshot snapshot) {
        Optional<Fate> fate = Former.unblamed(situation, snapshot);
        Plan plan = Plan.of(
                Reason.EXTERNALLY_DROPPED,
                fate.map(Fate::told).orElse("the partition was dropped by somebody else")
                        + "; set spec.onExternalDrop to Recreate, or delete this resource",
                memory,
                new Step.Rest());
        return fate.map(plan::leaving).orElse(plan);
    }

    /** One list that lacks a partition is no proof: whoever dropped nothing asks in another way, too. */
    static Plan unproven(Memory memory, Snapshot snapshot, String partition) {
        Step ask = new Step.Verify(snapshot.address());
        return snapshot.doubt(partition)
                .map(doubt -> Plan.of(doubt.reason(), doubt.message(), memory, ask))
                .orElseGet(() -> Plan.of(
                        Reason.INCOMPLETE_ANSWER,
                        "the list does not show the partition; asking the server for it by its name",
                        memory,
                        ask));
    }

    /** The intent is written anew before each try, so that it explains nothing that is older than the try. */
    private static Plan create(Situation situation, Memory memory, Snapshot snapshot, boolean lost) {
        if (situation.flight() == Flight.ARMED
                && situation.memory().openIntent().isPresent()) {
            return Plan.of(Reason.CREATING, "creating the partition", memory, new Step.Create());
        }
        if (!memory.order().equals(situation.memory().order())) {
            // An order that was given up is forgotten first: what the creation does would be taken for its drop's
            // doing.
            return Plan.of(Reason.CREATING, "creating the partition", memory, new Step.Remember());
        }
        OptionalLong replaces = memory.binding()
                .map(binding -> OptionalLong.of(binding.incarnation().partitionId()))
                .orElseGet(OptionalLong::empty);
        Intent intent = new Intent(
                snapshot.address().endpoint(),
                snapshot.collection().id(),
                snapshot.listing().fingerprint(),
                snapshot.listing().newestCreation(),
                replaces,
                situation.wish().generation());
        Plan plan =
                Plan.of(Reason.CREATING, "creating the partition", memory.intending(intent), new Step.Intend(intent));
        return lost ? Former.leave(situation, snapshot, plan.announcing(Notice.LOST)) : plan;
    }

    /** The outcome of a drop that was ordered before is put on record, and is not what is wanted now. */
    static Optional<Plan> undone(Situation situation) {
        return Fulfilment.attempted(situation).map(plan -> plan.step() instanceof Step.Remember ? anew(plan) : plan);
    }

    private static Plan anew(Plan dropped) {
        return new Plan(
                Reason.CREATING,
                "the partition was dropped as it was ordered before; creating it again",
                dropped.memory(),
                dropped.step(),
                dropped.notice());
    }
}
