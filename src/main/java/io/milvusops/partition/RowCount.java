package io.milvusops.partition;

/** How many rows a partition holds, as well as that can be known; "not known" is never zero. */
public sealed interface RowCount {

    /** What a number says about the true one. */
    enum Bound {
        /** Counted by a strongly consistent query: deleted rows are not in it, unflushed ones are. */
        EXACT,
        /** From the statistics after a flush: deleted rows may still be in it, and none is missing. */
        AT_MOST,
        /** By a query that may have missed rows: the true number is this one or a larger one. */
        AT_LEAST
    }

    /** A number. */
    record Counted(long rows, Bound bound) implements RowCount {}

    /** None, and why: the message is safe to show. */
    record Uncountable(Reason reason, String message) implements RowCount {}

    /** What a failed question means for a count. */
    static RowCount failed(ServerException failure) {
        return new Uncountable(failure.reason(), String.valueOf(failure.getMessage()));
    }
}
