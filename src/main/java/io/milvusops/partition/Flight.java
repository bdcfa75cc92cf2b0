package io.milvusops.partition;

/** What of this resource is under way towards Milvus. */
public enum Flight {
    NONE,
    /** The write-ahead record was just written and may be followed by its drop. */
    ARMED,
    /** A request is in the lane, or one whose outcome is unknown may still take effect. */
    UNSETTLED,
    /** Its deadline and a margin have passed, but the server has not been asked again yet. */
    OVERDUE
}
