package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What stands between an order to drop and the drop. */
public record DropGuard(
        @JsonPropertyDescription("What to do when the partition is loaded, which means that it is in use; Milvus drops"
                + " only released ones. Release: release it, then drop it. Block: wait until somebody else"
                + " released it. Default: Release. Changing it is a new order.")
        @Nullable
        WhenLoaded whenLoaded) {}
