package io.milvusops.fake;

import io.milvus.shaded.io.grpc.Server;
import io.milvus.shaded.io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The fake server: see the package for what it promises. Without a word about versions it behaves like 2.3.5.
 *
 * <pre>{@code
 * try (FakeMilvus milvus = FakeMilvus.start()) {
 *     milvus.world().addCollection("default", "book");
 *     milvus.next(Rpc.DROP_PARTITION, Fault.appliedThen(Fault.hang()));
 *     ... connect to milvus.uri() ...
 *     assertThat(milvus.calls().count(Rpc.DROP_PARTITION)).isEqualTo(1);
 * }
 * }</pre>
 */
public final class FakeMilvus implements AutoCloseable {

    /** The measured limit of partitions per collection, the default one included. */
    public static final int PARTITION_LIMIT = 4096;

    /** The deadline of calls that are answered: none of them fails because the machine has much else to do. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FakeWorld world = new FakeWorld();
    private final FaultPlan faults = new FaultPlan();
    private final CallLog calls = new CallLog();
    private final Headers headers = new Headers();
    private final Queue<Runnable> lateEffects = new ConcurrentLinkedQueue<>();
    private final FakeService service;
    private final int port;
    private volatile Server server;

    private FakeMilvus(Dialect dialect, int partitionLimit) {
        FakeProxy proxy = new FakeProxy(world, dialect, partitionLimit);
        service = new FakeService(proxy, new FakeCounting(world, dialect, proxy), faults, calls, lateEffects::add);
        server = listen(0);
        port = server.getPort();
    }

    public static FakeMilvus start() {
        return start(Dialect.V2_3_5);
    }

    public static FakeMilvus start(Dialect dialect) {
        return start(dialect, PARTITION_LIMIT);
    }

    public static FakeMilvus start(Dialect dialect, int partitionLimit) {
        return new FakeMilvus(dialect, partitionLimit);
    }

    public String uri() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public FakeWorld world() {
        return world;
    }

    public CallLog calls() {
        return calls;
    }

    /** Refuses every call that does not log in as that user. */
    public void requireLogin(String username, String password) {
        headers.require(username + ":" + password);
    }

    /** Scripts the next call of that kind that has no fault yet. */
    public void next(Rpc rpc, Fault fault) {
        faults.next(rpc, fault);
    }

    /** Scripts every call of that kind until {@link #heal()}. */
    public void always(Rpc rpc, Fault fault) {
        faults.always(rpc, fault);
    }

    /** Takes back all faults that were not met yet. */
    public void heal() {
        faults.clear();
    }

    /** Carries out, in order, what failed calls left behind; returns how many there were. */
    public int applyLateEffects() {
        int applied = 0;
        for (Runnable effect = lateEffects.poll(); effect != null; effect = lateEffects.poll()) {
            effect.run();
            applied++;
        }
        return applied;
    }

    /** Goes away as a killed process does: calls in flight break, connections are refused. The world is kept. */
    public void stop() {
        server.shutdownNow();
        try {
            if (!server.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the fake server did not stop");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Comes back at the same port with the same world: ids survive a restart of a real server too. */
    public void restart() {
        stop();
        server = listen(port);
    }

    @Override
    public void close() {
        stop();
    }

    private Server listen(int wanted) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))
                    .permitKeepAliveTime(5, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .intercept(headers)
                    .addService(service)
                    .build()
                    .start();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
