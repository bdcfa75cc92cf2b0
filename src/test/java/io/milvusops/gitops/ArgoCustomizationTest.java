package io.milvusops.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.milvusops.partition.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scripts for Argo CD do what their own tests say, on both interpreters. The resources are those that StatesIT saw
 * the operator write. With {@code -Dargocd.write=true} what follows from these and from the scripts is written first:
 * the tests of health, what actions leave as it is, and the patch of Argo CD's ConfigMap.
 */
class ArgoCustomizationTest {

    private static final Path PROJECT = Path.of("");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path CONFIG_MAP = Path.of("manifests", "argocd", "ConfigMap.argocd-cm.yaml");
    private static final String WAITING = "waiting for the operator to look at this resource";

    /** What a test of Argo CD's own layout says. */
    record Case(ArgoCustomization scripts, String action, JsonNode test) {

        JsonNode input() throws IOException {
            return resource("inputPath");
        }

        JsonNode resource(String field) throws IOException {
            Path folder = action.isEmpty() ? scripts.folder() : scripts.folder().resolve("actions");
            return YAML.readTree(folder.resolve(test.path(field).asText()).toFile());
        }

        @Override
        public String toString() {
            return scripts.folder().getFileName() + " " + action + " "
                    + test.path("inputPath").asText();
        }
    }

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("argocd.write")) {
            for (State.Kind kind : State.Kind.values()) {
                ObjectNode tests = YAML.createObjectNode();
                ArrayNode list = tests.putArray("tests");
                for (State state : asked(kind)) {
                    ObjectNode test = list.addObject();
                    test.putObject("healthStatus").put("status", state.argo()).put("message", message(state));
                    test.put("inputPath", "testdata/" + state.title() + ".yaml");
                }
                Files.writeString(scripts(kind).folder().resolve("health_test.yaml"), State.yaml(tests));
            }
            for (Case action : actions()) {
                writeOutput(action);
            }
            Files.writeString(CONFIG_MAP, ArgoConfigMap.of(PROJECT));
        }
    }

    /** An action changes annotations; the rest is as in its input. */
    private static void writeOutput(Case action) throws IOException {
        String output = action.test().path("expectedOutputPath").asText();
        if (!output.isEmpty() && !output.equals(action.test().path("inputPath").asText())) {
            ObjectNode changed = (ObjectNode) action.input();
            ((ObjectNode) changed.get("metadata"))
                    .set("annotations", action.resource("expectedOutputPath").at("/metadata/annotations"));
            Path file = action.scripts().folder().resolve("actions").resolve(output);
            Files.writeString(file, State.yaml(changed));
        }
    }

    /** Argo CD does not ask the script about what is being deleted. */
    private static List<State> asked(State.Kind kind) {
        return Arrays.stream(State.values())
                .filter(state -> state.kind() == kind && state.kstatus() != Kstatus.TERMINATING)
                .toList();
    }

    private static ArgoCustomization scripts(State.Kind kind) {
        return new ArgoCustomization(PROJECT, kind.title());
    }

    private static List<Case> cases(String file, String list) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (State.Kind kind : State.Kind.values()) {
            ArgoCustomization scripts = scripts(kind);
            for (JsonNode test :
                    YAML.readTree(scripts.folder().resolve(file).toFile()).path(list)) {
                String action = file.startsWith("actions") ? test.path("action").asText("discovery") : "";
                cases.add(new Case(scripts, action, test));
            }
        }
        return cases;
    }

    static List<Case> healths() throws IOException {
        return cases("health_test.yaml", "tests");
    }

    static List<Case> discoveries() throws IOException {
        return cases("actions/action_test.yaml", "discoveryTests");
    }

    static List<Case> actions() throws IOException {
        return cases("actions/action_test.yaml", "actionTests");
    }

    @ParameterizedTest
    @MethodSource("healths")
    void shouldHaveTheHealthThatItsTestSays(Case health) throws IOException {
        JsonNode expected = health.test().path("healthStatus");

        assertThat(health.scripts().health(health.input()))
                .isEqualTo(new ArgoHealth(
                        expected.path("status").asText(),
                        expected.path("message").asText()));
    }

    @ParameterizedTest
    @MethodSource("discoveries")
    void shouldOfferTheActionsThatItsTestSays(Case discovery) throws IOException {
        Map<String, Boolean> expected = new TreeMap<>();
        discovery
                .test()
                .path("result")
                .forEach(action -> expected.put(
                        action.path("name").asText(), action.path("disabled").asBoolean()));

        assertThat(discovery.scripts().actions(discovery.input())).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void shouldChangeWhatItsTestSays(Case action) throws IOException {
        JsonNode test = action.test();
        String script = action.scripts().script("actions/" + action.action() + "/action.lua");
        if (test.has("expectedErrorMessage")) {
            JsonNode input = action.input();
            assertThatThrownBy(() -> ArgoCustomization.run(script, input))
                    .hasMessage(test.path("expectedErrorMessage").asText());
        } else {
            assertThat(ArgoCustomization.run(script, action.input()))
                    .isEqualTo(ArgoCustomization.run("return obj", action.resource("expectedOutputPath")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTestTheHealthOfEveryStateThatArgoCdAsksAbout(State.Kind kind) throws IOException {
        List<String> expected = new ArrayList<>();
        for (State state : asked(kind)) {
            expected.add(state.argo() + " " + message(state) + " testdata/" + state.title() + ".yaml");
        }

        assertThat(healths().stream()
                        .filter(health -> health.scripts().folder().endsWith(kind.title()))
                        .map(health -> health.test().at("/healthStatus/status").asText() + " "
                                + health.test().at("/healthStatus/message").asText() + " "
                                + health.test().path("inputPath").asText()))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The message of the condition that decides, and nothing that moves. */
    private static String message(State state) throws IOException {
        JsonNode resource = state.read(PROJECT);
        if (state == State.CONNECTION_PAUSED) {
            return "paused: nothing is written to this server";
        }
        boolean stale = resource.at("/status/observedGeneration").asLong()
                != resource.at("/metadata/generation").asLong();
        return stale ? WAITING : resource.at("/status/conditions/0/message").asText();
    }

    @ParameterizedTest
    @EnumSource
    void shouldTestEveryActionWhereItIsOfferedAndWhereNot(State.Kind kind) throws IOException {
        List<String> tested = actions().stream()
                .filter(action -> action.scripts().folder().endsWith(kind.title()))
                .map(Case::action)
                .distinct()
                .sorted()
                .toList();

        assertThat(tested).isEqualTo(scripts(kind).actionNames());
    }

    @ParameterizedTest
    @EnumSource
    void shouldOfferExactlyTheActionsThatItHas(State.Kind kind) throws IOException {
        JsonNode anything = Arrays.stream(State.values())
                .filter(state -> state.kind() == kind)
                .findFirst()
                .orElseThrow()
                .read(PROJECT);

        assertThat(scripts(kind).actions(anything).keySet())
                .containsExactlyElementsOf(scripts(kind).actionNames());
    }

    @Test
    void shouldTellOfEveryStateInTheDocument() throws IOException {
        Pattern row = Pattern.compile("\\| `([a-z-]+)` \\|.*\\| (\\w+) \\| (\\w+) \\|");

        assertThat(Files.readAllLines(Path.of("docs", "gitops.md")).stream()
                        .flatMap(line -> row.matcher(line).results())
                        .map(match -> match.group(1) + " " + match.group(2) + " " + match.group(3)))
                .containsExactlyElementsOf(Arrays.stream(State.values())
                        .map(state -> state.title() + " " + state.argo() + " "
                                + state.kstatus().text())
                        .toList());
    }

    /** A word that no status can hold would turn a drop that is held on purpose into mere progress. */
    @Test
    void shouldHoldExactlyForTheReasonsOfTheStatesThatAreSuspended() throws IOException {
        String script = scripts(State.Kind.PARTITION).script("health.lua");

        assertThat(Pattern.compile("(\\w+) = true").matcher(script).results().map(word -> word.group(1)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(State.values())
                        .filter(state -> state.kind() == State.Kind.PARTITION)
                        .filter(state -> "Suspended".equals(state.argo()))
                        .map(state -> Reason.valueOf(state.name()).text())
                        .toList());
    }

    /** What Argo CD does not give, a script must not find here either. */
    @Test
    void shouldRunScriptsWithTheLibrariesOfArgoCdOnly() {
        assertThat(ArgoCustomization.run(
                        "return string == nil and math == nil and io == nil and os == nil and debug == nil",
                        YAML.createObjectNode()))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @EnumSource
    void shouldWaitWhileThereIsNoStatus(State.Kind kind) throws IOException {
        ObjectNode resource = YAML.createObjectNode();
        resource.putObject("metadata").put("generation", 1);

        assertThat(scripts(kind).health(resource)).isEqualTo(new ArgoHealth("Progressing", WAITING));
    }

    @Test
    void shouldPatchTheConfigMapWithTheseScripts() throws IOException {
        assertThat(CONFIG_MAP).content().isEqualTo(ArgoConfigMap.of(PROJECT));
    }
}
