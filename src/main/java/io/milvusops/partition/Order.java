package io.milvusops.partition;

import java.time.Instant;
import java.util.Optional;

/**
 * The drop that was ordered.
 *
 * @param incarnation what it is for; empty when there was nothing to drop
 * @param generation the resource's generation that gave it
 * @param requestedAt when it was first seen, to the second
 */
public record Order(Optional<Incarnation> incarnation, Stage stage, long generation, Instant requestedAt) {

    /** How far it got. */
    public enum Stage {
        /** Seen, and held back: nothing was sent. */
        REQUESTED,
        /** Recorded before the call was sent: it may or may not have happened. */
        ATTEMPTED,
        /** The partition was seen gone after our drop. */
        DROPPED,
        /** It was gone, or never there, without a drop of ours. */
        NOTHING_TO_DROP
    }

    /** Whether the order is fulfilled. */
    public boolean fulfilled() {
        return stage == Stage.DROPPED || stage == Stage.NOTHING_TO_DROP;
    }

    Order at(Stage reached) {
        return new Order(incarnation, reached, generation, requestedAt);
    }

    /** Whether it is the order that this generation gave for this incarnation. */
    boolean isFor(Optional<Incarnation> wanted, long ordering) {
        return incarnation.equals(wanted) && generation == ordering;
    }
}
