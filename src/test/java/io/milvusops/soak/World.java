package io.milvusops.soak;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is on one Milvus server now.
 *
 * @param collections by their real names, each with its partitions and their ids
 * @param loaded the partitions that are loaded
 * @param rows how many rows somebody has put into a partition; none where nothing is said
 */
record World(
        Map<String, Map<String, Long>> collections,
        Map<String, String> aliases,
        Set<Long> loaded,
        Map<Long, Long> rows) {

    static final World EMPTY = new World(Map.of(), Map.of(), Set.of(), Map.of());

    World with(Map<Long, Long> counted) {
        return new World(collections, aliases, loaded, counted);
    }

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

    boolean hasLoaded(long partitionId) {
        return has(partitionId) && loaded.contains(partitionId);
    }

    /** None where there is no such partition. */
    long rowsOf(long partitionId) {
        return has(partitionId) ? rows.getOrDefault(partitionId, 0L) : 0;
    }
}
