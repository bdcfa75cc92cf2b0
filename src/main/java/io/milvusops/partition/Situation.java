package io.milvusops.partition;

import java.time.Instant;

/**
 * All that the decision depends on.
 *
 * @param observation of the collection that the resource names, or for one that gives its partition up of the recorded
 *     one, wherever that is now
 * @param home what is known of the collection of {@link Memory#home}, wherever that is now, also where the resource is
 *     live
 * @param now the wall clock, to the second
 */
public record Situation(
        Wish wish,
        Memory memory,
        Access access,
        Standing standing,
        Observation observation,
        Observation home,
        Flight flight,
        KindState kind,
        Budget budget,
        Instant now) {

    /**
     * The same, without an intent that nothing came of: a partition that appears under its name later is a stranger's,
     * however well the intent would explain it.
     */
    public Situation believed() {
        return flight == Flight.NONE
                ? new Situation(
                        wish, memory.withoutIntent(), access, standing, observation, home, flight, kind, budget, now)
                : this;
    }

    /** Whether a call may have been sent whose effect is not on record: what tells of it is not forgotten. */
    boolean unresolved() {
        return flight.open() || (flight.ended() && memory.attempted() && !Fulfilment.leftBehind(this));
    }
}
