package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** A creation that was about to be sent: what a restarted operator needs to tell its own creation from a stranger. */
public record IntentStatus(
        @JsonPropertyDescription("The uid of the resource that it was recorded for; a record with another uid is void.")
        @Nullable
        String ownerUID,

        @JsonPropertyDescription("The server that the creation was for.") @Nullable
        String endpoint,

        @JsonPropertyDescription("The server's id of the collection that the creation was for.") @Nullable
        String collectionID,

        @JsonPropertyDescription(
                "What tells the collection from another one of that name: the server's id of its default"
                        + " partition, which cannot be dropped.")
        @Nullable
        String defaultPartitionID,

        @JsonPropertyDescription("The newest creation time, as the server counts it, in a list without the partition;"
                + " our own creation is newer.")
        @Nullable
        String newestCreationTime,

        @JsonPropertyDescription(
                "The bound partition id that was found lost and is being replaced; unset for a first" + " creation.")
        @Nullable
        String replaces,

        @JsonPropertyDescription("The metadata.generation that wanted the partition.") @Min(0) @Nullable
        Long generation) {}
