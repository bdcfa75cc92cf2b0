package io.milvusops.soak;

import java.util.Locale;

/** Moments of a run, in milliseconds since its start, by the clock of {@link System#nanoTime()}. */
final class SoakClock {

    private final long startNanos = System.nanoTime();

    long now() {
        return at(System.nanoTime());
    }

    long at(long nanos) {
        return (nanos - startNanos) / 1_000_000;
    }

    static String text(long moment) {
        return String.format(Locale.ROOT, "%8.3f", moment / 1000.0);
    }
}
