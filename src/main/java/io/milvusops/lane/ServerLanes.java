package io.milvusops.lane;

import io.milvusops.lane.Turn.Priority;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.ServerException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
    private final LaneTimes times;
    private final LaneEvents events;
    private final Map<CollectionAddress, CollectionLane> lanes = new ConcurrentHashMap<>();
    private final Set<CollectionAddress> queued = ConcurrentHashMap.newKeySet();
    private final AtomicLong sequence = new AtomicLong();
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService clock;

    public ServerLanes(MilvusServer server, int concurrency, LaneTimes times, LaneEvents events) {
        this.server = server;
        this.times = times;
        this.events = events;
        this.threads = new ThreadPoolExecutor(
                concurrency, concurrency, 30, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), ServerLanes::thread);
        this.threads.allowCoreThreadTimeOut(true);
        this.clock = Executors.newSingleThreadScheduledExecutor(ServerLanes::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "lane");
        thread.setDaemon(true);
        return thread;
    }

    /** Queues a request; its answer comes as events. */
    public void submit(CollectionAddress collection, Request request) {
        lane(collection).submit(request);
        queue(collection, Priority.WORK);
    }

    /** Asks the server for its version on a thread of the lanes, and passes the answer on from there. */
    public void probe(Consumer<Probe> answer) {
        try {
            threads.execute(new Turn(Priority.POLL, sequence.incrementAndGet(), () -> answer.accept(probe())));
        } catch (RejectedExecutionException closing) {
            LOG.debug("closing: nothing is asked any more");
        }
    }

    private Probe probe() {
        try {
            return new Probe.Answered(server.version());
        } catch (ServerException failure) {
            return new Probe.Failed(failure.reason(), String.valueOf(failure.getMessage()));
        }
    }

    /** Stops polling a collection that no resource names any more. */
    public void forget(CollectionAddress collection) {
        lanes.remove(collection);
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
        pollLater(collection, added);
        return added;
    }

    private void queue(CollectionAddress collection, Priority priority) {
        if (queued.add(collection)) {
            try {
                threads.execute(new Turn(priority, sequence.incrementAndGet(), () -> turn(collection)));
            } catch (RejectedExecutionException closing) {
                queued.remove(collection);
                Optional.ofNullable(lanes.get(collection)).ifPresent(CollectionLane::cancel);
            }
        }
    }

    private void turn(CollectionAddress collection) {
        CollectionLane lane = lanes.get(collection);
        if (lane == null) {
            queued.remove(collection);
            return;
        }
        Duration pause = Duration.ZERO;
        try {
            pause = lane.turn();
        } catch (RuntimeException defect) {
            LOG.atError().setCause(defect).addKeyValue("collection", collection).log("a lane's turn failed");
            pause = times.longestRetry();
        }
        if (pause.isZero()) {
            again(collection);
        } else {
            later(jittered(pause), () -> again(collection));
        }
    }

    /** The mark goes first, so that a request that comes now queues its own turn. */
    private void again(CollectionAddress collection) {
        queued.remove(collection);
        CollectionLane lane = lanes.get(collection);
        if (lane != null && lane.waiting()) {
            queue(collection, Priority.WORK);
        }
    }

    /** Ends by itself with its lane: a lane made anew for the collection polls for itself. */
    private void pollLater(CollectionAddress collection, CollectionLane lane) {
        later(jittered(times.poll()), () -> {
            if (lanes.get(collection) == lane) {
                lane.submit(new Request.Look());
                queue(collection, Priority.POLL);
                pollLater(collection, lane);
            }
        });
    }

    private void later(Duration delay, Runnable work) {
        try {
            ScheduledFuture<?> unused = clock.schedule(() -> guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("closing: nothing is scheduled any more");
        }
    }

    /** A defect must be seen: a scheduled task that throws would end in silence. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException defect) {
            LOG.atError().setCause(defect).log("a scheduled task of a lane failed");
        }
    }

    /** Up to a tenth less, so that lanes do not beat in step and no interval is ever exceeded. */
    private static Duration jittered(Duration delay) {
        long nanos = delay.toNanos();
        return Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1));
    }

    /** Lets the turns under way finish, within their deadlines, then closes the channel. */
    @Override
    public void close() {
        clock.shutdownNow();
        threads.getQueue().clear();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("calls were still under way when the server's lanes were closed; their outcome is unknown");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        lanes.values().forEach(CollectionLane::cancel);
        server.close();
    }
}
