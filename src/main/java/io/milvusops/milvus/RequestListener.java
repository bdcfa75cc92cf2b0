package io.milvusops.milvus;

import java.time.Duration;

/** Told of every request to a server when it has ended. Called on the thread that waited for it; must not block. */
@FunctionalInterface
public interface RequestListener {

    /** The outcome of a request that the server answered with success. */
    String OK = "OK";

    /** Listens to nothing. */
    RequestListener NONE = (call, outcome, took) -> {};

    /**
     * A request has ended.
     *
     * @param call the name of the call, one of a fixed set
     * @param outcome {@link #OK}, or the text of the {@link io.milvusops.partition.Reason} of the failure
     */
    void ended(String call, String outcome, Duration took);
}
