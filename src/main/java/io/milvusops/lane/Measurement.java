package io.milvusops.lane;

import io.milvusops.partition.Incarnation;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount;
import java.util.Optional;

/** What one look at a partition has shown. */
public sealed interface Measurement {

    /**
     * It is there.
     *
     * @param incarnation as the list of the same turn shows it
     * @param rows a number, or why there is none
     * @param loadState as told before the rows were counted; empty when the server did not tell
     */
    record Taken(Incarnation incarnation, RowCount rows, Optional<LoadState> loadState) implements Measurement {}

    /** It could not be looked at, or is not there. */
    record Failed(Reason reason, String message) implements Measurement {}
}
