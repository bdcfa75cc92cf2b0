package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether the partition shall exist. */
public enum Ensure {
    /** Created or adopted, and kept. */
    @JsonProperty("present")
    PRESENT,

    /** Dropped if it is there. */
    @JsonProperty("absent")
    ABSENT,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
