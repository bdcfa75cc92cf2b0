package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What deleting the resource now would do. */
public enum OnDelete {
    /** Drop the bound partition, or what came of a creation that is under way. */
    @JsonProperty("Drop")
    DROP,

    /** Leave the partition as it is, by its policy or because it is abandoned. */
    @JsonProperty("Retain")
    RETAIN,

    /** Nothing is bound, or another resource owns it, so nothing is dropped. */
    @JsonProperty("Nothing")
    NOTHING,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
