package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What to do when somebody else dropped the partition. */
public enum OnExternalDrop {
    /** Create it again, empty, with a warning. */
    @JsonProperty("Recreate")
    RECREATE,

    /** Say so and do nothing. */
    @JsonProperty("Report")
    REPORT,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
