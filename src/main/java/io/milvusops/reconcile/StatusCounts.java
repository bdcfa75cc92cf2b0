package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.ops.PartitionCounts;
import io.milvusops.ops.ReadinessCount;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts the resources as their status tells, from the watch's cache. */
record StatusCounts(IndexerResourceCache<MilvusPartition> cache) {

    private record Ready(String status, String reason) {
        static final Ready UNTOLD = new Ready("Unknown", "Untold");
    }

    /** How many resources say what, each as it was at one moment. */
    PartitionCounts partitions() {
        return cache.list(resource -> true)
                .collect(Collectors.teeing(
                        Collectors.groupingBy(StatusCounts::ready, Collectors.counting()),
                        Collectors.flatMapping(
                                resource -> blocked(resource).stream(),
                                Collectors.groupingBy(Condition::reason, Collectors.counting())),
                        (ready, blocked) -> new PartitionCounts(readiness(ready), blocked)));
    }

    private static Collection<ReadinessCount> readiness(Map<Ready, Long> counted) {
        return counted.entrySet().stream()
                .map(state -> new ReadinessCount(
                        state.getKey().status(), state.getKey().reason(), state.getValue()))
                .toList();
    }

    private static Optional<Condition> blocked(MilvusPartition resource) {
        return Conditions.find(Conditions.of(resource), Statuses.DROP_BLOCKED)
                .filter(condition -> condition.status() == ConditionStatus.TRUE);
    }

    private static Ready ready(MilvusPartition resource) {
        return Conditions.ready(resource)
                .map(condition -> new Ready(text(condition.status()), condition.reason()))
                .orElse(Ready.UNTOLD);
    }

    private static String text(ConditionStatus status) {
        return switch (status) {
            case TRUE -> "True";
            case FALSE -> "False";
            case UNKNOWN -> "Unknown";
        };
    }

    /** How many resources cannot be read. */
    int unreadable() {
        return (int) cache.list(resource -> !resource.unreadable().isEmpty()).count();
    }
}
