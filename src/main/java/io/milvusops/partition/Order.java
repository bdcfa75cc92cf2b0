package io.milvusops.partition;

import java.util.Optional;

/**
 * The drop that was ordered.
 *
 * @param incarnation what it is for; empty when there was nothing to drop
 * @param generation the resource's generation that gave it
 */
public record Order(Optional<Incarnation> incarnation, Stage stage, long generation) {

    /** How far it got. */
    public enum Stage {
        /** Recorded before the call was sent: it may or may not have happened. */
        ATTEMPTED,
        /** The partition was seen gone after our drop. */
        DROPPED,
        /** It was gone, or never there, without a drop of ours. */
        NOTHING_TO_DROP
    }

    /** Whether the order is fulfilled. */
    public boolean fulfilled() {
        return stage != Stage.ATTEMPTED;
    }
}
