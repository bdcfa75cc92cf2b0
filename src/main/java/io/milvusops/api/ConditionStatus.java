package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a condition says of its type. */
public enum ConditionStatus {
    /** It holds. */
    @JsonProperty("True")
    TRUE,

    /** It does not hold. */
    @JsonProperty("False")
    FALSE,

    /** It cannot be told. */
    @JsonProperty("Unknown")
    UNKNOWN
}
