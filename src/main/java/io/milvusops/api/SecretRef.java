package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names a Secret in the namespace of whoever refers to it. */
public record SecretRef(
        @JsonPropertyDescription("Name of the Secret. Required.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        String name) {}
