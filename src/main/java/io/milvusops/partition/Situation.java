package io.milvusops.partition;

import java.time.Instant;

/**
 * All that the decision depends on.
 *
 * @param now the wall clock, to the second
 * @param losses whether what the list says is missing may be believed
 */
public record Situation(
        Wish wish,
        Memory memory,
        Access access,
        Standing standing,
        Observation observation,
        Flight flight,
        KindState kind,
        Losses losses,
        Instant now) {

    /** How far a list that shows partitions missing is to be believed. */
    public enum Losses {
        CREDIBLE,
        /** More than half of the collection's bound partitions are missing at once: ask again before believing it. */
        DOUBTED
    }
}
