package io.milvusops.lane;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a turn goes on beginning calls. Whatever else waits for the lane, a look or the news of what was done, waits
 * for the end of the turn. Confined to the lane's turn.
 */
final class Slice {

    private final Duration length;
    private final LongSupplier nanos;
    private long beganNanos;

    Slice(Duration length, LongSupplier nanos) {
        this.length = length;
        this.nanos = nanos;
        this.beganNanos = nanos.getAsLong();
    }

    /** A turn begins, or what has taken its time in it serves all that follow. */
    void begin() {
        beganNanos = nanos.getAsLong();
    }

    boolean over() {
        return nanos.getAsLong() - beganNanos > length.toNanos();
    }
}
