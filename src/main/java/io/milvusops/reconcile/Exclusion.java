package io.milvusops.reconcile;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets one after the other work under the same key, and keeps nothing of a key under which nobody works or waits: names
 * come and go without end. Thread-safe.
 */
final class Exclusion<K> {

    /** Kept as long as somebody is inside or waits: who came to another gate would not be kept out. */
    private static final class Gate {

        /** Changed only while the map holds the key still. */
        private int users;

        private Gate entered() {
            users++;
            return this;
        }

        private boolean deserted() {
            users--;
            return users == 0;
        }
    }

    private final Map<K, Gate> gates = new ConcurrentHashMap<>();

    <T> T alone(K key, Supplier<T> work) {
        Gate gate = gates.compute(key, (same, known) -> (known == null ? new Gate() : known).entered());
        try {
            synchronized (gate) {
                return work.get();
            }
        } finally {
            gates.computeIfPresent(key, (same, known) -> known.deserted() ? null : known);
        }
    }
}
