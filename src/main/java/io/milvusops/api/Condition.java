package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * One condition, with the fields and limits of {@code metav1.Condition}. Times are text: a resource with a strange
 * time must still be readable.
 */
public record Condition(
        @JsonPropertyDescription("Ready, Reconciling, Stalled or DropBlocked. At most one condition of each type.")
        @Required
        @Size(max = 316)
        @Pattern("^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
                + "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
        String type,

        @JsonPropertyDescription("True, False, or Unknown if it cannot be told.") @Required
        ConditionStatus status,

        @JsonPropertyDescription("The metadata.generation that this condition is about.") @Min(0) @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("When status last changed.") @Required @DateTime
        String lastTransitionTime,

        @JsonPropertyDescription("Why, in one word for programs.")
        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,

        @JsonPropertyDescription("Why, and what to do about it, for people. May be empty.") @Required @Size(max = 32768)
        String message) {}
