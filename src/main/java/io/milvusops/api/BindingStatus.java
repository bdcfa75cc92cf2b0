package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

        @JsonPropertyDescription("The server's id of the collection; one that is made anew under the name has another.")
        @Nullable
        String collectionID,

        @JsonPropertyDescription("The server's id of the partition.") @Nullable
        String partitionID,

        @JsonPropertyDescription("The collection's real name when the partition was bound.") @Nullable
        String collectionName,

        @JsonPropertyDescription("Created: the operator created the partition. Adopted: it was there before.") @Nullable
        Origin origin,

        @JsonPropertyDescription("A creation that was about to be sent and whose result is not recorded yet.") @Nullable
        IntentStatus intent) {

    private static final Pattern ID = Pattern.compile("\\d{1,19}");

    /**
     * What a record that names a partition in part lacks. Which partition it is about, and whether one is owned at all,
     * cannot be told then: it is no record of nothing.
     */
    List<Unreadable> gaps() {
        if (Stream.of(endpoint, collectionID, partitionID, collectionName).allMatch(Objects::isNull)) {
            return List.of();
        }
        return Stream.of(
                        gap("endpoint", endpoint != null),
                        gap("collectionID", id(collectionID)),
                        gap("partitionID", id(partitionID)),
                        gap("collectionName", collectionName != null))
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean id(@Nullable String text) {
        return text != null && ID.matcher(text).matches();
    }

    private static Optional<Unreadable> gap(String field, boolean there) {
        return there
                ? Optional.empty()
                : Optional.of(new Unreadable(
                        Unreadable.Part.STATUS,
                        "status.binding." + field,
                        "is missing or no id, so that nobody knows which partition is recorded; restore it, or remove"
                                + " the whole status.binding to have the partition bound anew"));
    }
}
