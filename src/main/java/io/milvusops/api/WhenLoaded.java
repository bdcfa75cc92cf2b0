package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What to do with a drop while the partition is loaded. */
public enum WhenLoaded {
    /** Release it first. */
    @JsonProperty("Release")
    RELEASE,

    /** Wait until somebody else released it. */
    @JsonProperty("Block")
    BLOCK,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
