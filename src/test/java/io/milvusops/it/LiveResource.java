package io.milvusops.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.milvusops.api.MetadataKeys;
import io.milvusops.gitops.State;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A resource as the API server returns it, with every field that we may not know. */
record LiveResource(JsonNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API_VERSION = "milvusops.io/v1alpha1";

    private static final Pattern SERVER = Pattern.compile("http://127\\.0\\.0\\.1:\\d{4,5}");
    private static final Pattern TIME = Pattern.compile("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Pattern UID = Pattern.compile("\\b\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b");
    private static final Pattern MILVUS_ID = Pattern.compile("\\b4\\d{17}\\b");

    private static LiveResource of(@Nullable GenericKubernetesResource resource) {
        return new LiveResource(JSON.valueToTree(resource));
    }

    static Optional<LiveResource> read(KubernetesClient client, State.Kind kind, String namespace, String name) {
        return Optional.ofNullable(client.genericKubernetesResources(API_VERSION, kind.title())
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .map(LiveResource::of);
    }

    /** The answer to a POST. */
    static LiveResource create(KubernetesClient client, State.Kind kind, String yaml) {
        return of(client.genericKubernetesResources(API_VERSION, kind.title())
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .create());
    }

    /** The answer to a merge patch. */
    static LiveResource patch(KubernetesClient client, State.Kind kind, String namespace, String name, String patch) {
        return of(client.genericKubernetesResources(API_VERSION, kind.title())
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    /** The reason of Ready; empty before there is one. */
    String reason() {
        return json.at("/status/conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asText().equals("Ready"))
                .map(condition -> condition.path("reason").asText())
                .findFirst()
                .orElse("");
    }

    boolean held() {
        return !json.at("/metadata/finalizers").isEmpty();
    }

    /** Whether it tells of a creation that is to be sent. */
    boolean intends() {
        return json.at("/metadata/annotations").has(MetadataKeys.CREATE_INTENT);
    }

    /** The same for every run: without what a server makes up. Whatever was equal stays equal. */
    JsonNode normalised() {
        ObjectNode copy = json.deepCopy();
        ObjectNode metadata = (ObjectNode) copy.get("metadata");
        metadata.remove("managedFields");
        metadata.remove("resourceVersion");
        if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
        String text = SERVER.matcher(copy.toString()).replaceAll("http://milvus.milvus.svc:19530");
        text = TIME.matcher(text).replaceAll("2026-01-01T00:00:00Z");
        text = numbered(UID, text, "00000000-0000-4000-8000-%012d");
        text = numbered(MILVUS_ID, text, "4500000000000000%02d");
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
            throw new IllegalStateException(text, broken);
        }
    }

    private static String numbered(Pattern pattern, String text, String format) {
        Map<String, String> names = new LinkedHashMap<>();
        return pattern.matcher(text)
                .replaceAll(found -> names.computeIfAbsent(found.group(), any -> format.formatted(names.size() + 1)));
    }
}
