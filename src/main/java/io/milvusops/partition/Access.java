package io.milvusops.partition;

/** Whether the resource may use its connection, and where that leads. */
public sealed interface Access {

    /** Not usable now; the message names what unblocks it. */
    record Withheld(Reason reason, String message) implements Access {}

    /**
     * Usable.
     *
     * @param endpoint where the connection points now
     */
    record Granted(String endpoint, Change change) implements Access {}

    /** What a user said of a connection that points elsewhere than before. */
    enum Change {
        UNACCEPTED,
        /** Accepted was another uri than the one it points to now. */
        OTHER_ACCEPTED,
        ACCEPTED
    }
}
