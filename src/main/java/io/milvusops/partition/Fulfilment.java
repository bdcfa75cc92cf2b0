package io.milvusops.partition;

import io.milvusops.partition.Order.Stage;
import io.milvusops.partition.Plan.Notice;
import java.util.Optional;

/** The end of an order: what is recorded and said of a partition that is gone, or that this server knows nothing of. */
final class Fulfilment {

    private Fulfilment() {}

    /** An attempt that took effect is recorded as such, also when what is wanted has changed since. */
    static Optional<Plan> attempted(Situation situation) {
        Memory memory = situation.memory();
        if (!ours(situation) || Endpoints.changed(situation)) {
            return Optional.empty();
        }
        Incarnation recorded = memory.binding().orElseThrow().incarnation();
        if (situation.home() instanceof Observation.CollectionGone gone) {
            return gone.collectionId() == recorded.collectionId()
                    ? Optional.of(fulfilled(situation, memory))
                    : Optional.empty();
        }
        if (!(situation.home() instanceof Observation.Listed listed)
                || listed.snapshot().collection().id() != recorded.collectionId()
                || listed.snapshot().shows(recorded.partitionId())) {
            return Optional.empty();
        }
        return situation.flight() == Flight.INHERITED
                ? inherited(situation, listed.snapshot())
                : Optional.of(fulfilled(situation, memory));
    }

    /**
     * A drop that an earlier process recorded may have been refused without effect, so that a list which lacks the
     * partition is no more than that. The server is asked for the name, once; what it does not deny then is no proof, and
     * the gates decide as without an attempt.
     */
    private static Optional<Plan> inherited(Situation situation, Snapshot snapshot) {
        Memory memory = situation.memory();
        String partition = situation.wish().address().partition();
        if (snapshot.find(partition).isPresent() || snapshot.denies(partition)) {
            return Optional.of(fulfilled(situation, memory));
        }
        boolean askable = snapshot.doubt(partition).isEmpty() && situation.access() instanceof Access.Granted;
        return askable ? Optional.of(Missing.unproven(memory, snapshot, partition)) : Optional.empty();
    }

    /**
     * The order is fulfilled: the record is written before anything else happens. What our call did belongs to the order
     * that sent it, whatever was wished since: an order of the present generation would close the intent to create anew.
     */
    static Plan fulfilled(Situation situation, Memory memory) {
        Optional<Incarnation> incarnation = memory.binding().map(Binding::incarnation);
        if (ours(situation)) {
            return dropped(
                    situation, memory.ordered(memory.order().orElseThrow().at(Stage.DROPPED)));
        }
        Order done = Target.order(situation, incarnation).at(Stage.NOTHING_TO_DROP);
        if (memory.binding().isPresent() && leftBehind(situation)) {
            return Plan.of(Reason.ABSENT, Endpoints.leftBehind(situation), memory.ordered(done), new Step.Remember())
                    .announcing(Notice.LEFT_BEHIND);
        }
        return Plan.of(
                        Reason.ABSENT,
                        "there is nothing to drop" + MissingCollection.cause(situation),
                        memory.ordered(done),
                        new Step.Remember())
                .announcing(MissingCollection.unfounded(situation) ? Notice.NO_COLLECTION : Notice.ALREADY_GONE);
    }

    /** Who dropped it is known only where this process sent the call. */
    private static Plan dropped(Situation situation, Memory memory) {
        if (situation.flight() == Flight.INHERITED) {
            return Plan.of(
                            Reason.DROPPED,
                            "the partition is gone; its drop was on record when the operator started",
                            memory,
                            new Step.Remember())
                    .announcing(Notice.FOUND_DROPPED);
        }
        return Plan.of(Reason.DROPPED, "the partition was dropped", memory, new Step.Remember())
                .announcing(Notice.DROPPED);
    }

    /** Whether a call of ours may have done it: an attempt that was refused was never sent. */
    private static boolean ours(Situation situation) {
        return situation.memory().attempted() && situation.flight().ended() && !leftBehind(situation);
    }

    /** A server that was accepted instead of the recorded one says nothing of that: unless it has the collection. */
    static boolean leftBehind(Situation situation) {
        return Endpoints.left(situation)
                && situation
                        .memory()
                        .binding()
                        .filter(bound -> situation.home() instanceof Observation.Listed listed
                                && listed.snapshot().collection().id()
                                        == bound.incarnation().collectionId())
                        .isEmpty();
    }
}
