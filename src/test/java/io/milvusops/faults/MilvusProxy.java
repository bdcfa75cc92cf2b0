package io.milvusops.faults;

import io.milvus.shaded.io.grpc.CallOptions;
import io.milvus.shaded.io.grpc.Context;
import io.milvus.shaded.io.grpc.HandlerRegistry;
import io.milvus.shaded.io.grpc.ManagedChannel;
import io.milvus.shaded.io.grpc.MethodDescriptor;
import io.milvus.shaded.io.grpc.Server;
import io.milvus.shaded.io.grpc.ServerMethodDefinition;
import io.milvus.shaded.io.grpc.Status;
import io.milvus.shaded.io.grpc.StatusRuntimeException;
import io.milvus.shaded.io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.milvus.shaded.io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.milvus.shaded.io.grpc.stub.ClientCalls;
import io.milvus.shaded.io.grpc.stub.ServerCallStreamObserver;
import io.milvus.shaded.io.grpc.stub.ServerCalls;
import io.milvus.shaded.io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a real Milvus and passes every call on as it is, byte for byte. A call that was passed on
 * is the server's: it ends there even if its client dies, as one that is already in the server's queue does.
 */
public final class MilvusProxy implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Stops<MilvusCall> stops = new Stops<>();
    private final MilvusLog log = new MilvusLog();
    private final ManagedChannel milvus;
    private final int port;
    private volatile Server server;

    /** A proxy of its own port in front of the server at that address. */
    public MilvusProxy(String uri) {
        URI address = URI.create(uri);
        milvus = NettyChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .disableRetry()
                .intercept(new ForwardedHeaders.OfClient())
                .build();
        server = listen(0);
        port = server.getPort();
    }

    public String uri() {
        return "http://127.0.0.1:" + port;
    }

    /** What reached the server. */
    public MilvusLog log() {
        return log;
    }

    /** Stops the next call that fits. */
    public Stop stop(Moment moment, Predicate<MilvusCall> fits) {
        return stops.add(moment, fits, new Stop());
    }

    /** Cuts what waits at its points, and forgets the points that were not reached. */
    public void cutAll() {
        stops.cutAll();
    }

    /** As the server's death looks from outside: calls in flight break, and connections are refused. */
    public void goAway() {
        server.shutdownNow();
        cutAll();
        try {
            if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the proxy did not stop listening");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Accepts connections again, at the same address. */
    public void comeBack() {
        milvus.resetConnectBackoff();
        server = listen(port);
    }

    private Server listen(int wanted) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))
                    .permitKeepAliveTime(5, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .executor(threads)
                    .intercept(new ForwardedHeaders.OfServer())
                    .fallbackHandlerRegistry(new EveryMethod())
                    .build()
                    .start();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private void serve(MethodDescriptor<byte[], byte[]> method, byte[] request, StreamObserver<byte[]> observer) {
        ServerCallStreamObserver<byte[]> client = (ServerCallStreamObserver<byte[]>) observer;
        // Without this an answer to a client that died meanwhile would throw.
        client.setOnCancelHandler(() -> {});
        MilvusCall call = MilvusCall.read(String.valueOf(method.getBareMethodName()), request);
        try {
            if (stops.meet(Moment.BEFORE, call) == Ending.CUT) {
                throw broken();
            }
            byte[] answer = ask(method, request);
            log.answered(call, answer);
            if (stops.meet(Moment.AFTER, call) == Ending.CUT) {
                throw broken();
            }
            client.onNext(answer);
            client.onCompleted();
        } catch (StatusRuntimeException failure) {
            client.onError(failure);
        }
    }

    /** How long a call waited is the test's doing and not the network's: the server has the same time for each. */
    private byte[] ask(MethodDescriptor<byte[], byte[]> method, byte[] request) {
        CallOptions options = ForwardedHeaders.passOn(CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS));
        Context attached = Context.ROOT.attach();
        try {
            return ClientCalls.blockingUnaryCall(milvus, method, options, request);
        } finally {
            Context.ROOT.detach(attached);
        }
    }

    private static StatusRuntimeException broken() {
        return Status.UNAVAILABLE.withDescription("Connection reset by peer").asRuntimeException();
    }

    @Override
    public void close() {
        goAway();
        milvus.shutdownNow();
        threads.shutdownNow();
    }

    private final class EveryMethod extends HandlerRegistry {

        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
            MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(name)
                    .setRequestMarshaller(new Bytes())
                    .setResponseMarshaller(new Bytes())
                    .build();
            return ServerMethodDefinition.create(
                    method, ServerCalls.asyncUnaryCall((request, observer) -> serve(method, request, observer)));
        }
    }
}
