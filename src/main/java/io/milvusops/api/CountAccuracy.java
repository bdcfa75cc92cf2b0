package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a number of rows says about the true one. */
public enum CountAccuracy {
    /** It is the true one. */
    @JsonProperty("Exact")
    EXACT,

    /** The true one is not larger: deleted rows may have been counted. */
    @JsonProperty("AtMost")
    AT_MOST,

    /** The true one is not smaller: rows may have been missed. */
    @JsonProperty("AtLeast")
    AT_LEAST,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
