package io.milvusops.fake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What will go wrong: faults for the next calls in order, then a standing one, then none. */
final class FaultPlan {

    private final Map<Rpc, Deque<Fault>> next = new EnumMap<>(Rpc.class);
    private final Map<Rpc, Fault> standing = new EnumMap<>(Rpc.class);

    synchronized void next(Rpc rpc, Fault fault) {
        next.computeIfAbsent(rpc, key -> new ArrayDeque<>()).add(fault);
    }

    synchronized void always(Rpc rpc, Fault fault) {
        standing.put(rpc, fault);
    }

    synchronized void clear() {
        next.clear();
        standing.clear();
    }

    synchronized Optional<Fault> take(Rpc rpc) {
        Deque<Fault> queue = next.get(rpc);
        if (queue != null && !queue.isEmpty()) {
            return Optional.of(queue.remove());
        }
        return Optional.ofNullable(standing.get(rpc));
    }
}
