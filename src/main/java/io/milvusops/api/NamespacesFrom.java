package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Which namespaces may refer to a connection. */
public enum NamespacesFrom {
    /** The connection's own. */
    @JsonProperty("Same")
    SAME,

    /** Every one. */
    @JsonProperty("All")
    ALL,

    /** Those whose labels are selected. */
    @JsonProperty("Selector")
    SELECTOR,

    /** Something that this version does not know. Not part of the schema. */
    @JsonIgnore
    UNKNOWN
}
