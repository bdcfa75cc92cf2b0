package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.servers.Kubectl;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does with the shipped manifests, and that the documents show what is really printed. */
class InstallIT {

    private static final Path PROJECT = TestServers.projectDirectory();
    private static final String UNINSTALL = "kubectl delete -k manifests --ignore-not-found";

    private static Stage stage;
    private static Kubectl kubectl;
    private static Transcript readme;
    private static String document;

    private Path login;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
        // Its login ends with the first uninstallation: a test that needs an operator starts one.
        stage.operator.kill();
        kubectl = stage.servers.administrator();
        readme = Transcript.read(PROJECT.resolve("README.md"));
        document = Files.readString(PROJECT.resolve("docs/install.md"));
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    @BeforeEach
    void install() throws IOException {
        login = Installation.apply(stage.servers, stage.user);
    }

    @Test
    void shouldMakeWhatTheReadmeShows() {
        String printed = kubectl.type("kubectl apply -k manifests");

        assertThat(firstWords(Transcript.lines(printed)))
                .containsExactlyElementsOf(firstWords(readme.below("kubectl apply -k manifests")));
    }

    private static List<String> firstWords(List<String> lines) {
        return lines.stream().map(line -> line.replaceAll(" .*", "")).toList();
    }

    @Test
    void shouldExplainTheKindAsTheReadmeShows() {
        String command = "kubectl explain milvuspartition.spec";

        // The descriptions reach clients a moment after the kind.
        stage.eventually(() -> !kubectl.type(command).isEmpty(), () -> "not explained");

        assertThat(Transcript.lines(kubectl.type(command))).containsSubsequence(readme.below(command));
    }

    @Test
    void shouldListTheColumnsThatTheReadmeShows() {
        String command = "kubectl get mpart -n search -o wide";
        stage.namespace("search", stage.milvus.uri());
        stage.apply(Stage.partition("search", "novel", "novel", ""));

        assertThat(Transcript.lines(kubectl.type(command)).get(0))
                .isEqualTo(readme.below(command).get(0));

        stage.delete("search", "novel");
    }

    private static void operating(Path login, Runnable work) throws IOException {
        OperatorProcess operator = new OperatorProcess(login);
        try {
            work.run();
        } finally {
            operator.close();
        }
    }

    private static void ready(String collection) {
        stage.prepare(collection);
        stage.apply(Stage.partition(collection, "novel", "novel", ""));
        stage.awaitReason(collection, "novel", "Present");
    }

    /** The real admission of the namespace's own label; a Deployment as such is always admitted. */
    @Test
    void shouldRunInANamespaceThatEnforcesTheRestrictedProfile() {
        PodTemplateSpec template = stage.user
                .apps()
                .deployments()
                .inNamespace(Installation.NAME)
                .withName(Installation.NAME)
                .get()
                .getSpec()
                .getTemplate();
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("operator")
                .withNamespace(Installation.NAME)
                .endMetadata()
                .withSpec(template.getSpec())
                .build();

        assertThatCode(() -> stage.user.resource(pod).dryRun().create()).doesNotThrowAnyException();
    }

    @Test
    void shouldOfferTheRoleForEditorsAsAComponent(@TempDir Path folder) throws IOException {
        Path manifests = folder.relativize(PROJECT.resolve("manifests").toAbsolutePath());
        Files.writeString(folder.resolve("kustomization.yaml"), """
                resources: [%s]
                components: [%s/user-edit]
                """.formatted(manifests, manifests));

        assertThat(kubectl.run("apply", "--dry-run=server", "-k", folder.toString()))
                .contains("clusterrole.rbac.authorization.k8s.io/milvusops-edit");
    }

    @Test
    void shouldKeepTheDataWhenUninstalledInTheDocumentedOrder() throws IOException {
        operating(login, () -> {
            ready("orderly");

            documented("kubectl delete -k crds");
        });
        documented(UNINSTALL);

        assertThat(kubectl.run("get", "clusterroles,clusterrolebindings,crds,namespaces", "-o", "name"))
                .doesNotContain("milvus");
        assertThat(stage.client.partitions("orderly")).containsKey("novel");
    }

