package io.milvusops.reconcile;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Plan;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Spaces the repair of partitions that somebody else dropped: at most ten a minute in one collection, so that a
 * mistake elsewhere is not answered by a storm, and can be stopped half-way. Thread-safe.
 */
final class Recreations {

    private static final int LIMIT = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Map<CollectionAddress, Deque<Long>> begun = new HashMap<>();
    private final LongSupplier nanos;

    Recreations(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The plan as it is told by a resource whose turn has not come. */
    static Plan waiting(Plan plan) {
        return new Plan(
                plan.reason(),
                "many partitions of this collection are missing; at most " + LIMIT
                        + " a minute are created again, and this one waits for its turn",
                plan.memory(),
                plan.step(),
                Optional.empty());
    }

    /** How long the creation has to wait; empty when it may begin, which counts as begun. */
    synchronized Optional<Duration> pause(Sight sight) {
        if (sight.memory().current().isEmpty()) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        begun.values().forEach(times -> times.removeIf(time -> now - time >= WINDOW.toNanos()));
        begun.values().removeIf(Deque::isEmpty);
        Deque<Long> recent = begun.computeIfAbsent(sight.wish().address().collection(), first -> new ArrayDeque<>());
        if (recent.size() >= LIMIT) {
            return Optional.of(Duration.ofNanos(WINDOW.toNanos() - (now - recent.peekFirst())));
        }
        recent.addLast(now);
        return Optional.empty();
    }
}
