package io.milvusops.partition;

import java.time.Instant;
import java.util.Optional;

/**
 * The drop that was ordered.
 *
 * @param incarnation what it is for; empty when there was nothing to drop
 * @param generation the resource's generation that gave it
 * @param requestedAt when it was first seen, to the second
 * @param reservedAt when it was counted in the budget of its connection: once, however often its drop is tried
 */
public record Order(
        Optional<Incarnation> incarnation,
        Stage stage,
        long generation,
        Instant requestedAt,
        Optional<Instant> reservedAt) {

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
        return new Order(incarnation, reached, generation, requestedAt, reservedAt);
    }

    /** The same, of which nothing was sent. */
    Order unsent() {
        return stage == Stage.ATTEMPTED ? at(Stage.REQUESTED) : this;
    }

    Order reserved(Instant moment) {
        return new Order(incarnation, stage, generation, requestedAt, Optional.of(moment));
    }

    /** Whether it is the order that this generation gave for this incarnation. */
    boolean isFor(Optional<Incarnation> wanted, long ordering) {
        return incarnation.equals(wanted) && generation == ordering;
    }
}
