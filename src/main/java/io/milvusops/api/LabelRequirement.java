package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One condition on one label. */
@ValidationRule(
        value = "(self.operator in ['In', 'NotIn']) == (has(self.values) && size(self.values) > 0)",
        message = "matchExpressions.values must be given for In and NotIn, and left out for Exists and DoesNotExist")
public record LabelRequirement(
        @JsonPropertyDescription("Key of the label. Required.") @Required @Size(min = 1, max = 317)
        String key,

        @JsonPropertyDescription("In: the label has one of the values. NotIn: it has none of them, or is missing."
                + " Exists: it is there. DoesNotExist: it is missing. Required.")
        @Required
        LabelOperator operator,

        @JsonPropertyDescription(
                "Values to compare with. Required for In and NotIn, refused for Exists and" + " DoesNotExist.")
        @Size(max = 64)
        @Nullable
        List<@Size(max = 63) String> values) {

    /** Whether an object with these labels meets it. An operator of a later version is met by nobody. */
    boolean matches(Map<String, String> labels) {
        String value = labels.get(key);
        boolean listed = value != null
                && Objects.requireNonNullElse(values, List.<String>of()).contains(value);
        return switch (operator) {
            case IN -> listed;
            case NOT_IN -> !listed;
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case UNKNOWN -> false;
        };
    }

    /** As kubectl writes it. */
    String text() {
        String listed = " (" + String.join(", ", Objects.requireNonNullElse(values, List.of())) + ")";
        return switch (operator) {
            case IN -> key + " in" + listed;
            case NOT_IN -> key + " notin" + listed;
            case EXISTS, UNKNOWN -> key;
            case DOES_NOT_EXIST -> "!" + key;
        };
    }
}
