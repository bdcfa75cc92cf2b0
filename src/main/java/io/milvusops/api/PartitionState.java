package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the last answer of the server said about the partition. */
public enum PartitionState {
    /** It was in the list. */
    @JsonProperty("Present")
    PRESENT,

    /** It was proven not to be there. */
    @JsonProperty("Absent")
    ABSENT,

    /** There was no answer that proves either. */
    @JsonProperty("Unknown")
    UNKNOWN
}
