package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.milvusops.gitops.ArgoCustomization;
import io.milvusops.gitops.Kstatus;
import io.milvusops.gitops.State;
import io.milvusops.servers.Kubectl;
import io.milvusops.servers.Signal;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What tools make of every state that a user can meet, by resources that the operator wrote on real servers. With
 * {@code -Dstates.write=true} it writes them first, as the test data of the scripts for Argo CD; what follows from them
 * is written by {@code ArgoCustomizationTest} with {@code -Dargocd.write=true}.
 */
class StatesIT {

    private static final Path PROJECT = TestServers.projectDirectory();
    private static final String SEARCH = "search";
    private static final Set<State> REFUSED =
            EnumSet.of(State.QUOTA_EXCEEDED, State.PARTITION_KEY_COLLECTION, State.PARTITION_LIMIT_REACHED);
    private static final String[] SERVER_SIDE = {
        "--server-side", "--field-manager=argocd-controller", "--force-conflicts"
    };

    @TempDir
    private static Path manifests;

    private static final Map<State, LiveResource> seen = new EnumMap<>(State.class);

    private static final FaultyServers faulty = new FaultyServers();

    private static Stage stage;
    private static Kubectl kubectl;

    @BeforeAll
    static void bringEverythingIntoItsState() throws IOException {
        stage = new Stage();
        kubectl = stage.servers.administrator().in(manifests);
        prepareServer();
        stage.user
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(SEARCH)
                        .endMetadata()
                        .build())
                .create();
        passing();
        copy("connections.yaml");
        copy("partitions.yaml");
        copy("faulty.yaml");
        kubectl.run("apply", "-f", ".");
        seen.put(State.PERMISSION_DENIED, await(State.PERMISSION_DENIED));
        applyTheSecond();
        changeBehindTheOperator();
        kubectl.run("delete", "mpart", "deleted", "-n", SEARCH, "--wait=false");
        for (State state : State.values()) {
            if (!seen.containsKey(state)) {
                seen.put(state, await(state));
            }
        }
    }

    private static void prepareServer() {
        stage.client.createCollection("book");
        Stream.of("essay", "drama", "comedy", "tragedy", "history", "memoir", "letter", "sonnet", "ode", "tale")
                .forEach(partition -> stage.client.createPartition("book", partition));
        stage.client.insert("book", "history", 0, 3);
        stage.client.load("book", "tragedy");
    }

    /** States that are over within moments: the answer of the API server to the write that leads to them. */
    private static void passing() {
        seen.put(State.CONNECTION_CREATED, LiveResource.create(stage.user, State.Kind.CONNECTION, manifest("""
                        kind: MilvusConnection
                        metadata: {name: connection-created, namespace: search}
                        spec: {uri: "http://milvus.milvus.svc:19530", allowedTargets: [{collection: book}]}
                        """)));
        seen.put(State.CREATED, LiveResource.create(stage.user, State.Kind.PARTITION, manifest("""
                        kind: MilvusPartition
                        metadata: {name: created, namespace: search}
                        spec: {connectionRef: {name: connection-created}, collection: book, partition: elegy}
                        """)));
        LiveResource.create(stage.user, State.Kind.PARTITION, manifest("""
                kind: MilvusPartition
                metadata: {name: edited, namespace: search}
                spec: {connectionRef: {name: connection-created}, collection: book, partition: epic}
                """));
        stage.awaitReason(SEARCH, "edited", "Present");
        seen.put(
                State.EDITED,
                LiveResource.patch(
                        stage.user,
                        State.Kind.PARTITION,
                        SEARCH,
                        "edited",
                        "{\"spec\":{\"deletionPolicy\":\"Retain\"}}"));
    }

    private static String manifest(String yaml) {
        return "apiVersion: milvusops.io/v1alpha1\n"
                + yaml.replace("http://milvus.milvus.svc:19530", stage.milvus.uri());
    }

    private static void copy(String file) throws IOException {
        String yaml =
                Files.readString(PROJECT.resolve("src/test/resources/states").resolve(file));
        Files.writeString(
                manifests.resolve(file),
                faulty.addressed(yaml).replace("http://milvus.milvus.svc:19530", stage.milvus.uri()));
    }

    private static void applyTheSecond() throws IOException {
        await(State.PRESENT);
        stage.awaitReason(SEARCH, "spends", "Dropped");
        stage.awaitReason(SEARCH, "uses-connection-deleted", "Present");
        kubectl.run("delete", "mconn", "connection-deleted", "-n", SEARCH, "--wait=false");
        copy("second.yaml");
        kubectl.run("apply", "-f", "second.yaml");
        stage.awaitReason(SEARCH, "endpoint-changed", "Present");
        faulty.move(State.ENDPOINT_CHANGED);
        copy("faulty.yaml");
        kubectl.run("apply", "-f", "faulty.yaml");
    }

    private static void changeBehindTheOperator() {
        stage.awaitReason(SEARCH, "externally-dropped", "Present");
        stage.client.dropPartition("book", "letter");
        stage.awaitReason(SEARCH, "reappeared", "Dropped");
        stage.client.createPartition("book", "sonnet");
        stage.awaitReason(SEARCH, "partition-replaced", "Present");
        stage.client.dropPartition("book", "diary");
        stage.client.createPartition("book", "diary");
        stage.awaitReason(SEARCH, "deleted", "Present");
    }

    private static LiveResource await(State state) {
        AtomicReference<LiveResource> last = new AtomicReference<>(live(state));
        stage.eventually(
                () -> settled(state, last.updateAndGet(before -> live(state))), () -> state + " is " + last.get());
        return Objects.requireNonNull(last.get());
    }

    /** What is taken back a moment after the reason is said: custody of a finished absence, and a refused intent. */
    private static boolean settled(State state, LiveResource live) {
        boolean passing = (state == State.DROPPED && live.held()) || (REFUSED.contains(state) && live.intends());
        return live.reason().equals(reason(state)) && !passing;
    }

    private static LiveResource live(State state) {
        return LiveResource.read(stage.user, state.kind(), SEARCH, state.title())
                .orElseThrow();
    }

    private static String reason(State state) {
        return switch (state) {
            case DELETED -> "ConfirmationRequired";
            case CONNECTION_PAUSED -> "Connected";
            case CONNECTION_DELETED -> "InUse";
            default ->
                Pattern.compile("-")
                        .splitAsStream(state.title().replaceFirst("^connection-(?!not-)", ""))
                        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                        .collect(Collectors.joining());
        };
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
        faulty.close();
    }

    private static LiveResource seen(State state) {
        return Objects.requireNonNull(seen.get(state));
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveTheHealthThatTheTableSays(State state) throws IOException {
        ArgoCustomization argo = new ArgoCustomization(PROJECT, state.kind().title());

        assertThat(argo.health(seen(state).json()).status()).isEqualTo(state.argo());
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeReadyForOtherToolsWhenTheTableSays(State state) {
        assertThat(Kstatus.of(seen(state).json())).isEqualTo(state.kstatus());
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeWhatTheScriptsAreTriedWith(State state) throws IOException {
        if (Boolean.getBoolean("states.write")) {
            Files.writeString(state.file(PROJECT), State.yaml(seen(state).normalised()));
        }

        assertThat(seen(state).normalised()).isEqualTo(state.read(PROJECT));
    }

    /** The three-way comparison with the last applied configuration, which is Argo CD's own too. */
    @Test
    void shouldShowNoDifferenceToWhatWasApplied() {
        requireNoDifference(".");
    }

    /** A dry run of a server-side apply: Flux's comparison, and Argo CD's where it is switched on. */
    @Test
    void shouldShowNoDifferenceToAServerSideApply() {
        requireNoDifference(".", SERVER_SIDE);
    }

    /** Not even while nobody has looked at a new resource, or at an edit. */
    @Test
    void shouldShowNoDifferenceWhileTheOperatorStandsStill() throws Exception {
        copy("unseen.yaml");
        stage.operator.signal(Signal.STOP);
        try {
            kubectl.run("apply", "-f", "unseen.yaml");
            requireNoDifference("unseen.yaml");
            requireNoDifference("unseen.yaml", SERVER_SIDE);

            Path file = manifests.resolve("unseen.yaml");
            Files.writeString(file, Files.readString(file).replace("ensure: present", "deletionPolicy: Retain"));
            kubectl.run("apply", "-f", "unseen.yaml");
            requireNoDifference("unseen.yaml");
            requireNoDifference("unseen.yaml", SERVER_SIDE);
        } finally {
            stage.operator.signal(Signal.CONT);
        }
    }

    /** A write of the operator between kubectl's two reads looks like a difference once, and is none. */
    private static void requireNoDifference(String files, String... how) {
        stage.eventually(() -> differences(files, how).isEmpty(), () -> differences(files, how));
    }

    /** Without the remark that something is being deleted. */
    private static String differences(String files, String... how) {
        List<String> arguments =
                Stream.concat(Stream.of("diff", "-f", files), Stream.of(how)).toList();
        try {
            return kubectl.run(arguments.toArray(String[]::new))
                    .lines()
                    .filter(line -> !line.endsWith("which is currently being deleted."))
                    .collect(Collectors.joining("\n"));
        } catch (IllegalStateException different) {
            return String.valueOf(different.getMessage());
        }
    }

    @Test
    void shouldNeverBeReconcilingAndStalledAtOnce() {
        assertThat(seen.values())
                .noneMatch(live -> Stream.of("Reconciling", "Stalled")
                        .allMatch(type -> live.json()
                                .at("/status/conditions")
                                .valueStream()
                                .anyMatch(condition -> condition
                                                .path("type")
                                                .asText()
                                                .equals(type)
                                        && condition.path("status").asText().equals("True"))));
    }
}
