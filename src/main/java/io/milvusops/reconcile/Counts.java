package io.milvusops.reconcile;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The rows counted just before each resource's drop, by uid. Thread-safe. */
final class Counts {

    private final Map<String, Long> rows = new ConcurrentHashMap<>();

    void counted(String uid, long counted) {
        rows.put(uid, counted);
    }

    OptionalLong rows(String uid) {
        Long counted = rows.get(uid);
        return counted == null ? OptionalLong.empty() : OptionalLong.of(counted);
    }

    void forget(String uid) {
        rows.remove(uid);
    }
}
