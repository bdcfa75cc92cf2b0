package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names a connection; what is left out is filled in by {@link #resolvedFrom}. The schema cannot see the own namespace:
 * it refuses another namespace in place of a written one, but writing one where there was none, or leaving it out,
 * passes it, and whether that still means the same connection is for the reader to check.
 */
public record ConnectionRef(
        @JsonPropertyDescription("Name of the MilvusConnection. Default: default. Immutable.")
        @Size(min = 1, max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Nullable
        String name,

        @JsonPropertyDescription("Namespace of the MilvusConnection, which must allow this one in its"
                + " allowedNamespaces. Default: the namespace of this resource. Immutable.")
        @Size(min = 1, max = 63)
        @Pattern(KubernetesNames.LABEL)
        @ValidationRule(
                value = MilvusNames.UNCHANGED_RULE,
                message = "connectionRef.namespace" + MilvusNames.UNCHANGED_MESSAGE)
        @Nullable
        String namespace) {

    /** What a resource in that namespace means by it. */
    public ConnectionKey resolvedFrom(String ownNamespace) {
        return new ConnectionKey(
                Objects.requireNonNullElse(namespace, ownNamespace), Objects.requireNonNullElse(name, "default"));
    }
}
