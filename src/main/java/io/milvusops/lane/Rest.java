package io.milvusops.lane;

import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import java.time.Duration;
import java.util.Set;

/** How long a lane rests after a turn, and because of what. */
record Rest(Duration pause, Cause cause) {

    /** Not at all: the server answered. */
    static final Rest NONE = new Rest(Duration.ZERO, Cause.NOTHING);

    /** Not at all: there was nothing to ask the server for. */
    static final Rest UNASKED = new Rest(Duration.ZERO, Cause.UNASKED);

    /** Reasons that are true of a whole server at once, and over for all its collections at once. */
    private static final Set<Reason> OF_THE_SERVER =
            Set.of(Reason.SERVER_UNREACHABLE, Reason.SERVER_BUSY, Reason.UNAUTHENTICATED);

    enum Cause {
        NOTHING,
        /** Nothing, and nothing is known of the server. */
        UNASKED,
        /** An answer to anybody tells that it may be gone. */
        SERVER,
        /** What others are answered says nothing about it. */
        COLLECTION
    }

    static Rest after(Observation.Unknown unknown, Duration pause) {
        return new Rest(pause, OF_THE_SERVER.contains(unknown.reason()) ? Cause.SERVER : Cause.COLLECTION);
    }
}
