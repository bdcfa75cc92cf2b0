package io.milvusops.partition;

import java.time.Instant;

/** What the budget of the connection says to the order of one resource. */
public sealed interface Budget {

    /** There is none. */
    record Unlimited() implements Budget {}

    /** Something is left, so that the order may be counted. */
    record Open() implements Budget {}

    /**
     * The order was counted, by this process, whether its record tells so or not.
     *
     * @param at when
     */
    record Reserved(Instant at) implements Budget {}

    /**
     * Nothing is left.
     *
     * @param connection what users know the connection by
     * @param window as the user wrote it
     * @param until when the next window may open
     */
    record Exhausted(String connection, int spent, int limit, String window, Instant until) implements Budget {}
}
