package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** The record of one order to drop, written before the call is sent and completed when its effect was seen. */
public record DropStatus(
        @JsonPropertyDescription("The uid of the resource that it was recorded for; a record with another uid is void.")
        @Nullable
        String ownerUID,

        @JsonPropertyDescription("The id of the partition that the order is for; unset if there was nothing to drop.")
        @Nullable
        String partitionID,

        @JsonPropertyDescription("The collection that the order is for, as in binding.collectionID.") @Nullable
        String collectionID,

        @JsonPropertyDescription("Rows just before the drop: as counted for spec.dropGuard.maxRows, else by the"
                + " server's statistics, which lack what was not flushed.")
        @Min(0)
        @Nullable
        Long rows,

        @JsonPropertyDescription("When the order was first seen.") @DateTime @Nullable
        String requestedAt,

        @JsonPropertyDescription("Until when spec.dropGuard.delay holds the drop back; unset without a delay.")
        @DateTime
        @Nullable
        String notBefore,

        @JsonPropertyDescription(
                "When the order was counted in the connection's dropBudget. It is counted once, however"
                        + " often its drop is tried. Unset without a budget.")
        @DateTime
        @Nullable
        String reservedAt,

        @JsonPropertyDescription(
                "When the drop was last about to be sent. With no completedAt its effect is not proven yet.")
        @DateTime
        @Nullable
        String attemptedAt,

        @JsonPropertyDescription("When the partition was seen gone.") @DateTime @Nullable
        String completedAt,

        @JsonPropertyDescription("Dropped: the partition was seen gone after the drop. NothingToDrop: it was gone, or"
                + " never there, without a drop by the operator. Unset while the order is open.")
        @Nullable
        DropOutcome outcome,

        @JsonPropertyDescription("The metadata.generation that gave the order; a later one is a new order.")
        @Min(0)
        @Nullable
        Long generation) {}
