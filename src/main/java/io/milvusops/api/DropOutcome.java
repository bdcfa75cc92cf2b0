package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How an order to drop ended. */
public enum DropOutcome {
    /** The partition was seen gone after the drop. */
    @JsonProperty("Dropped")
    DROPPED,

    /** It was gone, or never there, without a drop by the operator. */
    @JsonProperty("NothingToDrop")
    NOTHING_TO_DROP,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
