package io.milvusops.faults;

/** The two moments of a call that differ for whoever loses its connection. */
public enum Moment {
    /** The server knows nothing of the call. */
    BEFORE,
    /** The server has carried it out, and its answer is under way. */
    AFTER
}
