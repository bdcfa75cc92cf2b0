package io.milvusops.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;

/** One version of a MilvusPartition, read by the documented meaning of its fields, not by the operator's types. */
record Version(JsonNode object) {

    private static final String PREFIX = "milvusops.io/";

    /** What a resource has recorded as its own. */
    record Bound(String endpoint, long partitionId) {}

    String uid() {
        return object.at("/metadata/uid").asText();
    }

    String key() {
        return object.at("/metadata/namespace").asText() + "/"
                + object.at("/metadata/name").asText();
    }

    String name() {
        return object.at("/metadata/name").asText();
    }

    String namespace() {
        return object.at("/metadata/namespace").asText();
    }

    long resourceVersion() {
        return object.at("/metadata/resourceVersion").asLong();
    }

    long generation() {
        return object.at("/metadata/generation").asLong();
    }

    boolean deleting() {
        return object.at("/metadata").hasNonNull("deletionTimestamp");
    }

    boolean held() {
        for (JsonNode finalizer : object.at("/metadata/finalizers")) {
            if (finalizer.asText().equals(PREFIX + "partition")) {
                return true;
            }
        }
        return false;
    }

    String annotation(String name) {
        return object.at("/metadata/annotations").path(PREFIX + name).asText();
    }

    boolean isTrue(String annotation) {
        return annotation(annotation).equals("true");
    }

    String connection() {
        String namespace = object.at("/spec/connectionRef/namespace").asText(namespace());
        return namespace + "/" + object.at("/spec/connectionRef/name").asText("default");
    }

    String collection() {
        return object.at("/spec/collection").asText();
    }

    String partition() {
        return object.at("/spec/partition").asText();
    }

    boolean absent() {
        return object.at("/spec/ensure").asText().equals("absent");
    }

    boolean wantsPresent() {
        return !deleting() && !absent();
    }

    boolean retains(Terms terms) {
        return object.at("/spec/deletionPolicy").asText(terms.deletionPolicy()).equals("Retain");
    }

    boolean refuses(Terms terms) {
        return object.at("/spec/adoptionPolicy").asText(terms.adoptionPolicy()).equals("Refuse");
    }

    boolean reports() {
        return object.at("/spec/onExternalDrop").asText().equals("Report");
    }

    /** Whether it orders a drop: a deletion that keeps nothing, or a declared absence. */
    boolean orders(Terms terms) {
        return deleting() ? !retains(terms) && !isTrue("abandon") : absent();
    }

    OptionalLong maxRows() {
        JsonNode rows = object.at("/spec/dropGuard/maxRows");
        return rows.isNumber() ? OptionalLong.of(rows.asLong()) : OptionalLong.empty();
    }

    boolean needsConfirmation() {
        return object.at("/spec/dropGuard/confirmation").asText().equals("Required");
    }

    /** What confirms this order for what is recorded; empty while nothing is. */
    Optional<String> confirmation() {
        return bound().map(bound -> bound.partitionId() + "." + generation());
    }

    boolean blocksLoaded() {
        return object.at("/spec/dropGuard/whenLoaded").asText().equals("Block");
    }

    /** The soak writes whole seconds only. */
    long delayMillis() {
        String delay = object.at("/spec/dropGuard/delay").asText();
        return delay.isEmpty() ? 0 : 1000 * Long.parseLong(delay.substring(0, delay.length() - 1));
    }

    /** A record with another owner is void. */
    Optional<Bound> bound() {
        JsonNode binding = object.at("/status/binding");
        if (!binding.path("ownerUID").asText().equals(uid()) || !binding.hasNonNull("partitionID")) {
            return Optional.empty();
        }
        return Optional.of(new Bound(
                binding.path("endpoint").asText(), binding.path("partitionID").asLong()));
    }

    boolean boundTo(String endpoint, long partitionId) {
        return bound().equals(Optional.of(new Bound(endpoint, partitionId)));
    }

    /** Whether a drop of that partition is on record as attempted, and nothing yet of what became of it. */
    boolean attempts(long partitionId) {
        JsonNode drop = object.at("/status/drop");
        return drop.path("ownerUID").asText().equals(uid())
                && drop.path("partitionID").asLong() == partitionId
                && drop.hasNonNull("attemptedAt")
                && !drop.hasNonNull("outcome");
    }

    /** When the order was counted in the budget of its connection, by the record; empty when it was not. */
    String reservedAt() {
        return object.at("/status/drop/reservedAt").asText();
    }

    /** Whether a creation was intended and nothing is bound yet. */
    boolean intends() {
        return !annotation("create-intent").isEmpty()
                || object.at("/status/binding").hasNonNull("intent");
    }

    long observedGeneration() {
        return object.at("/status/observedGeneration").asLong(-1);
    }

    JsonNode condition(String type) {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return object.path("no such condition");
    }

    boolean ready() {
        return condition("Ready").path("status").asText().equals("True");
    }

    String reason() {
        return condition("Ready").path("reason").asText();
    }

    /** One line for a reader who looks for a defect. */
    String told() {
        JsonNode drop = object.at("/status/drop");
        return (deleting() ? "DELETING " : "") + (held() ? "held " : "") + "gen " + generation() + "/"
                + observedGeneration() + " spec " + object.path("spec") + " annotations "
                + object.at("/metadata/annotations") + " -> "
                + condition("Ready").path("status").asText() + " " + reason() + " \""
                + condition("Ready").path("message").asText() + "\" bound "
                + object.at("/status/binding") + (drop.isMissingNode() ? "" : " drop " + drop);
    }
}
