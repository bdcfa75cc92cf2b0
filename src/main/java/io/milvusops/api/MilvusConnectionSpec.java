package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a Milvus server and what is allowed there. A component is null where the user wrote nothing: the
 * {@code effective} methods say what that means.
 */
public record MilvusConnectionSpec(
        @JsonPropertyDescription("Address of the server: http:// or https://, a host and optionally a port, nothing"
                + " else. Required. Pointing it to another server holds all writes until that is accepted.")
        @Required
        @Size(min = 1, max = 512)
        @ValidationRule(value = UriRules.SCHEME, message = UriRules.SCHEME_MESSAGE)
        @ValidationRule(value = UriRules.CREDENTIALS, message = UriRules.CREDENTIALS_MESSAGE)
        @ValidationRule(value = UriRules.PATH, message = UriRules.PATH_MESSAGE)
        @ValidationRule(value = UriRules.UNDERSCORE, message = UriRules.UNDERSCORE_MESSAGE)
        @ValidationRule(value = UriRules.GLOBAL_CLUSTER, message = UriRules.GLOBAL_CLUSTER_MESSAGE)
        @ValidationRule(value = UriRules.HOST_AND_PORT, message = UriRules.HOST_AND_PORT_MESSAGE)
        String uri,

        @JsonPropertyDescription("Secret in the same namespace with the keys username and password, or the key token."
                + " Default: none, for a server without authentication.")
        @Nullable
        SecretRef credentialsSecretRef,

        @JsonPropertyDescription(
                "Namespaces whose MilvusPartitions may refer to this connection. Default: only its" + " own.")
        @Nullable
        AllowedNamespaces allowedNamespaces,

        @JsonPropertyDescription("Partitions that may be managed through this connection: those that fit at least one"
                + " entry. Checked again at every drop. Default: everything on the server.")
        @Size(min = 1, max = 64)
        @Nullable
        List<AllowedTarget> allowedTargets,

        @JsonPropertyDescription("Policies of MilvusPartitions that leave them unset.") @Nullable
        PolicyDefaults defaults,

        @JsonPropertyDescription("How often each collection is listed to notice changes made by others: units h, m, s"
                + " and ms in this order, between 1s and 24h. Default: 30s. A collection that is missing is looked for"
                + " every half minute at least.")
        @Size(min = 2, max = 29)
        @ValidationRule(
                value = "self.matches('" + DurationText.PATTERN + "')"
                        + " && duration(self) >= duration('1s') && duration(self) <= duration('24h')",
                message = "pollInterval must be a duration between 1s and 24h, such as 30s or 1m30s")
        @Nullable
        DurationText pollInterval,

        @JsonPropertyDescription("Deadline of a call to the server: units h, m, s and ms in this order, between"
                + " 100ms and 60s. Default: 5s. What takes a server longer has at least 35s: to create a partition and"
                + " to release one. The rows for the record of a drop get 5s at most, and what a flush began is waited"
                + " for up to 10s more.")
        @Size(min = 2, max = 29)
        @ValidationRule(
                value = "self.matches('" + DurationText.PATTERN + "')"
                        + " && duration(self) >= duration('100ms') && duration(self) <= duration('60s')",
                message = "requestTimeout must be a duration between 100ms and 60s, such as 5s or 500ms")
        @Nullable
        DurationText requestTimeout,

        @JsonPropertyDescription("Most calls to the server at the same time, 1 to 64. Default: 4.")
        @Min(1)
        @Max(64)
        @Nullable
        Integer maxConcurrentRequests,

        @JsonPropertyDescription("How many partitions may be dropped through this connection in one window of time,"
                + " against mistakes that delete many resources at once. Beyond it drops wait, and say until when."
                + " Unset: as many as are ordered.")
        @Nullable
        DropBudget dropBudget) {

    /** Who may refer to it, filled in. */
    public AllowedNamespaces effectiveAllowedNamespaces() {
        return Objects.requireNonNullElse(allowedNamespaces, AllowedNamespaces.UNSET);
    }

    /** The policies for partitions that set none, filled in. */
    public PolicyDefaults effectiveDefaults() {
        return Objects.requireNonNullElse(defaults, PolicyDefaults.UNSET);
    }

    /** How often each collection is listed, filled in. */
    public Duration effectivePollInterval() {
        return Optional.ofNullable(pollInterval).map(DurationText::length).orElse(Duration.ofSeconds(30));
    }

    /** The deadline of every call, filled in. */
    public Duration effectiveRequestTimeout() {
        return Optional.ofNullable(requestTimeout).map(DurationText::length).orElse(Duration.ofSeconds(5));
    }

    /** The most calls at the same time, filled in. */
    public int effectiveMaxConcurrentRequests() {
        return Objects.requireNonNullElse(maxConcurrentRequests, 4);
    }
}
