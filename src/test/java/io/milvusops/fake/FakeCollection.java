package io.milvusops.fake;

import java.util.LinkedHashMap;
import java.util.Map;

/** One collection; guarded by its world. */
final class FakeCollection {

    static final String DEFAULT_PARTITION = "_default";

    final long id;
    final boolean partitionKey;
    final Map<String, FakePartition> partitions = new LinkedHashMap<>();
    String name;
    /** Loaded as a whole: new partitions are loaded with it. */
    boolean whollyLoaded;

    FakeCollection(long id, String name, boolean partitionKey) {
        this.id = id;
        this.name = name;
        this.partitionKey = partitionKey;
    }

    FakePartition partition(String partition) {
        FakePartition found = partitions.get(partition);
        if (found == null) {
            throw new IllegalArgumentException("the test named a partition that is not there: " + partition);
        }
        return found;
    }

    boolean anythingLoaded() {
        return partitions.values().stream().anyMatch(partition -> partition.loaded);
    }
}
