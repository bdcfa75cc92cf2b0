package io.milvusops.lane;

import io.milvusops.partition.Observation;
import java.time.Duration;

/** How long a lane rests after a turn, and because of what. */
record Rest(Duration pause, Cause cause) {

    /** Not at all: the server answered. */
    static final Rest NONE = new Rest(Duration.ZERO, Cause.NOTHING);

    /** Not at all: there was nothing to ask the server for. */
    static final Rest UNASKED = new Rest(Duration.ZERO, Cause.UNASKED);

    enum Cause {
        NOTHING,
        /** Nothing, and nothing is known of the server. */
        UNASKED,
        /** An answer to anybody tells that it may be gone. */
        SERVER,
        /** What others are answered says nothing about it. */
        COLLECTION,
        /** Of nothing but its own looks: the server answered that there is no such collection, and takes any work. */
        MISSING
    }

    static Rest missing(Duration pause) {
        return new Rest(pause, Cause.MISSING);
    }

    static Rest after(Observation.Unknown unknown, Duration pause) {
        return new Rest(pause, unknown.reason().ofTheServer() ? Cause.SERVER : Cause.COLLECTION);
    }
}
