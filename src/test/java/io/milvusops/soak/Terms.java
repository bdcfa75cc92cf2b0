package io.milvusops.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.OptionalInt;

/** One version of a MilvusConnection, or that there is none. */
record Terms(JsonNode object) {

    static final Terms NONE = new Terms(MissingNode.getInstance());

    boolean exist() {
        return !object.isMissingNode();
    }

    String key() {
        return object.at("/metadata/namespace").asText() + "/"
                + object.at("/metadata/name").asText();
    }

    String namespace() {
        return object.at("/metadata/namespace").asText();
    }

    long resourceVersion() {
        return object.at("/metadata/resourceVersion").asLong();
    }

    boolean deleting() {
        return object.at("/metadata").hasNonNull("deletionTimestamp");
    }

    String uri() {
        return object.at("/spec/uri").asText();
    }

    /** Whether an administrator has given up what is recorded at another address than the one it leads to. */
    boolean giveUp(String endpoint) {
        String accepted = object.at("/metadata/annotations")
                .path("milvusops.io/accept-endpoint")
                .asText();
        return exist() && accepted.equals(uri()) && !endpoint.equals(uri());
    }

    boolean paused() {
        return object.at("/metadata/annotations")
                .path("milvusops.io/paused")
                .asText()
                .equals("true");
    }

    /** How many drops a window may have; empty without a budget. */
    OptionalInt budget() {
        JsonNode limit = object.at("/spec/dropBudget/limit");
        return limit.isNumber() ? OptionalInt.of(limit.asInt()) : OptionalInt.empty();
    }

    /** How many orders its account has counted, by its status. */
    int spent() {
        return object.at("/status/dropBudget/spent").asInt();
    }

    /** When the window of that account began; empty without one. */
    String windowStart() {
        return object.at("/status/dropBudget/windowStart").asText();
    }

    String deletionPolicy() {
        return object.at("/spec/defaults/deletionPolicy").asText("Delete");
    }

    String adoptionPolicy() {
        return object.at("/spec/defaults/adoptionPolicy").asText("Adopt");
    }

    /** Whether it lets that resource manage what it names; one that is not there lets nobody. */
    boolean allow(Version resource) {
        return exist() && allowNamespace(resource.namespace()) && allowTarget(resource);
    }

    private boolean allowNamespace(String namespace) {
        return namespace.equals(namespace())
                || object.at("/spec/allowedNamespaces/from").asText().equals("All");
    }

    private boolean allowTarget(Version resource) {
        JsonNode targets = object.at("/spec/allowedTargets");
        if (targets.isMissingNode()) {
            return true;
        }
        for (JsonNode target : targets) {
            if (fits(target.path("collection").asText("*"), resource.collection())
                    && fits(target.path("partition").asText("*"), resource.partition())) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(String glob, String name) {
        return name.matches(glob.replace("*", ".*"));
    }
}
