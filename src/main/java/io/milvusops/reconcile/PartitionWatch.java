package io.milvusops.reconcile;

import io.milvusops.api.MilvusPartition;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the watch of the partitions shows, and how far it has told of that. The framework keeps a version first and tells
 * of it on another thread, one after the other: what has been shown may not have been heard by the claims, and when a
 * version was told of, all that the watch brought before it was told of, too. Thread-safe.
 */
final class PartitionWatch {

    private final Function<MilvusPartition, Optional<MilvusPartition>> store;

    /** By uid, the version that was told of last. */
    private final Map<String, String> told = new ConcurrentHashMap<>();

    PartitionWatch(Function<MilvusPartition, Optional<MilvusPartition>> store) {
        this.store = store;
    }

    /** What has the resource's name now. */
    Optional<MilvusPartition> shown(MilvusPartition resource) {
        return store.apply(resource);
    }

    /** The event of this version came, and what it claims is known. */
    void told(MilvusPartition resource) {
        told.put(resource.getMetadata().getUid(), resource.getMetadata().getResourceVersion());
    }

    /** The version of the resource that was told of last. */
    Optional<String> told(String uid) {
        return Optional.ofNullable(told.get(uid));
    }

    /** The resource is gone. */
    void forget(String uid) {
        told.remove(uid);
    }
}
