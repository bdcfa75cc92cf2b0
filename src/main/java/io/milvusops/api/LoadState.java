package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether the partition is in the memory of the query nodes. */
public enum LoadState {
    /** Loaded or loading. */
    @JsonProperty("Loaded")
    LOADED,

    /** Not loaded. */
    @JsonProperty("NotLoaded")
    NOT_LOADED,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
