package io.milvusops.gitops;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Flux, Helm 4 and everything else that uses the library kstatus (sigs.k8s.io/cli-utils/pkg/kstatus/status) makes
 * of a custom resource: its rules, in their order.
 */
public enum Kstatus {
    CURRENT("Current"),
    IN_PROGRESS("InProgress"),
    FAILED("Failed"),
    TERMINATING("Terminating");

    private final String text;

    Kstatus(String text) {
        this.text = text;
    }

    /** As the library calls it. */
    public String text() {
        return text;
    }

    /** What is to be seen of the resource as the API server returns it. */
    public static Kstatus of(JsonNode resource) {
        if (resource.at("/metadata").hasNonNull("deletionTimestamp")) {
            return TERMINATING;
        }
        JsonNode generation = resource.at("/metadata/generation");
        JsonNode observed = resource.at("/status/observedGeneration");
        if (generation.isNumber() && observed.isNumber() && generation.asLong() != observed.asLong()) {
            return IN_PROGRESS;
        }
        JsonNode conditions = resource.at("/status/conditions");
        for (JsonNode condition : conditions) {
            if (is(condition, "Reconciling", "True")) {
                return IN_PROGRESS;
            }
            if (is(condition, "Stalled", "True")) {
                return FAILED;
            }
        }
        for (JsonNode condition : conditions) {
            if (is(condition, "Ready", "True")) {
                return CURRENT;
            }
            if (is(condition, "Ready", "False") || is(condition, "Ready", "Unknown")) {
                return IN_PROGRESS;
            }
        }
        return CURRENT;
    }

    private static boolean is(JsonNode condition, String type, String status) {
        return condition.path("type").asText().equals(type)
                && condition.path("status").asText().equals(status);
    }
}
