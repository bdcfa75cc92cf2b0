package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How the value of a label is compared. */
public enum LabelOperator {
    /** It is one of the values. */
    @JsonProperty("In")
    IN,

    /** It is none of the values, or the label is missing. */
    @JsonProperty("NotIn")
    NOT_IN,

    /** The label is there. */
    @JsonProperty("Exists")
    EXISTS,

    /** The label is missing. */
    @JsonProperty("DoesNotExist")
    DOES_NOT_EXIST,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
