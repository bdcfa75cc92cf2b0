package io.milvusops.milvus;

import io.milvus.grpc.MilvusServiceGrpc;
import io.milvus.grpc.MilvusServiceGrpc.MilvusServiceBlockingStub;
import io.milvus.grpc.Status;
import io.milvus.shaded.io.grpc.ManagedChannel;
import io.milvus.shaded.io.grpc.Metadata;
import io.milvus.shaded.io.grpc.Status.Code;
import io.milvus.shaded.io.grpc.StatusRuntimeException;
import io.milvus.shaded.io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.milvus.shaded.io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.milvus.shaded.io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;
import io.milvus.shaded.io.grpc.stub.MetadataUtils;
import io.milvusops.partition.MilvusEndpoint;
import io.milvusops.partition.ServerException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one server with one identity. Sends each call once, with a deadline, and never waits for a server
 * that is away: without that wait a refused connection or a wrong certificate is told at once and with its cause.
 */
final class MilvusChannel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MilvusChannel.class);

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> DATABASE = Metadata.Key.of("dbname", Metadata.ASCII_STRING_MARSHALLER);

    /** As the SDK does it: a peer that vanished without a word is found within 15 s; Milvus allows 5 s and more. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(5);

    /** Held here: nobody else does, and a logger that is collected forgets its level. */
    private static final java.util.logging.Logger GRPC = java.util.logging.Logger.getLogger("io.milvus.shaded.io.grpc");

    static {
        // Every failed look-up of a host is a stack trace at WARNING there; the failed call tells it already.
        GRPC.setLevel(java.util.logging.Level.SEVERE);
        // The transport logs the headers of each call, the login among them, at DEBUG. Sent to java.util.logging, where
        // the rest of gRPC logs too, they cannot appear because somebody turned up the operator's own log.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    }

    private final ManagedChannel channel;
    private final MilvusEndpoint endpoint;
    private final Credentials credentials;
    private final RequestListener listener;

    MilvusChannel(MilvusEndpoint endpoint, Credentials credentials, RequestListener listener) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.listener = listener;
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
                .keepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(KEEP_ALIVE_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveWithoutCalls(true)
                // A call sent twice by the library could drop what was made again in between.
                .disableRetry()
                .disableServiceConfigLookUp();
        this.channel = (endpoint.tls() ? builder.useTransportSecurity() : builder.usePlaintext()).build();
    }

    /** A call that is about one database: named in the header, where privileges are checked, beside the request. */
    <T> T call(
            MilvusCall call,
            String database,
            Duration deadline,
            Function<MilvusServiceBlockingStub, T> rpc,
            Function<T, Status> statusOf)
            throws ServerException {
        Metadata headers = identity();
        headers.put(DATABASE, database);
        return send(call, headers, deadline, rpc, statusOf);
    }

    /** A question about the server as a whole. */
    <T> T ask(
            MilvusCall call,
            Duration deadline,
            Function<MilvusServiceBlockingStub, T> rpc,
            Function<T, Status> statusOf)
            throws ServerException {
        return send(call, identity(), deadline, rpc, statusOf);
    }

    private <T> T send(
            MilvusCall call,
            Metadata headers,
            Duration deadline,
            Function<MilvusServiceBlockingStub, T> rpc,
            Function<T, Status> statusOf)
            throws ServerException {
        long began = System.nanoTime();
        try {
            T answer = sendUntold(new SentCall(call, endpoint, credentials), headers, deadline, rpc, statusOf);
            tell(call, RequestListener.OK, began);
            return answer;
        } catch (ServerException failure) {
            tell(call, failure.reason().text(), began);
            throw failure;
        }
    }

    /** What a listener does wrong must not change what became of the request. */
    private void tell(MilvusCall call, String outcome, long began) {
        try {
            listener.ended(call.text(), outcome, Duration.ofNanos(System.nanoTime() - began));
        } catch (RuntimeException defect) {
            LOG.atError().setCause(defect).log("a request could not be told to its listener");
        }
    }

    private <T> T sendUntold(
            SentCall call,
            Metadata headers,
            Duration deadline,
            Function<MilvusServiceBlockingStub, T> rpc,
            Function<T, Status> statusOf)
            throws ServerException {
        MilvusServiceBlockingStub stub = MilvusServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
        T answer;
        try {
            answer = rpc.apply(stub);
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() == Code.UNAVAILABLE) {
                // The caller decides how often to ask; the channel's own pause of up to 120 s would hide a recovery.
                channel.resetConnectBackoff();
            }
            throw TransportFailures.of(call, failure);
        }
        ServerAnswers.check(call, statusOf.apply(answer));
        return answer;
    }

    private Metadata identity() {
        Metadata headers = new Metadata();
        credentials.authorization().ifPresent(value -> headers.put(AUTHORIZATION, value));
        return headers;
    }

    /** Ends the calls in flight: their effect is then unknown. */
    @Override
    public void close() {
        channel.shutdownNow();
    }
}
