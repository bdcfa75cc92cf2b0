package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** The account of the drops that were reserved through a connection in the window that is open. */
public record DropBudgetStatus(
        @JsonPropertyDescription("When the window opened: with its first drop. Unset while none is open.")
        @DateTime
        @Nullable
        String windowStart,

        @JsonPropertyDescription("Drops reserved in the window. One that was interrupted or refused counts as well.")
        @Min(0)
        @Nullable
        Integer spent,

        @JsonPropertyDescription("Drops that the window has left.") @Min(0) @Nullable
        Integer remaining,

        @JsonPropertyDescription(
                "When the window is over, and all drops of the budget may go again. Unset while none" + " is open.")
        @DateTime
        @Nullable
        String resetsAt) {}
