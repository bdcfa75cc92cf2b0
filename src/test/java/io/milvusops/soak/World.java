package io.milvusops.soak;

import java.util.Map;
import java.util.Optional;

/** What is on one Milvus server now: collections by their real names, each with its partitions and their ids. */
record World(Map<String, Map<String, Long>> collections, Map<String, String> aliases) {

    boolean hasCollection(String collection) {
        return collections.containsKey(collection);
    }

    boolean isAlias(String collection) {
        return aliases.containsKey(collection);
    }

    Optional<Long> find(String collection, String partition) {
        return Optional.ofNullable(
                collections.getOrDefault(collection, Map.of()).get(partition));
    }

    boolean has(long partitionId) {
        return collections.values().stream().anyMatch(partitions -> partitions.containsValue(partitionId));
    }
}
