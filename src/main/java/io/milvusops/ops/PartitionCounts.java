package io.milvusops.ops;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How many partitions say what.
 *
 * @param readiness those in each state, in no order
 * @param blockedDrops those whose drop waits, by the reason of that; from a fixed vocabulary, too
 */
public record PartitionCounts(Collection<ReadinessCount> readiness, Map<String, Long> blockedDrops) {

    /** Of a process that does not look at them. */
    public static final PartitionCounts NONE = new PartitionCounts(List.of(), Map.of());
}
