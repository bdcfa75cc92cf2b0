package io.milvusops.lane;

import io.milvusops.partition.Reason;
import java.util.OptionalLong;

/** What became of a write. Whether the world changed is told by the snapshot published before it. */
public sealed interface Outcome {

    /**
     * The server answered success.
     *
     * @param rows the rows of a dropped partition as they were counted for its guard, else by the server's statistics;
     *     empty when they could not be had
     * @param answeredNanos the monotonic instant of the answer: a list that begins later shows its effect
     */
    record Answered(OptionalLong rows, long answeredNanos) implements Outcome {}

    /** The call was not sent, or the server refused it: nothing changed. */
    record Refused(Reason reason, String message) implements Outcome {}

    /**
     * It may have been carried out, or still be. Only a list begun after that monotonic instant settles it.
     */
    record Unknown(Reason reason, String message, long settledAfterNanos) implements Outcome {}
}
