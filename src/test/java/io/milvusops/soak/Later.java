package io.milvusops.soak;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What comes a while after its cause, beside everything else. */
final class Later implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    void after(long millis, Runnable effect) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, threads)
                .execute(effect);
    }

    /** What has not come yet never does. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
