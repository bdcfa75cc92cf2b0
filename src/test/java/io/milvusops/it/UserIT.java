package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionSpec;
import io.milvusops.gitops.ArgoCustomization;
import io.milvusops.gitops.State;
import io.milvusops.servers.Kubectl;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The optional parts of the manifests, and kubectl in a user's hand, on real servers. */
class UserIT {

    private static final Path PROJECT = TestServers.projectDirectory();
    private static final String CONFIRM = ", dropGuard: {confirmation: Required}";

    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Kubectl kubectl;

    @BeforeAll
    static void installEveryComponent() throws IOException {
        stage = new Stage();
        kubectl = stage.servers.administrator().in(folder);
        Path manifests = folder.relativize(PROJECT.resolve("manifests").toAbsolutePath());
        Files.writeString(folder.resolve("kustomization.yaml"), """
                resources: [%1$s, argocd-cm.yaml]
                components: [%1$s/user-edit, %1$s/admission, %1$s/argocd]
                """.formatted(manifests));
        Files.writeString(folder.resolve("argocd-cm.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: argocd-cm, namespace: argocd}
                data: {url: "https://argocd.example.org"}
                """);
        kubectl.run("create", "namespace", "argocd");
        kubectl.run("apply", "-k", ".");
        stage.prepare("enforced");
        stage.eventually(UserIT::enforced, () -> "the admission policy is not in force");
    }

    /** A policy takes effect a moment after it is there. */
    private static boolean enforced() {
        stage.apply(Stage.partition("enforced", "probe", "probe", CONFIRM));
        try {
            stage.user
                    .resources(MilvusPartition.class)
                    .inNamespace("enforced")
                    .withName("probe")
                    .dryRun()
                    .delete();
            return false;
        } catch (KubernetesClientException refused) {
            return refused.getCode() == 403;
        }
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    private static void present(String collection, String more) {
        stage.prepare(collection);
        stage.apply(Stage.partition(collection, "novel", "novel", more));
        stage.awaitReason(collection, "novel", "Present");
    }

    private static void confirm(String collection) {
        kubectl.type("kubectl -n " + collection + " annotate mpart novel milvusops.io/confirm-drop=$(kubectl -n "
                + collection + " get mpart novel -o jsonpath='{.status.drop.partitionID}.{.status.drop.generation}')");
    }

    @Test
    void shouldForbidDeletingWhatRequiresAConfirmationAndSayWhatToDo() {
        present("denied", CONFIRM);

        assertThatThrownBy(() -> stage.delete("denied", "novel"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(403))
                .hasMessageContainingAll("partition novel", "spec.ensure", "absent", "Retain")
                // Flux deletes and creates anew what is refused in these words.
                .message()
                .doesNotContain("is immutable", "immutable field");
    }

    @Test
    void shouldForbidDeletingThemAllAtOnce() {
        present("deniedall", CONFIRM);

        assertThatThrownBy(() -> kubectl.run("delete", "mpart", "--all", "-n", "deniedall", "--wait=false"))
                .hasMessageContaining("Forbidden");
        assertThat(stage.get("deniedall", "novel").orElseThrow().isMarkedForDeletion())
                .isFalse();
    }

    @Test
    void shouldLetAResourceGoWhoseConfirmedDropIsDone() {
        present("confirmed", CONFIRM);
        stage.apply(Stage.partition("confirmed", "novel", "novel", CONFIRM + ", ensure: absent"));
        stage.awaitReason("confirmed", "novel", "ConfirmationRequired");
        confirm("confirmed");
        stage.awaitReason("confirmed", "novel", "Dropped");

        stage.delete("confirmed", "novel");

        stage.awaitGone("confirmed", "novel");
        assertThat(stage.client.partitions("confirmed")).isEmpty();
    }

    @Test
    void shouldLetAResourceGoThatKeepsItsPartition() {
        present("kept", CONFIRM + ", deletionPolicy: Retain");

        stage.delete("kept", "novel");

        stage.awaitGone("kept", "novel");
        assertThat(stage.client.partitions("kept")).containsKey("novel");
    }

    @Test
    void shouldLetAResourceGoThatRequiresNoConfirmation() {
        present("free", ", dropGuard: {maxRows: 0}");

        stage.delete("free", "novel");

        stage.awaitGone("free", "novel");
    }

    /** The controller that empties a namespace is told like everybody else, and goes on when the drop was confirmed. */
    @Test
    void shouldHoldTheDeletionOfANamespaceUntilTheDropIsConfirmed() {
        present("emptied", CONFIRM);
        stage.user
                .namespaces()
                .withName("emptied")
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
        stage.eventually(
                () -> kubectl.run("get", "namespace", "emptied", "-o", "yaml").contains("requires a confirmation"),
                () -> kubectl.run("get", "namespace", "emptied", "-o", "yaml"));
        kubectl.run(
                "patch", "mpart", "novel", "-n", "emptied", "--type=merge", "-p", "{\"spec\":{\"ensure\":\"absent\"}}");
        stage.awaitReason("emptied", "novel", "ConfirmationRequired");

        confirm("emptied");

        stage.eventually(
                () -> stage.user.namespaces().withName("emptied").get() == null, () -> "the namespace is still there");
        assertThat(stage.client.partitions("emptied")).isEmpty();
    }

    private static boolean may(String role, String verb, String resource) {
        stage.eventually(
                () -> kubectl.run("get", "clusterrole", role, "-o", "yaml").contains("milvuspartitions"),
                () -> role + " has not got the rights of our roles");
        return kubectl.type(
                        "kubectl auth can-i " + verb + " " + resource + " --as=" + role + "-of-roles -n roles; true")
                .contains("yes");
    }

    /** Users who have nothing but the role, in one namespace. */
    private static void bind(String role) {
        if (stage.user.namespaces().withName("roles").get() == null) {
            stage.user
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName("roles")
                            .endMetadata()
                            .build())
                    .create();
        }
        kubectl.run(
                "create", "rolebinding", role, "--clusterrole=" + role, "--user=" + role + "-of-roles", "-n", "roles");
    }

    @Test
    void shouldLetViewersReadBothKindsAndChangeNone() {
        bind("view");

        assertThat(may("view", "get", "milvuspartitions")).isTrue();
        assertThat(may("view", "list", "milvusconnections")).isTrue();
        assertThat(may("view", "delete", "milvuspartitions")).isFalse();
        assertThat(may("view", "update", "milvuspartitions --subresource=status"))
                .isFalse();
    }

    @Test
    void shouldLetEditorsManagePartitionsButNoConnections() {
        bind("edit");

        assertThat(may("edit", "create", "milvuspartitions")).isTrue();
        assertThat(may("edit", "delete", "milvuspartitions")).isTrue();
        assertThat(may("edit", "create", "milvusconnections")).isFalse();
        assertThat(may("edit", "update", "milvuspartitions --subresource=status"))
                .isFalse();
    }

    @Test
    void shouldLetAdministratorsOfANamespaceDoWhatEditorsDo() {
        bind("admin");

        assertThat(may("admin", "create", "milvuspartitions")).isTrue();
        assertThat(may("admin", "patch", "milvusconnections")).isFalse();
    }

    @Test
    void shouldAddTheScriptsToTheConfigMapOfArgoCdAndKeepTheRest() throws IOException {
        JsonNode data = new ObjectMapper()
                .readTree(kubectl.run("get", "configmap", "argocd-cm", "-n", "argocd", "-o", "json"))
                .path("data");

        assertThat(data.path("url").asText()).isEqualTo("https://argocd.example.org");
        assertThat(data.path("resource.customizations.health.milvusops.io_MilvusPartition")
                        .asText())
                .isEqualTo(Files.readString(PROJECT.resolve(
                        "manifests/argocd/resource_customizations/milvusops.io" + "/MilvusPartition/health.lua")));
        assertThat(data.path("resource.customizations.actions.milvusops.io_MilvusPartition")
                        .asText())
                .contains("discovery.lua: |", "- name: confirm-drop");
    }

    /** The way of the button in Argo CD: what the script wrote is what the operator asks for. */
    @Test
    void shouldDropWhenTheActionOfArgoCdConfirms() throws IOException {
        stage.prepare("button");
        stage.client.createPartition("button", "novel");
        stage.apply(Stage.partition("button", "novel", "novel", CONFIRM + ", ensure: absent"));
        stage.awaitReason("button", "novel", "ConfirmationRequired");
        JsonNode live = LiveResource.read(stage.user, State.Kind.PARTITION, "button", "novel")
                .orElseThrow()
                .json();

        String token = new ArgoCustomization(PROJECT, State.Kind.PARTITION.title()).annotationBy("confirm-drop", live);
        stage.annotate("button", "novel", "confirm-drop", token);

        stage.awaitReason("button", "novel", "Dropped");
    }

    /** The same for a partition that somebody recreated. */
    @Test
    void shouldDropWhatTheActionOfArgoCdAccepts() throws IOException {
        present("accepted", "");
        stage.apply(Stage.partition("accepted", "novel", "novel", ", ensure: absent"));
        stage.awaitReason("accepted", "novel", "Dropped");
        stage.client.createPartition("accepted", "novel");
        stage.awaitReason("accepted", "novel", "Reappeared");
        JsonNode live = LiveResource.read(stage.user, State.Kind.PARTITION, "accepted", "novel")
                .orElseThrow()
                .json();

        String id =
                new ArgoCustomization(PROJECT, State.Kind.PARTITION.title()).annotationBy("accept-replacement", live);
        stage.annotate("accepted", "novel", "accept-replacement", id);

        stage.awaitPartitions("accepted");
    }

    /** Each once, whatever is asked or repeated meanwhile. */
    @Test
    void shouldTellTheStoryInADescription() {
        present("described", "");
        stage.apply(Stage.partition("described", "novel", "novel", CONFIRM + ", ensure: absent"));
        stage.awaitReason("described", "novel", "ConfirmationRequired");
        stage.annotate("described", "novel", "reconcile-requested-at", "now");
        kubectl.run(
                "wait",
                "mpart/novel",
                "-n",
                "described",
                "--for=jsonpath={.status.lastHandledReconcileAt}=now",
                "--timeout=60s");
        confirm("described");
        stage.awaitReason("described", "novel", "Dropped");

        stage.eventually(
                () -> story("described").contains("PartitionDropped"),
                () -> kubectl.run("describe", "mpart", "novel", "-n", "described"));
        assertThat(story("described")).containsExactly("PartitionCreated", "DropBlocked", "PartitionDropped");
    }

    /** The reasons of the events that a description shows. */
    private static List<String> story(String namespace) {
        return kubectl.run("describe", "mpart", "novel", "-n", namespace)
                .lines()
                .dropWhile(line -> !line.startsWith("Events:"))
                .skip(3)
                .map(line -> line.strip().replaceAll("^\\S+ +(\\S+) .*", "$1"))
                .toList();
    }

    @Test
    void shouldChangeNothingInADryRun() throws IOException {
        stage.prepare("dry");
        Path file = folder.resolve("dry.yaml");
        Files.writeString(file, Stage.partition("dry", "novel", "novel", ""));

        assertThat(kubectl.run("apply", "--dry-run=server", "-f", file.toString()))
                .contains("milvuspartition.milvusops.io/novel created (server dry run)");

        assertThat(stage.get("dry", "novel")).isEmpty();
        assertThat(stage.client.partitions("dry")).isEmpty();
    }

    @Test
    void shouldShowInADifferenceWhatAnEditWouldChange() throws IOException {
        present("differs", "");
        Path file = folder.resolve("differs.yaml");
        Files.writeString(file, Stage.partition("differs", "novel", "novel", ", deletionPolicy: Retain"));

        assertThat(kubectl.type("kubectl diff -f " + file + " | grep '^[+-] '; true")
                        .lines()
                        .filter(line -> !line.contains("generation"))
                        .map(String::strip))
                .containsExactly("+  deletionPolicy: Retain");
    }

    @Test
    void shouldRefuseAFieldThatDoesNotExistByItsName() throws IOException {
        Path file = folder.resolve("typo.yaml");
        Files.writeString(file, Stage.partition("enforced", "typo", "typo", ", deletePolicy: Retain"));

        assertThatThrownBy(() -> kubectl.run("apply", "-f", file.toString()))
                .hasMessageContaining("unknown field \"spec.deletePolicy\"");
    }

    @Test
    void shouldRefuseWhatAServerSideApplyHasWrongByItsNameAndSayWhatIsRight() throws IOException {
        Path file = folder.resolve("wrong.yaml");
        Files.writeString(file, Stage.partition("enforced", "wrong", "wrong", ", dropGuard: {delay: soon}"));

        assertThatThrownBy(() -> kubectl.run("apply", "--server-side", "-f", file.toString()))
                .hasMessageContaining("spec.dropGuard.delay: Invalid value")
                .hasMessageContaining("delay must be a duration of at most 8760h, such as 10m or 24h");
    }

    /** An editor that has a user's mistake in it, and prints what kubectl tells its user at the top of the file. */
    private static Path editor(String mistake) throws IOException {
        Path editor = Files.writeString(folder.resolve("editor"), """
                #!/bin/sh
                sed -i '%s' "$1"
                grep '^#' "$1"
                """.formatted(mistake));
        assertThat(editor.toFile().setExecutable(true)).isTrue();
        return editor;
    }

    @Test
    void shouldRefuseAnEditOfWhatCannotBeChangedAndSayWhatToDo() throws IOException {
        present("edited", "");
        Path editor = editor("/partition:/s/novel/essay/");

        assertThatThrownBy(() -> kubectl.type(
                        "TMPDIR=" + folder + " KUBE_EDITOR=" + editor + " kubectl edit mpart novel -n edited"))
                .hasMessageContaining("partition cannot be changed")
                .hasMessageContaining("create another resource for another one");
        assertThat(stage.get("edited", "novel").map(MilvusPartition::getSpec).map(MilvusPartitionSpec::partition))
                .hasValue("novel");
    }
}
