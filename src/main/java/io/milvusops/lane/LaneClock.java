package io.milvusops.lane;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs short work after a delay, until it is stopped. Thread-safe. */
final class LaneClock {

    private static final Logger LOG = LoggerFactory.getLogger(LaneClock.class);

    private final ScheduledExecutorService executor;

    LaneClock(ThreadFactory threads) {
        this.executor = Executors.newSingleThreadScheduledExecutor(threads);
    }

    /** Runs the work after the delay or a little earlier, so that lanes do not beat in step. */
    void later(Duration delay, Runnable work) {
        try {
            ScheduledFuture<?> unused =
                    executor.schedule(() -> guarded(work), jittered(delay).toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("closing: nothing is scheduled any more");
        }
    }

    /** What is planned is not run any more. */
    void stop() {
        executor.shutdownNow();
    }

    /** A defect must be seen: a scheduled task that throws would end in silence. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error defect) {
            LOG.atError().setCause(defect).log("a scheduled task of a lane failed");
        }
    }

    /** Up to a tenth less, so that no interval is ever exceeded. */
    private static Duration jittered(Duration delay) {
        long nanos = delay.toNanos();
        return Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1));
    }
}
