package io.milvusops.milvus;

import io.milvusops.partition.MilvusEndpoint;
import io.milvusops.partition.MilvusServer;
import java.time.Duration;
import java.util.Map;

/** Opens channels. A channel connects when it is first used. */
public final class GrpcServers {

    private GrpcServers() {}

    /**
     * Opens a channel to the server; https is verified against the JVM's trust store.
     *
     * @param secret the keys username and password, or token; empty for no login
     * @param entitlement asked before every call that changes the server
     * @param listener told of every request
     * @throws IllegalArgumentException when the uri or the secret cannot be used
     */
    public static MilvusServer open(
            String uri,
            Map<String, String> secret,
            Duration requestTimeout,
            Entitlement entitlement,
            RequestListener listener) {
        return new GrpcMilvusServer(MilvusEndpoint.parse(uri), login(secret), requestTimeout, entitlement, listener);
    }

    private static Credentials login(Map<String, String> secret) {
        if (secret.isEmpty()) {
            return Credentials.none();
        }
        String token = secret.get("token");
        String username = secret.get("username");
        String password = secret.get("password");
        if (token != null) {
            return Credentials.token(token);
        }
        if (username == null || password == null) {
            throw new IllegalArgumentException("has neither token nor both username and password; add them");
        }
        return Credentials.login(username, password);
    }
}
