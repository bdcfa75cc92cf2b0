package io.milvusops.lane;

import io.milvusops.lane.Turn.Priority;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.ServerException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All lanes of one server, sharing its threads: a server that does not answer holds its own threads and nobody
 * else's. Thread-safe; {@link #submit} never blocks.
 */
public final class ServerLanes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerLanes.class);
    private static final Duration DRAIN = Duration.ofSeconds(15);

    private final MilvusServer server;
    private final Duration drain;
    private final LaneTimes times;
    private final LaneEvents events;
    private final Map<CollectionAddress, CollectionLane> lanes = new ConcurrentHashMap<>();
    private final AtomicBoolean probing = new AtomicBoolean();
    private final TurnQueue queue;
    private final LaneClock clock = new LaneClock(TurnQueue::thread);
    private final BackOffs backOffs = new BackOffs(clock::later);
    private final Polls polls;

    public ServerLanes(MilvusServer server, int concurrency, LaneTimes times, LaneEvents events) {
        this(server, concurrency, times, events, DRAIN);
    }

    /**
     * @param drain how long calls under way have to end when the lanes are closed
     */
    ServerLanes(MilvusServer server, int concurrency, LaneTimes times, LaneEvents events, Duration drain) {
        this.drain = drain;
        this.server = server;
        this.times = times;
        this.events = events;
        this.queue = new TurnQueue(concurrency, this::turn);
        this.polls = new Polls(times.poll(), clock::later, this::needed, this::poll);
    }

    /** Whether no collection is looked at. */
    public boolean idle() {
        return lanes.isEmpty();
    }

    /** Queues a request; its answer comes as events. */
    public void submit(CollectionAddress collection, Request request) {
        CollectionLane lane = lane(collection);
        if (lane.submit(request)) {
            queue(collection, Priority.WORK);
        } else if (lanes.get(collection) == lane) {
            // All lanes are closed, and stay.
            lane.refuse(request);
        } else {
            submit(collection, request);
        }
    }

    /**
     * Asks the server for its version on a thread of the lanes, and passes the answer on from there. One question at a
     * time: while one is open, another one is not asked. It is work like any other, because the lanes of a server that
     * hangs have always some.
     */
    public void probe(Consumer<Probe> answer) {
        if (!probing.compareAndSet(false, true)) {
            return;
        }
        try {
            queue.add(() -> {
                Probe probe = probe();
                if (probe instanceof Probe.Answered) {
                    backOffs.answered();
                }
                answer.accept(probe);
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("closing: nothing is asked any more");
        }
    }

    private Probe probe() {
        try {
            return new Probe.Answered(server.version());
        } catch (ServerException failure) {
            return new Probe.Failed(failure.reason(), String.valueOf(failure.getMessage()));
        } finally {
            probing.set(false);
        }
    }

    /** Stops polling a collection that no resource names any more. */
    public void forget(CollectionAddress collection) {
        Optional.ofNullable(lanes.remove(collection)).ifPresent(CollectionLane::close);
    }

    private CollectionLane lane(CollectionAddress collection) {
        CollectionLane known = lanes.get(collection);
        if (known != null) {
            return known;
        }
        CollectionLane added = new CollectionLane(server, collection, times, events, System::nanoTime);
        CollectionLane raced = lanes.putIfAbsent(collection, added);
        if (raced != null) {
            return raced;
        }
        polls.begin(added);
        return added;
    }

    private void queue(CollectionAddress collection, Priority priority) {
        try {
            queue.add(collection, priority);
        } catch (RejectedExecutionException closing) {
            Optional.ofNullable(lanes.get(collection)).ifPresent(CollectionLane::close);
        }
    }

    private void turn(CollectionAddress collection) {
        CollectionLane lane = lanes.get(collection);
        if (lane == null) {
            again(collection);
            return;
        }
        long answersBefore = backOffs.answers();
        Rest rest = turn(lane);
        switch (rest.cause()) {
            case NOTHING -> {
                polls.found(lane);
                backOffs.answered(collection);
                again(collection);
            }
            case MISSING -> {
                polls.missing(lane, rest.pause());
                backOffs.answered(collection);
                again(collection);
            }
            case UNASKED -> again(collection);
            case SERVER, COLLECTION -> {
                // Asked again by itself: the failure may be over before anybody asks.
                lane.submit(new Request.Look());
                backOffs.rest(collection, rest, answersBefore, () -> again(collection));
            }
        }
    }

    private Rest turn(CollectionLane lane) {
        try {
            return lane.turn();
        } catch (RuntimeException | Error defect) {
            LOG.atError().setCause(defect).log("a lane's turn failed");
            return new Rest(times.longestRetry(), Rest.Cause.COLLECTION);
        }
    }

    /** The mark goes first, so that a request that comes now queues its own turn. */
    private void again(CollectionAddress collection) {
        queue.ended(collection);
        CollectionLane lane = lanes.get(collection);
        if (lane != null && lane.waiting()) {
            queue(collection, Priority.WORK);
        }
    }

    private boolean needed(CollectionLane lane) {
        return lanes.get(lane.address()) == lane;
    }

    private void poll(CollectionLane lane) {
        lane.submit(new Request.Look());
        queue(lane.address(), Priority.POLL);
    }

    /**
     * Ends what was not sent, lets the turns under way prove and tell what was, then closes the channel. A call that is
     * still under way then ends as one whose outcome is unknown.
     */
    @Override
    public void close() {
        lanes.values().forEach(CollectionLane::close);
        clock.stop();
        try {
            if (!queue.close(drain)) {
                LOG.warn("calls were still under way when the server's lanes were closed; their outcome is unknown");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        // Those that were made meanwhile.
        lanes.values().forEach(CollectionLane::close);
        server.close();
    }
}
