package io.milvusops.lane;

import io.milvusops.lane.Turn.Priority;
import io.milvusops.partition.CollectionAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The turns of the lanes of one server, and the threads that they share. A lane has one turn at a time, queued, under
 * way or put off, until it is said that it has ended. Thread-safe; never blocks but in {@link #close}.
 */
final class TurnQueue {

    private final ThreadPoolExecutor threads;
    private final Consumer<CollectionAddress> lanes;
    private final AtomicLong sequence = new AtomicLong();
    private final Map<CollectionAddress, Turn> turns = new HashMap<>();

    /**
     * @param concurrency how many turns may be under way at once
     * @param lanes runs a turn of the lane of a collection
     */
    TurnQueue(int concurrency, Consumer<CollectionAddress> lanes) {
        this.lanes = lanes;
        this.threads = new ThreadPoolExecutor(
                concurrency, concurrency, 30, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), TurnQueue::thread);
        this.threads.allowCoreThreadTimeOut(true);
    }

    static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "lane");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Queues a turn of that lane unless it has one. A poll that nobody has begun becomes work when there is some.
     *
     * @throws RejectedExecutionException when the queue is closed
     */
    synchronized void add(CollectionAddress collection, Priority priority) {
        Turn before = turns.get(collection);
        boolean rises = before != null && priority.compareTo(before.priority()) < 0;
        if (before == null || (rises && threads.getQueue().remove(before))) {
            Turn turn = new Turn(priority, sequence.incrementAndGet(), () -> lanes.accept(collection));
            threads.execute(turn);
            turns.put(collection, turn);
        }
    }

    /** The lane may be given another turn. */
    synchronized void ended(CollectionAddress collection) {
        turns.remove(collection);
    }

    /**
     * Queues work that is of no lane.
     *
     * @throws RejectedExecutionException when the queue is closed
     */
    void add(Runnable work) {
        threads.execute(new Turn(Priority.WORK, sequence.incrementAndGet(), work));
    }

    /** Forgets what nobody has begun, and takes nothing more. True when all that was under way has ended in that time. */
    boolean close(Duration drain) throws InterruptedException {
        threads.getQueue().clear();
        threads.shutdown();
        return threads.awaitTermination(drain.toNanos(), TimeUnit.NANOSECONDS);
    }
}
