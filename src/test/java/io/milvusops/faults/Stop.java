package io.milvusops.faults;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One point at which one call waits for the test's word. Thread-safe. */
public final class Stop {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();

    Stop() {}

    /** A point at which nothing waits: the word is given in advance. */
    static Stop at(Ending ending) {
        Stop stop = new Stop();
        stop.end(ending);
        return stop;
    }

    /** Waits until a call waits here; false when none came in that time. */
    public boolean reachedWithin(Duration patience) {
        try {
            return reached.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives the word; the first one counts. */
    public void end(Ending word) {
        ending.complete(word);
    }

    Ending meet() {
        reached.countDown();
        return ending.join();
    }
}
