package io.milvusops.gitops;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The scripts that are shipped for one kind, run as Argo CD runs them. */
public final class ArgoCustomization {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Path folder;

    /**
     * @param project where the folder {@code manifests} is
     */
    public ArgoCustomization(Path project, String kind) {
        this.folder = project.resolve("manifests/argocd/resource_customizations/milvusops.io")
                .resolve(kind);
    }

    Path folder() {
        return folder;
    }

    /** The resources that the operator wrote, as its integration test saw them. */
    public Path testdata() {
        return folder.resolve("testdata");
    }

    String script(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    List<String> actionNames() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("actions"))) {
            return files.filter(Files::isDirectory)
                    .map(action -> action.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** By both interpreters, which must agree. Argo CD does not ask the script about what is being deleted. */
    public ArgoHealth health(JsonNode resource) throws IOException {
        if (resource.at("/metadata").hasNonNull("deletionTimestamp")) {
            return new ArgoHealth("Progressing", "Pending deletion");
        }
        Map<?, ?> answer = (Map<?, ?>) run(script("health.lua"), resource);
        return new ArgoHealth(text(answer, "status"), text(answer, "message"));
    }

    /** The names of the actions that are offered for the resource, or greyed out. */
    public Map<String, Boolean> actions(JsonNode resource) throws IOException {
        Map<String, Boolean> disabled = new TreeMap<>();
        ((Map<?, ?>) run(script("actions/discovery.lua"), resource))
                .forEach((name, action) ->
                        disabled.put(name.toString(), Boolean.TRUE.equals(((Map<?, ?>) action).get("disabled"))));
        return disabled;
    }

    /** What the action writes into the annotation that has its name. */
    public String annotationBy(String action, JsonNode resource) throws IOException {
        Map<?, ?> changed = (Map<?, ?>) run(script("actions/" + action + "/action.lua"), resource);
        Map<?, ?> metadata = (Map<?, ?>) Objects.requireNonNull(changed.get("metadata"));
        return text((Map<?, ?>) Objects.requireNonNull(metadata.get("annotations")), "milvusops.io/" + action);
    }

    static Object run(String script, JsonNode resource) {
        Map<String, Object> object = JSON.convertValue(resource, OBJECT);
        List<Object> answers = LuaEngine.ALL.stream()
                .map(engine -> Objects.requireNonNull(engine.run(script, object), engine + " returned nothing"))
                .toList();
        if (answers.stream().distinct().count() != 1) {
            throw new AssertionError("the interpreters disagree: " + answers);
        }
        return answers.get(0);
    }

    private static String text(Map<?, ?> answer, String field) {
        return Objects.requireNonNull(answer.get(field), field).toString();
    }
}
