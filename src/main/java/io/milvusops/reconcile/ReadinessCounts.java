package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.ops.ReadinessCount;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts the resources as their status tells, from the watch's cache. */
record ReadinessCounts(IndexerResourceCache<MilvusPartition> cache) {

    private record Ready(String status, String reason) {
        static final Ready UNTOLD = new Ready("Unknown", "Untold");
    }

    /** How many resources say what, in no order. */
    Collection<ReadinessCount> readiness() {
        return cache
                .list(resource -> true)
                .map(ReadinessCounts::ready)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .map(state -> new ReadinessCount(
                        state.getKey().status(), state.getKey().reason(), state.getValue()))
                .toList();
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
