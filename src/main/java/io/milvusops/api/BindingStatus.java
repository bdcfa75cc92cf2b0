package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * The partition that a resource stands for. Ids are text: they have more digits than the numbers of many clients keep.
 */
public record BindingStatus(
        @JsonPropertyDescription("The uid of the resource that it was recorded for; a record with another uid is void.")
        @Nullable
        String ownerUID,

        @JsonPropertyDescription("The server on which the ids below mean something.") @Nullable
        String endpoint,

        @JsonPropertyDescription(
                "What tells the collection from another one of that name: the id of its default" + " partition.")
        @Nullable
        String collectionID,

        @JsonPropertyDescription("The server's id of the partition.") @Nullable
        String partitionID,

        @JsonPropertyDescription("The collection's real name when the partition was bound.") @Nullable
        String collectionName,

        @JsonPropertyDescription("Created: the operator created the partition. Adopted: it was there before.") @Nullable
        Origin origin,

        @JsonPropertyDescription("A creation that was about to be sent and whose result is not recorded yet.") @Nullable
        IntentStatus intent) {}
