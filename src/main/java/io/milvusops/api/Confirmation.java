package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a drop waits for somebody to confirm it. */
public enum Confirmation {
    /** It does not wait. */
    @JsonProperty("None")
    NONE,

    /** It waits for the annotation that confirms exactly this order. */
    @JsonProperty("Required")
    REQUIRED,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
