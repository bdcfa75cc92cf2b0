package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How the partition came to the resource. */
public enum Origin {
    /** The operator created it. */
    @JsonProperty("Created")
    CREATED,

    /** It was there before. */
    @JsonProperty("Adopted")
    ADOPTED,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
