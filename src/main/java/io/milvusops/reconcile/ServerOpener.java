package io.milvusops.reconcile;

import io.milvusops.partition.MilvusServer;
import java.time.Duration;
import java.util.Map;

/** Opens a channel to a server without waiting for it. */
@FunctionalInterface
public interface ServerOpener {

    /**
     * Opens the channel; calls on it may fail.
     *
     * @param secret the keys username and password, or token; empty for a server without authentication
     * @throws IllegalArgumentException when the uri or the secret cannot be used; of the secret the message says only
     *     what is wrong with it, as the rest of a sentence that names it
     */
    MilvusServer open(String uri, Map<String, String> secret, Duration requestTimeout);
}
