package io.milvusops.reconcile;

import java.util.concurrent.CancellationException;

/** Whether the caches of the watches are kept. Once they are not, what they do not show may be there. Thread-safe. */
final class Watching {

    private volatile boolean ending;

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
}
