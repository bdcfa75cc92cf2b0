package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What to do with a partition that was there before the resource. */
public enum AdoptionPolicy {
    /** Take it over, and drop it when it is to go. */
    @JsonProperty("Adopt")
    ADOPT,

    /** Leave it alone and say so. */
    @JsonProperty("Refuse")
    REFUSE,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
