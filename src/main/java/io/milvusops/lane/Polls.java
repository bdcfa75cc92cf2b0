package io.milvusops.lane;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * When the lanes of one server look without being asked: once in each interval, and sooner while the collection is
 * missing, because nobody tells that it was created. Thread-safe.
 */
final class Polls {

    private final Duration interval;
    private final BiConsumer<Duration, Runnable> later;
    private final Predicate<CollectionLane> there;
    private final Consumer<CollectionLane> look;
    private final Map<CollectionLane, Plan> sooner = new ConcurrentHashMap<>();

    /** Two plans are never equal: a clock must not carry out another plan than its own. */
    private static final class Plan {}

    /**
     * @param later runs something after a delay
     * @param there whether anybody needs the lane still
     * @param look lets the lane look
     */
    Polls(
            Duration interval,
            BiConsumer<Duration, Runnable> later,
            Predicate<CollectionLane> there,
            Consumer<CollectionLane> look) {
        this.interval = interval;
        this.later = later;
        this.there = there;
        this.look = look;
    }

    /** Ends by itself with its lane: a lane made anew for the collection polls for itself. */
    void begin(CollectionLane lane) {
        later.accept(interval, () -> {
            if (there.test(lane)) {
                // First: whatever becomes of this look, there is a next one.
                begin(lane);
                polled(lane);
            }
        });
    }

    /** A look that comes sooner is one for all: both together would list more often than either. */
    private void polled(CollectionLane lane) {
        if (!sooner.containsKey(lane)) {
            look.accept(lane);
        }
    }

    /** The lane has just found that there is no such collection. */
    void missing(CollectionLane lane, Duration pause) {
        if (pause.compareTo(interval) >= 0) {
            found(lane);
            return;
        }
        Plan plan = new Plan();
        sooner.put(lane, plan);
        later.accept(pause, () -> {
            if (sooner.remove(lane, plan) && there.test(lane)) {
                look.accept(lane);
            }
        });
    }

    /** The lane has just found the collection, or the interval is short enough. */
    void found(CollectionLane lane) {
        sooner.remove(lane);
    }
}
