package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** A measurement of a partition at one moment. */
public record MeasuredStatus(
        @JsonPropertyDescription("Rows, those not flushed yet included; unset when they could not be counted, or only"
                + " by a flush that may not be made, as while paused.")
        @Min(0)
        @Nullable
        Long rowCount,

        @JsonPropertyDescription("Exact: counted by a query. AtMost: by the statistics after a flush, which may include"
                + " deleted rows. AtLeast: by a query that may have missed rows.")
        @Nullable
        CountAccuracy accuracy,

        @JsonPropertyDescription("Loaded (or loading) into the query nodes, or NotLoaded.") @Nullable
        LoadState loadState,

        @JsonPropertyDescription("When it was measured.") @DateTime @Nullable
        String at) {}
