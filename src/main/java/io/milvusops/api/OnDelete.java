package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What deleting the resource now would do. */
public enum OnDelete {
    /** Drop the bound partition. */
    @JsonProperty("Drop")
    DROP,

    /** Leave the partition as it is. */
    @JsonProperty("Retain")
    RETAIN,

    /** Nothing is bound, so nothing is dropped. */
    @JsonProperty("Nothing")
    NOTHING,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
