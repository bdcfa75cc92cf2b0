package io.milvusops.partition;

import io.milvusops.partition.Binding.Origin;
import io.milvusops.partition.Order.Stage;
import io.milvusops.partition.Plan.Notice;

/** An order covers one incarnation: what appears under the name after it was fulfilled is not touched. */
final class Reappearance {

    private Reappearance() {}

    static Plan decide(Situation situation, Memory memory) {
        Plan done = dropped(memory)
                ? Plan.of(Reason.DROPPED, "the partition was dropped", memory, new Step.Rest())
                : Plan.of(
                        Reason.ABSENT,
                        "there is no such partition" + MissingCollection.cause(situation),
                        memory,
                        new Step.Rest());
        if (situation.observation() instanceof Observation.Unknown unknown) {
            return unseen(situation, memory, done, unknown);
        }
        if (!(situation.observation() instanceof Observation.Listed listed)) {
            return done;
        }
        Snapshot snapshot = listed.snapshot();
        return snapshot.find(situation.wish().address().partition())
                .map(entry -> reappeared(situation, memory, snapshot, entry))
                .orElse(done);
    }

    private static boolean dropped(Memory memory) {
        return memory.order().filter(order -> order.stage() == Stage.DROPPED).isPresent();
    }

    /**
     * What was done stays done while the server is silent, and it is asked: nobody else may ask about this collection. A
     * later generation may have wanted the partition in between, so that of its order nothing is known yet.
     */
    private static Plan unseen(Situation situation, Memory memory, Plan done, Observation.Unknown unknown) {
        boolean later = memory.order()
                .filter(order -> order.generation() < situation.wish().generation())
                .isPresent();
        if (situation.access() instanceof Access.Withheld withheld) {
            return later ? Plan.of(withheld.reason(), withheld.message(), memory, new Step.Rest()) : done;
        }
        return later
                ? Plan.of(unknown.reason(), unknown.message(), memory, new Step.Look())
                : Plan.of(done.reason(), done.message(), memory, new Step.Look());
    }

    private static Plan reappeared(Situation situation, Memory memory, Snapshot snapshot, Entry entry) {
        if (Endpoints.finishedElsewhere(situation)) {
            return Endpoints.held(situation, memory);
        }
        if (situation.standing() instanceof Standing.Heir heir) {
            return Plan.of(
                    Reason.REAPPEARED,
                    appeared(memory, entry) + ", and " + heir.name() + " wants it present: it is left alone",
                    memory,
                    new Step.Rest());
        }
        if (Acceptance.covers(situation, entry) && !snapshot.byAlias()) {
            return Planner.bind(situation, memory, snapshot, entry, Origin.ADOPTED)
                    .announcing(Notice.ADOPTED);
        }
        return Plan.of(
                        Reason.REAPPEARED,
                        appeared(memory, entry) + "; it is left alone until " + Acceptance.asked(entry)
                                + " orders its drop" + Acceptance.remark(situation),
                        memory,
                        new Step.Rest())
                .offering(entry);
    }

    private static String appeared(Memory memory, Entry entry) {
        boolean recorded = memory.binding()
                .filter(bound -> bound.incarnation().partitionId() == entry.id())
                .isPresent();
        if (recorded) {
            return "the recorded partition is there again (id " + entry.id() + ")";
        }
        return "a partition of this name appeared after " + (dropped(memory) ? "the drop" : "none was there") + " (id "
                + entry.id() + ")";
    }
}
