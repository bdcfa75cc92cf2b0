package io.milvusops.soak;

import java.util.ArrayList;
import java.util.List;

/** How many rows other clients have put where. Thread-safe. */
final class RowHistory {

    /** Counting, releasing and dropping take so long at most. */
    private static final long COUNT = 15_000;

    private record Rows(String endpoint, long partitionId, long rows, long at) {}

    private final List<Rows> all = new ArrayList<>();

    synchronized void set(String endpoint, long partitionId, long rows, long at) {
        all.add(new Rows(endpoint, partitionId, rows, at));
    }

    /** The fewest rows that a count shortly before that moment can have found. */
    synchronized long least(String endpoint, long partitionId, long moment) {
        long before = 0;
        long least = Long.MAX_VALUE;
        for (Rows rows : all) {
            if (rows.endpoint().equals(endpoint) && rows.partitionId() == partitionId && rows.at() <= moment) {
                if (rows.at() < moment - COUNT) {
                    before = rows.rows();
                } else {
                    least = Math.min(least, rows.rows());
                }
            }
        }
        return Math.min(before, least);
    }
}
