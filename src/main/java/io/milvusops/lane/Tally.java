package io.milvusops.lane;

import io.milvusops.partition.RowCount;
import java.util.OptionalLong;

/**
 * A count and, where it was read, what the server's statistics said beside it.
 *
 * @param statistics for the record of a drop
 */
record Tally(RowCount rows, OptionalLong statistics) {}
