package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What deleting the resource does to the partition. */
public enum DeletionPolicy {
    /** The partition is dropped with all its data. */
    @JsonProperty("Delete")
    DELETE,

    /** The partition stays as it is. */
    @JsonProperty("Retain")
    RETAIN,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
