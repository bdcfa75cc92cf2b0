package io.milvusops.partition;

import java.util.Map;

/** The load states of all partitions of a collection at one moment; a name that is not known is not loaded. */
public record LoadStates(Map<String, LoadState> byPartition) {

    public LoadStates {
        byPartition = Map.copyOf(byPartition);
    }

    public LoadState of(String partition) {
        return byPartition.getOrDefault(partition, LoadState.NOT_LOADED);
    }
}
