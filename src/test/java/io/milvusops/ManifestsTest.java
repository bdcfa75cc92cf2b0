package io.milvusops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.milvusops.ops.Setting;
import io.milvusops.ops.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be known about the shipped YAML without a cluster. */
class ManifestsTest {

    /** Seconds that docs/settings.md names beside the grace. */
    private static final int CALLS_AND_RECORDS = 20;

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path MANIFESTS = Path.of("manifests");
    private static final Path EXAMPLES = Path.of("examples");
    private static final Set<String> KINDS = Set.of("MilvusPartition", "MilvusConnection");
    private static final Set<String> KINDS_IN_EXAMPLES = Set.of(
            "milvusops.io/v1alpha1 MilvusPartition",
            "milvusops.io/v1alpha1 MilvusConnection",
            "v1 Namespace",
            "v1 ConfigMap",
            "kustomize.config.k8s.io/v1beta1 Kustomization",
            "argoproj.io/v1alpha1 Application",
            "source.toolkit.fluxcd.io/v1 GitRepository",
            "kustomize.toolkit.fluxcd.io/v1 Kustomization");

    @Test
    void shouldSetKnownAndValidSettingsOnly() throws IOException {
        assertThat(environment().keySet())
                .isSubsetOf(Stream.of(Setting.values()).map(Setting::variable).toList());
        assertThat(Settings.read(environment()).httpPort())
                .isEqualTo(container().at("/ports/0/containerPort").asInt());
    }

    @Test
    void shouldGiveAStoppingPodMoreTimeThanTheOperatorTakes() throws IOException {
        int period = pod().at("/terminationGracePeriodSeconds").asInt();

        assertThat((long) period)
                .isGreaterThan(Settings.read(environment()).shutdownGrace().toSeconds() + CALLS_AND_RECORDS);
    }

