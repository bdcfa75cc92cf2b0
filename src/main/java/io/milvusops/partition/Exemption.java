package io.milvusops.partition;

import io.milvusops.partition.Plan.Notice;
import io.milvusops.partition.Wish.DeletionPolicy;
import io.milvusops.partition.Wish.Lifecycle;
import java.util.Optional;

/** The first gate: a deletion that is no order to drop anything lets the resource go and says why. */
final class Exemption {

    private Exemption() {}

    static Optional<Plan> of(Situation situation) {
        Memory memory = situation.memory();
        if (situation.wish().lifecycle() == Lifecycle.ABANDONED) {
            return Optional.of(
                    kept(Reason.ABANDONED, "abandoned: the partition is left as it is" + doubt(situation), memory));
        }
        if (situation.wish().lifecycle() == Lifecycle.UNHELD) {
            return Optional.of(Plan.of(
                    Reason.ABANDONED,
                    "being deleted without the finalizer milvusops.io/partition: the partition is left as it is",
                    memory,
                    new Step.LetGo()));
        }
        if (situation.wish().deletionPolicy() == DeletionPolicy.RETAIN) {
            return Optional.of(kept(
                    Reason.RETAINED, "deletionPolicy is Retain: the partition is kept" + doubt(situation), memory));
        }
        if (memory.binding().isEmpty() && memory.openIntent().isEmpty()) {
            return Optional.of(neverBound(memory));
        }
        if (situation.kind() == KindState.BEING_DELETED) {
            return Optional.of(kept(
                    Reason.KIND_BEING_DELETED,
                    "the CustomResourceDefinition is being deleted: uninstalling drops nothing" + doubt(situation),
                    memory));
        }
        return Optional.empty();
    }

    /** Nothing more is dropped; what was sent before the resource was let go may have been. */
    private static String doubt(Situation situation) {
        boolean elsewhere = situation.flight().ended() && (Endpoints.changed(situation) || Endpoints.left(situation));
        return (elsewhere || situation.flight() == Flight.OVERDUE || situation.flight() == Flight.INHERITED)
                        && situation.memory().attempted()
                ? "; but a drop was sent before, and the server has not shown since whether it took effect"
                : "";
    }

    static Plan neverBound(Memory memory) {
        return kept(Reason.NEVER_BOUND, "this resource never owned the partition", memory);
    }

    private static Plan kept(Reason reason, String message, Memory memory) {
        return Plan.of(reason, message, memory, new Step.LetGo()).announcing(Notice.KEPT);
    }
}
