package io.milvusops.reconcile;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Whether the caches of the watches are complete and kept. While they are not, what they do not show may be there.
 * Thread-safe.
 */
final class Watching {

    private volatile boolean inStep;
    private volatile boolean ending;

    /** Said when all watches are in step. */
    void begin() {
        inStep = true;
    }

    /** Said before the watches end. */
    void end() {
        ending = true;
    }

    /**
     * What was read from a cache, if the watches had not begun to end by then.
     *
     * @throws CancellationException when the operator is stopping
     */
    <T> T proven(T read) {
        if (ending) {
            throw new CancellationException("the operator is stopping");
        }
        return read;
    }

    /**
     * What is read from the cache of another controller's watch: that one may still be filling when the reader's own is
     * in step, because all begin at the same time.
     *
     * @throws CancellationException when not all watches are in step yet, or the operator is stopping
     */
    <T> T complete(Supplier<T> reading) {
        if (!inStep) {
            throw new CancellationException("the operator is starting");
        }
        return proven(reading.get());
    }
}
