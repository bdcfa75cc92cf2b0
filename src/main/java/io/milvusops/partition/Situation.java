package io.milvusops.partition;

import java.time.Instant;

/**
 * All that the decision depends on.
 *
 * @param now the wall clock, to the second
 */
public record Situation(
        Wish wish,
        Memory memory,
        Access access,
        Standing standing,
        Observation observation,
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
                ? new Situation(wish, memory.withoutIntent(), access, standing, observation, flight, kind, budget, now)
                : this;
    }
}
