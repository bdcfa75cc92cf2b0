package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** A measurement of a partition at one moment. */
public record MeasuredStatus(
        @JsonPropertyDescription("Rows, by the server's statistics.") @Min(0) @Nullable
        Long rowCount,

        @JsonPropertyDescription("Loaded (or loading) into the query nodes, or NotLoaded.") @Nullable
        LoadState loadState,

        @JsonPropertyDescription("When it was measured.") @Nullable
        String at) {}
