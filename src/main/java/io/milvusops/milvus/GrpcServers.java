package io.milvusops.milvus;

import io.milvus.shaded.io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.milvusops.partition.MilvusServer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Opens channels. A channel connects by itself when it is first used. */
public final class GrpcServers {

    private static final int DEFAULT_PORT = 19530;
    /** Milvus accepts pings every 5 s; a black hole is noticed after three times that. */
    private static final int KEEP_ALIVE_SECONDS = 10;

    private static final AtomicLong GENERATIONS = new AtomicLong();

    private GrpcServers() {}

    /**
     * Opens a channel to the server; https is verified against the JVM's trust store.
     *
     * @param secret the keys username and password, or token; empty for no login
     * @throws IllegalArgumentException when the uri or the secret cannot be used
     */
    public static MilvusServer open(String uri, Map<String, String> secret, Duration requestTimeout) {
        Credentials credentials = Credentials.of(secret);
        URI address = URI.create(uri);
        String host = address.getHost();
        if (host == null) {
            throw new IllegalArgumentException(
                    "spec.uri has no host; write for example http://milvus.search.svc:19530");
        }
        int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
        NettyChannelBuilder channel = NettyChannelBuilder.forAddress(host, port)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_SECONDS / 2, TimeUnit.SECONDS);
        if (!"https".equals(address.getScheme())) {
            channel.usePlaintext();
        }
        return new GrpcMilvusServer(channel.build(), credentials, requestTimeout, GENERATIONS.incrementAndGet());
    }
}
