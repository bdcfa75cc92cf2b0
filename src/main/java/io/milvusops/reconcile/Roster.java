package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.milvusops.api.ConnectionKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Which resource has which uid, and which resources a collection concerns, by connection. Thread-safe. */
final class Roster {

    private final Map<String, ResourceID> ids = new ConcurrentHashMap<>();
    private final Map<String, LaneKey> lanes = new ConcurrentHashMap<>();
    private final Map<LaneKey, Set<String>> members = new ConcurrentHashMap<>();

    void enter(String uid, ResourceID id, LaneKey lane) {
        ids.put(uid, id);
        LaneKey before = lanes.put(uid, lane);
        if (before != null && !before.equals(lane)) {
            leave(uid, before);
        }
        members.computeIfAbsent(lane, address -> ConcurrentHashMap.newKeySet()).add(uid);
    }

    /** Forgets a resource; the lane is returned when it was the last one there. */
    Optional<LaneKey> forget(String uid) {
        ids.remove(uid);
        LaneKey lane = lanes.remove(uid);
        return lane != null && leave(uid, lane) ? Optional.of(lane) : Optional.empty();
    }

    private boolean leave(String uid, LaneKey lane) {
        members.computeIfPresent(lane, (same, uids) -> {
            uids.remove(uid);
            return uids.isEmpty() ? null : uids;
        });
        return !members.containsKey(lane);
    }

    Optional<ResourceID> id(String uid) {
        return Optional.ofNullable(ids.get(uid));
    }

    /** All that reach their server through the connection. */
    Set<String> members(ConnectionKey connection) {
        return lanes.entrySet().stream()
                .filter(entry -> entry.getValue().connection().equals(connection))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    Set<String> members(LaneKey lane) {
        return Set.copyOf(members.getOrDefault(lane, Set.of()));
    }
}
