package io.milvusops.soak;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures by how much this machine makes threads late: the operator suffers from that as much as the soak does, and no
 * contract is about it.
 */
final class Pulse implements AutoCloseable {

    private static final long BEAT = 20;
    private static final long WORTH_KEEPING = 20;
    private static final long MEMORY = 60_000;

    private record Late(long at, long by) {}

    private final SoakClock clock;
    private final Deque<Late> late = new ArrayDeque<>();
    private final Thread thread = new Thread(this::beat, "pulse");
    private volatile boolean over;

    Pulse(SoakClock clock) {
        this.clock = clock;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void beat() {
        while (!over) {
            long before = clock.now();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BEAT));
            note(clock.now(), clock.now() - before - BEAT);
        }
    }

    private synchronized void note(long now, long by) {
        if (by > WORTH_KEEPING) {
            late.add(new Late(now, by));
        }
        while (!late.isEmpty() && late.getFirst().at() < now - MEMORY) {
            late.removeFirst();
        }
    }

    /** The longest delay of a thread between two moments. */
    synchronized long worst(long from, long to) {
        return late.stream()
                .filter(delay -> delay.at() >= from && delay.at() - delay.by() <= to)
                .mapToLong(Late::by)
                .max()
                .orElse(0);
    }

    @Override
    public void close() {
        over = true;
    }
}
