package io.milvusops.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many rows other clients have put where. Thread-safe. */
final class RowHistory {

    /** Counting, releasing and dropping take so long at most. */
    private static final long COUNT = 15_000;

    private record Rows(String endpoint, long partitionId, long rows, long at) {}

    private final List<Rows> all = new ArrayList<>();

    synchronized void set(String endpoint, long partitionId, long rows, long at) {
        all.add(new Rows(endpoint, partitionId, rows, at));
    }

    /** Gives what holds the same rows under another id the same history from now on. */
    synchronized void renumbered(String endpoint, long former, long later, long at) {
        Optional.ofNullable(newest(endpoint).get(former)).ifPresent(rows -> set(endpoint, later, rows, at));
    }

    /** How many rows there are now, by the ids of the partitions; none where nothing is said. */
    synchronized Map<Long, Long> newest(String endpoint) {
        Map<Long, Long> newest = new HashMap<>();
        all.stream()
                .filter(rows -> rows.endpoint().equals(endpoint))
                .forEach(rows -> newest.put(rows.partitionId(), rows.rows()));
        return newest;
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
