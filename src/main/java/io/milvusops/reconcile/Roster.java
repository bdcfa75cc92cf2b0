package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.milvusops.partition.CollectionAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which resource has which uid, and which resources a collection concerns. Thread-safe. */
final class Roster {

    private final Map<String, ResourceID> ids = new ConcurrentHashMap<>();
    private final Map<String, CollectionAddress> collections = new ConcurrentHashMap<>();
    private final Map<CollectionAddress, Set<String>> members = new ConcurrentHashMap<>();

    void enter(String uid, ResourceID id, CollectionAddress collection) {
        ids.put(uid, id);
        CollectionAddress before = collections.put(uid, collection);
        if (before != null && !before.equals(collection)) {
            leave(uid, before);
        }
        members.computeIfAbsent(collection, address -> ConcurrentHashMap.newKeySet())
                .add(uid);
    }

    /** Forgets a resource; the collection is returned when it was the last one there. */
    Optional<CollectionAddress> forget(String uid) {
        ids.remove(uid);
        CollectionAddress collection = collections.remove(uid);
        return collection != null && leave(uid, collection) ? Optional.of(collection) : Optional.empty();
    }

    private boolean leave(String uid, CollectionAddress collection) {
        members.computeIfPresent(collection, (same, uids) -> {
            uids.remove(uid);
            return uids.isEmpty() ? null : uids;
        });
        return !members.containsKey(collection);
    }

    Optional<ResourceID> id(String uid) {
        return Optional.ofNullable(ids.get(uid));
    }

    Set<String> members(CollectionAddress collection) {
        return Set.copyOf(members.getOrDefault(collection, Set.of()));
    }
}