    @Test
    void shouldRunThePodRestricted() throws IOException {
        assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod().at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        JsonNode security = container().at("/securityContext");
        assertThat(security.at("/allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    }

    @Test
    void shouldGrantNothingByWildcard() throws IOException {
        for (JsonNode role : parse(MANIFESTS).values()) {
            for (JsonNode rule : role.path("rules")) {
                assertThat(rule.toString())
                        .as(role.at("/metadata/name").asText())
                        .doesNotContain("*");
            }
        }
    }

    @Test
    void shouldLetTheOperatorNeitherCreateNorDeleteResources() throws IOException {
        for (JsonNode rule : rules("ClusterRole")) {
            String verbs = rule.path("verbs").toString();
            assertThat(verbs).doesNotContain("delete");
            if (verbs.contains("create")) {
                assertThat(rule.path("resources").toString()).isEqualTo("[\"events\"]");
            }
        }
    }

    @Test
    void shouldTellAllRightsOfTheOperatorInTheDocument() throws IOException {
        List<String> told = Files.readAllLines(Path.of("docs", "install.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.lastIndexOf(" | ")))
                .toList();

        assertThat(Stream.of("ClusterRole", "Role")
                        .flatMap(kind -> rules(kind).valueStream())
                        .map(ManifestsTest::row))
                .containsExactlyInAnyOrderElementsOf(told);
    }

    private static JsonNode rules(String kind) {
        try {
            return manifest("02-" + kind + ".milvus-partition-operator.yaml").path("rules");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Two replicas without it would both act on the same partitions; the Role must fit the Lease. */
    @Test
    void shouldElectOneOfTheReplicasByTheLeaseThatTheRoleAllows() throws IOException {
        JsonNode namespace = container()
                .path("env")
                .valueStream()
                .filter(variable -> variable.path("name").asText().equals(Setting.LEASE_NAMESPACE.variable()))
                .findFirst()
                .orElseThrow();

        assertThat(namespace.at("/valueFrom/fieldRef/fieldPath").asText()).isEqualTo("metadata.namespace");
        assertThat(rules("Role").at("/1/resourceNames/0").asText()).isEqualTo(Setting.LEASE_NAME.fallback());
        assertThat(environment()).doesNotContainKey(Setting.LEASE_NAME.variable());
    }

    private static String row(JsonNode rule) {
        String only = texts(rule.path("resourceNames"), "`");
        return "| " + texts(rule.path("resources"), "`") + (only.isEmpty() ? "" : ", only " + only) + " | "
                + texts(rule.path("verbs"), "");
    }

    private static String texts(JsonNode list, String quote) {
        return list.valueStream().map(item -> quote + item.asText() + quote).collect(Collectors.joining(", "));
    }

    @Test
    void shouldInstallEveryManifest() throws IOException {
        for (Map.Entry<Path, JsonNode> file : parse(MANIFESTS).entrySet()) {
            String name = file.getKey().getFileName().toString();
            boolean upstream = file.getKey().startsWith(MANIFESTS.resolve("argocd/resource_customizations"));
            if (!"kustomization.yaml".equals(name) && !upstream) {
                Path index = file.getKey().resolveSibling("kustomization.yaml");
                assertThat(Files.readString(index)).containsPattern("  - (path: )?" + Pattern.quote(name));
                assertThat(name)
                        .contains(file.getValue().path("kind").asText() + "."
                                + file.getValue().at("/metadata/name").asText());
            }
        }
    }

    /** A new kind in the examples needs a thought about how it is tried. */
    @Test
    void shouldShowExamplesOfKnownKindsThatAReadmeTellsAbout() throws IOException {
        Map<Path, JsonNode> examples = parse(EXAMPLES);

        assertThat(examples).isNotEmpty().allSatisfy((path, object) -> {
            String kind = object.path("kind").asText();
            assertThat(object.path("apiVersion").asText() + " " + kind).isIn(KINDS_IN_EXAMPLES);
            assertThat(EXAMPLES.resolve(EXAMPLES.relativize(path).getName(0)).resolve("README.md"))
                    .isRegularFile();
            assertThat(path.getFileName().toString())
                    .matches("kustomization\\.yaml|\\d\\d-" + kind + "\\."
                            + object.at("/metadata/name").asText() + "\\.yaml");
        });
    }

    @Test
    void shouldPointPipelinesAtFoldersThatExist() throws IOException {
        for (JsonNode object : parse(EXAMPLES).values()) {
            for (String pointer : List.of("/spec/source/path", "/spec/path")) {
                JsonNode folder = object.at(pointer);
                assertThat(folder.isMissingNode() || Files.isDirectory(Path.of(folder.asText())))
                        .as(folder.asText())
                        .isTrue();
            }
        }
    }

    /** A guard that the schema does not know would be dropped in silence, and then the data for good. */
    @Test
    void shouldUseOnlyFieldsInExamplesThatTheSchemaHas() throws IOException {
        for (String kind : KINDS) {
            Path definition = Path.of("crds", kind.toLowerCase(Locale.ROOT) + "s.milvusops.io.yaml");
            JsonNode schema = YAML.readTree(definition.toFile()).at("/spec/versions/0/schema/openAPIV3Schema");
            for (JsonNode example : examples(kind)) {
                requireKnown(example.path("spec"), schema.at("/properties/spec"), kind);
            }
        }
    }

    private static void requireKnown(JsonNode value, JsonNode schema, String at) {
        assertThat(schema.isMissingNode()).as(at).isFalse();
        JsonNode free = schema.path("additionalProperties");
        value.properties()
                .forEach(field -> requireKnown(
                        field.getValue(),
                        free.isMissingNode() ? schema.path("properties").path(field.getKey()) : free,
                        at + "." + field.getKey()));
        if (value.isArray()) {
            value.forEach(item -> requireKnown(item, schema.path("items"), at + "[]"));
        }
    }

    @Test
    void shouldMakeArgoCdAskBeforeAnExamplePartitionGoes() throws IOException {
        assertThat(examples("MilvusPartition"))
                .isNotEmpty()
                .allSatisfy(partition -> assertThat(partition
                                .at("/metadata/annotations")
                                .path("argocd.argoproj.io/sync-options")
                                .asText())
                        .isEqualTo("Prune=confirm,Delete=confirm"));
    }

    @Test
    void shouldLimitTheTargetsOfEveryExampleConnection() throws IOException {
        assertThat(examples("MilvusConnection"))
                .isNotEmpty()
                .allSatisfy(connection ->
                        assertThat(connection.at("/spec/allowedTargets")).isNotEmpty());
    }

    private static List<JsonNode> examples(String kind) throws IOException {
        return parse(EXAMPLES).values().stream()
                .filter(object -> kind.equals(object.path("kind").asText()))
                .toList();
    }

    private static Map<String, String> environment() throws IOException {
        return container()
                .path("env")
                .valueStream()
                .collect(Collectors.toMap(
                        variable -> variable.path("name").asText(),
                        variable -> variable.path("value").asText()));
    }

    private static JsonNode container() throws IOException {
        return pod().at("/containers/0");
    }

    private static JsonNode pod() throws IOException {
        return manifest("03-Deployment.milvus-partition-operator.yaml").at("/spec/template/spec");
    }

    private static JsonNode manifest(String name) throws IOException {
        return YAML.readTree(MANIFESTS.resolve(name).toFile());
    }

    private static Map<Path, JsonNode> parse(Path folder) throws IOException {
        Map<Path, JsonNode> parsed = new LinkedHashMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            parsed.put(file, YAML.readTree(file.toFile()));
        }
        return parsed;
    }
}
