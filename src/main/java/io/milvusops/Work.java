package io.milvusops;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.health.ControllerHealthInfo;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.milvusops.reconcile.Assembly;
import java.util.Optional;

/**
 * What only a leader does: watching, writing to resources, calling Milvus. Begun at most once, and never after it was
 * closed. Thread-safe.
 */
final class Work implements AutoCloseable {

    private record Running(Operator operator, Assembly assembly) {}

    private Optional<Running> running = Optional.empty();
    private volatile boolean closed;
    private volatile Optional<Operator> started = Optional.empty();

    /** Returns when the watches are in step; does nothing when it was closed before. */
    synchronized void begin(Operator operator, Assembly assembly) {
        if (closed) {
            return;
        }
        running = Optional.of(new Running(operator, assembly));
        operator.start();
        assembly.started();
        started = Optional.of(operator);
    }

    /** Whether it was begun, and not closed. */
    boolean ready() {
        return started.isPresent() && !closed;
    }

    /** A watch that has ended for good is mended by a restart; one that is being renewed mends itself. */
    boolean live() {
        return started.map(operator -> operator.getRuntimeInfo().getRegisteredControllers().stream()
                        .map(controller -> controller.getControllerHealthInfo())
                        .allMatch(Work::watching))
                .orElse(true);
    }

    private static boolean watching(ControllerHealthInfo controller) {
        for (InformerWrappingEventSourceHealthIndicator<?> source :
                controller.informerEventSourceHealthIndicators().values()) {
            if (!source.informerHealthIndicators().values().stream().allMatch(InformerHealthIndicator::isRunning)) {
                return false;
            }
        }
        return true;
    }

    /** Lets what is under way end; afterwards nothing is sent any more. */
    @Override
    public void close() {
        // Before the lock, which a beginning may hold for a while.
        closed = true;
        end();
    }

    private synchronized void end() {
        running.ifPresent(what -> {
            what.assembly().stopping();
            what.operator().stop();
            what.assembly().close();
        });
        running = Optional.empty();
    }
}
