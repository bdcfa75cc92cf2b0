package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.milvusops.api.ConnectionKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which resource has which uid, and which resources a collection concerns, by connection: those that name it, and those
 * that follow their own to where it is now. Thread-safe.
 */
final class Roster {

    private final Map<String, ResourceID> ids = new ConcurrentHashMap<>();
    private final Map<String, LaneKey> lanes = new ConcurrentHashMap<>();
    private final Map<String, LaneKey> followed = new ConcurrentHashMap<>();
    private final Map<LaneKey, Set<String>> members = new ConcurrentHashMap<>();

    /**
     * Enters a resource as it is now.
     *
     * @param follows the lane of its recorded collection, if that is to be looked at elsewhere than by its name
     * @return the lanes that nobody needs any more
     */
    Set<LaneKey> enter(String uid, ResourceID id, LaneKey lane, Optional<LaneKey> follows) {
        ids.put(uid, id);
        Optional<LaneKey> before = Optional.ofNullable(lanes.put(uid, lane));
        before.filter(former -> !former.equals(lane)).ifPresent(former -> leave(uid, former));
        members.computeIfAbsent(lane, address -> ConcurrentHashMap.newKeySet()).add(uid);
        Optional<LaneKey> left =
                Optional.ofNullable(follows.isPresent() ? followed.put(uid, follows.get()) : followed.remove(uid));
        return needless(before, left);
    }

    /** Forgets a resource, and returns the lanes that nobody needs any more. */
    Set<LaneKey> forget(String uid) {
        ids.remove(uid);
        Optional<LaneKey> lane = Optional.ofNullable(lanes.remove(uid));
        lane.ifPresent(named -> leave(uid, named));
        return needless(lane, Optional.ofNullable(followed.remove(uid)));
    }

    private void leave(String uid, LaneKey lane) {
        members.computeIfPresent(lane, (same, uids) -> {
            uids.remove(uid);
            return uids.isEmpty() ? null : uids;
        });
    }

    private Set<LaneKey> needless(Optional<LaneKey> named, Optional<LaneKey> left) {
        return Stream.concat(named.stream(), left.stream())
                .filter(lane -> !needs(lane))
                .collect(Collectors.toSet());
    }

    /** Whether any resource names the collection, or follows its own there. */
    boolean needs(LaneKey lane) {
        return members.containsKey(lane) || followed.containsValue(lane);
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
