package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A label selector with the meaning that Kubernetes gives it: all of it must fit, and nothing in it fits all. */
public record NamespaceSelector(
        @JsonPropertyDescription("Labels that a namespace must have with exactly these values.") @Nullable
        Map<String, String> matchLabels,

        @JsonPropertyDescription("Conditions on labels, all of which a namespace must meet.") @Size(max = 32) @Nullable
        List<LabelRequirement> matchExpressions) {

    /** Whether it fits an object with these labels. */
    public boolean matches(Map<String, String> labels) {
        return Objects.requireNonNullElse(matchLabels, Map.<String, String>of()).entrySet().stream()
                        .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
                && Objects.requireNonNullElse(matchExpressions, List.<LabelRequirement>of()).stream()
                        .allMatch(requirement -> requirement.matches(labels));
    }

    /** What it asks for, as kubectl writes selectors; the same for equal selectors. */
    public String text() {
        Stream<String> labels = new TreeMap<>(Objects.requireNonNullElse(matchLabels, Map.<String, String>of()))
                .entrySet().stream().map(wanted -> wanted.getKey() + "=" + wanted.getValue());
        Stream<String> conditions = Objects.requireNonNullElse(matchExpressions, List.<LabelRequirement>of()).stream()
                .map(LabelRequirement::text);
        return Stream.concat(labels, conditions).collect(Collectors.joining(", "));
    }
}