    /** That the kind was served when the first one was dropped says nothing of the others. */
    @Test
    void shouldKeepTheDataOfTheOthersWhenUninstalledAMomentAfterADrop() throws IOException {
        operating(login, () -> {
            ready("ordered");
            ready("others");
            stage.delete("ordered", "novel");
            stage.awaitGone("ordered", "novel");

            documented("kubectl delete -k crds");
        });

        assertThat(stage.client.partitions("ordered")).isEmpty();
        assertThat(stage.client.partitions("others")).containsKey("novel");
    }

    /** Deletions that have been waiting already hear nothing of it from their watch. */
    @Test
    void shouldLetGoOfWhatWaitsForItsDropWhenUninstalled() throws IOException {
        operating(login, () -> {
            ready("lost");
            ready("paused");
            stage.annotate("paused", "novel", "paused", "true");
            stage.awaitReason("paused", "novel", "Paused");
            stage.loseConnection("lost");
            stage.awaitReason("lost", "novel", "ConnectionNotFound");
            stage.delete("paused", "novel");
            stage.delete("lost", "novel");
            stage.eventually(() -> blocked("paused") && blocked("lost"), () -> "no drop waits");

            documented("kubectl delete -k crds");
        });

        assertThat(stage.client.partitions("lost")).containsKey("novel");
        assertThat(stage.client.partitions("paused")).containsKey("novel");
    }

    /** Nobody knows what it asks for, and with its kind nobody can ever say. */
    @Test
    void shouldLetGoOfWhatItCannotReadWhenUninstalled() throws IOException {
        OtherSchema other = new OtherSchema(stage);
        operating(login, () -> {
            ready("foreign");
            other.during(() -> other.makeUnreadable("foreign", "novel"));
            stage.awaitReason("foreign", "novel", "NotUnderstood");

            documented("kubectl delete -k crds");
        });

        assertThat(stage.client.partitions("foreign")).containsKey("novel");
    }

    private static boolean blocked(String namespace) {
        return stage
                .get(namespace, "novel")
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::conditions)
                .stream()
                .flatMap(List::stream)
                .anyMatch(condition ->
                        condition.type().equals("DropBlocked") && condition.status() == ConditionStatus.TRUE);
    }

    /** Without its rights the operator cannot let go, so the kinds stay until it has them again. */
    @Test
    void shouldRecoverFromAnUninstallationInTheWrongOrder() throws IOException {
        operating(login, () -> ready("hasty"));
        kubectl.run("delete", "-k", "manifests", "--wait=false");
        assertThat(stage.get("hasty", "novel")).isPresent();

        documented("kubectl wait --for=delete --timeout=5m namespace/" + Installation.NAME);
        documented("kubectl apply -k manifests");
        operating(
                Installation.login(stage.servers, stage.user),
                () -> documented("kubectl wait --for=delete"
                        + " --timeout=5m crd/milvuspartitions.milvusops.io crd/milvusconnections.milvusops.io"));
        documented(UNINSTALL);

        assertThat(stage.client.partitions("hasty")).containsKey("novel");
    }

    /** Types a command of the document, and does not wait for ever where that would. */
    private static void documented(String command) {
        assertThat(document.lines()).contains(command);
        kubectl.type("timeout 90 " + command);
    }

    /** So that it is started again until the kinds are there; a process that stays would never see them. */
    @Test
    void shouldEndWithCodeOneWhenItsKindsAreNotInstalled() throws Exception {
        documented("kubectl delete -k crds");
        try (OperatorProcess operator = new OperatorProcess(login)) {
            assertThat(operator.awaitEnd()).isEqualTo(1);
        }
    }

    @Test
    void shouldEndWithCodeTwoWhenASettingIsWrong() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(entrypoint()).redirectErrorStream(true);
        builder.environment().put("MILVUSOPS_HTTP_PORT", "eighty");

        Process process = builder.start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("MILVUSOPS_HTTP_PORT=\"eighty\" is not allowed; allowed: 0 to 65535");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    /** The image's command, with the java of this machine and the jar that was built. */
    private static List<String> entrypoint() throws IOException {
        String dockerfile = Files.readString(PROJECT.resolve("Dockerfile"));
        String words = dockerfile.substring(dockerfile.indexOf("ENTRYPOINT"));
        return Pattern.compile("\"([^\"]+)\"")
                .matcher(words)
                .results()
                .map(word -> word.group(1))
                .map(word -> word.equals("java")
                        ? Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()
                        : word)
                .map(word -> word.endsWith(".jar") ? Objects.requireNonNull(System.getProperty("operator.jar")) : word)
                .toList();
    }
}
