package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.milvusops.api.MeasuredStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.gitops.State;
import io.milvusops.servers.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pipelines do to resources, on real servers: docs/gitops.md has a line for each. */
class GitOpsIT {

    /** What is never to be seen is looked for so often, in each of three states. */
    private static final int TRIES = 200;

    private static final int TENANTS = 50;
    private static final String FLUX = "kustomize-controller";

    @TempDir
    private static Path git;

    private static Stage stage;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
        kubectl = stage.servers.administrator().in(git);
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    private static void commit(String collection, String name, String partition, String more) {
        try {
            Files.writeString(file(collection, name), Stage.partition(collection, name, partition, more));
        } catch (IOException unwritable) {
            throw new IllegalStateException(unwritable);
        }
    }

    private static Path file(String collection, String name) {
        return git.resolve(collection + "-" + name + ".yaml");
    }

    /** Applied, and present. */
    private static long present(String collection, String more) {
        stage.prepare(collection);
        commit(collection, "novel", "novel", more);
        kubectl.run("apply", "-f", file(collection, "novel").toString());
        stage.awaitReason(collection, "novel", "Present");
        return stage.id(collection, "novel");
    }

    private static List<String> finalizers(String namespace) {
        return stage.get(namespace, "novel").map(MilvusPartition::getFinalizers).orElse(List.of());
    }

    private static String events(String namespace) {
        return stage.user.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .map(Event::getReason)
                .collect(Collectors.joining(" "));
    }

    /** Applies what is in the file, waits for Ready as one types it, and returns what was waited for. */
    private static JsonNode applyAndWait(String collection, String name) {
        String printed = kubectl.type("kubectl apply -f " + file(collection, name)
                + " > /dev/null && kubectl wait --for=condition=Ready mpart/" + name
                + " -n " + collection + " --timeout=60s -o json");
        try {
            JsonNode waitedFor = new ObjectMapper().readTree(printed);
            assertThat(waitedFor.at("/status/observedGeneration"))
                    .as("looked at: %s", printed)
                    .isEqualTo(waitedFor.at("/metadata/generation"));
            return waitedFor.path("status");
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(printed, broken);
        }
    }

    /** By the object that ended the wait: a moment later it would be as wanted anyway. */
    @Test
    void shouldNotBeReadyBeforeThePartitionIsAsWanted() {
        stage.prepare("ready");
        IntStream.range(0, TRIES).parallel().forEach(number -> {
            String name = "p" + number;
            commit("ready", name, name, "");
            assertThat(applyAndWait("ready", name).path("partitionState").asText())
                    .as("a new one")
                    .isEqualTo("Present");
            assertThat(stage.client.partitions("ready")).containsKey(name);

            commit("ready", name, name, ", deletionPolicy: Retain");
            assertThat(applyAndWait("ready", name).path("onDelete").asText())
                    .as("an edited one")
                    .isEqualTo("Retain");

            commit("ready", name, name, ", deletionPolicy: Retain, ensure: absent");
            assertThat(applyAndWait("ready", name).at("/drop/outcome").asText())
                    .as("an absent one")
                    .isEqualTo("Dropped");
            assertThat(stage.client.partitions("ready")).doesNotContainKey(name);
        });
    }

    /** It is recorded first, and is as it is not wanted until it is gone. */
    @Test
    void shouldNotBeReadyBeforeAPartitionIsGoneThatWasThereBefore() {
        stage.prepare("former");
        IntStream.range(0, TRIES).parallel().forEach(number -> {
            String name = "p" + number;
            stage.client.createPartition("former", name);
            commit("former", name, name, ", ensure: absent");

            assertThat(applyAndWait("former", name).at("/drop/outcome").asText())
                    .isEqualTo("Dropped");
            assertThat(stage.client.partitions("former")).doesNotContainKey(name);
        });
    }

    /** Argo CD's Replace=true. */
    @Test
    void shouldKeepThePartitionAndItsProtectionWhenTheResourceIsReplaced() {
        long id = present("put", "");

        kubectl.run("replace", "-f", file("put", "novel").toString());

        stage.eventually(
                () -> finalizers("put").equals(List.of("milvusops.io/partition")),
                () -> "protected by " + finalizers("put"));
        assertThat(stage.client.partitions("put")).containsEntry("novel", id);
        stage.delete("put", "novel");
        stage.awaitGone("put", "novel");
        assertThat(stage.client.partitions("put")).isEmpty();
    }

    /** A replacement strips the finalizer, and that ends a deletion: it must not pass for an order to drop. */
    @Test
    void shouldKeepThePartitionWhenAResourceIsReplacedWhileItIsBeingDeleted() throws Exception {
        long id = present("stripped", ", dropGuard: {delay: 1h}");
        stage.delete("stripped", "novel");
        stage.awaitReason("stripped", "novel", "DelayPending");

        kubectl.run("replace", "-f", file("stripped", "novel").toString());

        stage.awaitGone("stripped", "novel");
        stage.eventually(
                () -> stage.operator.metrics().contains("milvusops_orphaned_total 1"), () -> stage.operator.log());
        assertThat(stage.client.partitions("stripped")).containsEntry("novel", id);
    }

    /** What cannot be patched, because a field is immutable, is deleted and created anew. A drop needs some time. */
    @Test
    void shouldDropTheFormerPartitionWhenAnotherNameIsForced() {
        present("forced", "");
        commit("forced", "novel", "essay", "");

        kubectl.run(
                "apply",
                "--force",
                "--timeout=60s",
                "-f",
                file("forced", "novel").toString());

        stage.awaitReason("forced", "novel", "Present");
        assertThat(stage.client.partitions("forced")).containsOnlyKeys("essay");
    }

    @Test
    void shouldKeepTheFormerPartitionWhenAnotherNameIsForcedOnARetainedOne() {
        present("forcedretain", ", deletionPolicy: Retain");
        commit("forcedretain", "novel", "essay", ", deletionPolicy: Retain");

        kubectl.run("apply", "--force", "-f", file("forcedretain", "novel").toString());

        stage.awaitReason("forcedretain", "novel", "Present");
        assertThat(stage.client.partitions("forcedretain")).containsOnlyKeys("novel", "essay");
    }

    /** Argo CD's Force=true with Replace=true; Flux's force does the same when the API server refuses a change. */
    @Test
    void shouldDropAndCreateAnewWhenTheResourceIsReplacedByForce() {
        long id = present("recreated", "");
        stage.client.insert("recreated", "novel", 0, 3);

        kubectl.run("replace", "--force", "-f", file("recreated", "novel").toString());

        stage.awaitReason("recreated", "novel", "Present");
        assertThat(stage.id("recreated", "novel")).isNotEqualTo(id);
        assertThat(events("recreated")).contains("PartitionDropped");
    }

    @Test
    void shouldKeepThePartitionWhenARetainedResourceIsReplacedByForce() {
        long id = present("readopted", ", deletionPolicy: Retain");

        kubectl.run("replace", "--force", "-f", file("readopted", "novel").toString());

        stage.awaitReason("readopted", "novel", "Present");
        assertThat(stage.client.partitions("readopted")).containsEntry("novel", id);
    }

    /** Argo CD deletes like this. */
    @Test
    void shouldTakeOffOnlyItsOwnFinalizerFromAForegroundDeletion() {
        present("foreground", "");
        kubectl.run("patch", "mpart", "novel", "-n", "foreground", "--type=json", "-p", """
                [{"op": "add", "path": "/metadata/finalizers/-", "value": "example.org/backup"}]""");

        kubectl.run("delete", "mpart", "novel", "-n", "foreground", "--cascade=foreground", "--wait=false");

        stage.awaitPartitions("foreground");
        stage.eventually(
                () -> finalizers("foreground").equals(List.of("example.org/backup")),
                () -> "left: " + finalizers("foreground"));
    }

    /** Flux applies before it prunes, and so does Argo CD with PruneLast=true. */
    @Test
    void shouldKeepThePartitionAndItsRowsWhenTheResourceIsRenamedByCreatingFirst() {
        long id = present("renamed", "");
        stage.client.insert("renamed", "novel", 0, 3);
        commit("renamed", "story", "novel", "");

        kubectl.run("apply", "-f", file("renamed", "story").toString());
        stage.awaitReason("renamed", "story", "ClaimedByOther");
        kubectl.run("delete", "-f", file("renamed", "novel").toString());

        stage.awaitReason("renamed", "story", "Present");
        assertThat(stage.client.partitions("renamed")).containsEntry("novel", id);
        stage.annotate("renamed", "story", "reconcile-requested-at", "now");
        stage.eventually(() -> rows("renamed", "story").equals(Optional.of(3L)), () -> "rows lost");
    }

    private static Optional<Long> rows(String namespace, String name) {
        return stage.get(namespace, name)
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::measured)
                .map(MeasuredStatus::rowCount);
    }

    /** Argo CD prunes before it applies: nothing can know of the resource that is still to come. */
    @Test
    void shouldDropAndCreateAnewWhenTheResourceIsRenamedByDeletingFirst() {
        long id = present("pruned", "");
        commit("pruned", "story", "novel", "");

        kubectl.run("delete", "-f", file("pruned", "novel").toString());
        kubectl.run("apply", "-f", file("pruned", "story").toString());

        stage.awaitReason("pruned", "story", "Present");
        assertThat(stage.id("pruned", "novel")).isNotEqualTo(id);
        assertThat(events("pruned")).contains("PartitionDropped");
    }

    /** With Retain the same order keeps everything. */
    @Test
    void shouldKeepThePartitionWhenARetainedResourceIsRenamedByDeletingFirst() {
        long id = present("moved", ", deletionPolicy: Retain");
        commit("moved", "story", "novel", ", deletionPolicy: Retain");

        kubectl.run("delete", "-f", file("moved", "novel").toString());
        kubectl.run("apply", "-f", file("moved", "story").toString());

        stage.awaitReason("moved", "story", "Present");
        assertThat(stage.client.partitions("moved")).containsEntry("novel", id);
    }

    /** Imitates a pass of Flux: what was written with kubectl becomes its own, and then it applies what is in Git. */
    private static void passOfFlux(String namespace) {
        stage.user
                .genericKubernetesResources("milvusops.io/v1alpha1", State.Kind.PARTITION.title())
                .inNamespace(namespace)
                .withName("novel")
                .edit(GitOpsIT::takenOver);
        stage.user
                .resource(Stage.partition(namespace, "novel", "novel", ""))
                .fieldManager(FLUX)
                .forceConflicts()
                .serverSideApply();
    }

    private static GenericKubernetesResource takenOver(GenericKubernetesResource resource) {
        List<ManagedFieldsEntry> entries = resource.getMetadata().getManagedFields();
        if (entries.stream().anyMatch(GitOpsIT::byKubectl)) {
            entries.removeIf(entry -> FLUX.equals(entry.getManager()));
            entries.stream().filter(GitOpsIT::byKubectl).forEach(entry -> {
                entry.setManager(FLUX);
                entry.setOperation("Apply");
            });
        }
        return resource;
    }

    private static boolean byKubectl(ManagedFieldsEntry entry) {
        return Objects.requireNonNullElse(entry.getManager(), "").startsWith("kubectl");
    }

    private static void pauseByHand(String namespace, String manager) {
        stage.prepare(namespace);
        passOfFluxCreates(namespace);
        kubectl.run(
                "annotate",
                "mpart",
                "novel",
                "-n",
                namespace,
                "milvusops.io/paused=true",
                "--field-manager=" + manager);
        stage.awaitReason(namespace, "novel", "Paused");
    }

    private static void passOfFluxCreates(String namespace) {
        stage.user
                .resource(Stage.partition(namespace, "novel", "novel", ""))
                .fieldManager(FLUX)
                .forceConflicts()
                .serverSideApply();
        stage.awaitReason(namespace, "novel", "Present");
    }

    @Test
    void shouldGoOnWhenFluxTakesAPauseAwayThatWasSetByHand() {
        pauseByHand("flux", "kubectl-annotate");

        passOfFlux("flux");

        stage.awaitReason("flux", "novel", "Present");
    }

    @Test
    void shouldStayPausedWhenThePauseIsWrittenInANameThatFluxRespects() {
        pauseByHand("respected", "flux-client-side-apply");

        passOfFlux("respected");

        assertThat(stage.get("respected", "novel").orElseThrow().getMetadata().getAnnotations())
                .containsEntry("milvusops.io/paused", "true");
    }

    @Test
    void shouldDropAllPartitionsOfANamespaceThatIsDeletedWithItsConnectionAndSecret() {
        stage.client.createCollection("leaving");
        stage.namespace("leaving", stage.milvus.uri());
        stage.user
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("login")
                        .withNamespace("leaving")
                        .endMetadata()
                        .withStringData(Map.of("username", "operator", "password", "secret"))
                        .build())
                .create();
        stage.apply(Stage.connection("leaving", stage.milvus.uri(), ", credentialsSecretRef: {name: login}"));
        IntStream.range(0, TENANTS)
                .forEach(number -> stage.apply(Stage.partition("leaving", "t" + number, "t" + number, "")));
        kubectl.run("wait", "--for=condition=Ready", "mpart", "--all", "-n", "leaving", "--timeout=60s");
        assertThat(stage.client.partitions("leaving")).hasSize(TENANTS);

        kubectl.run("delete", "namespace", "leaving", "--timeout=60s");

        assertThat(stage.client.partitions("leaving")).isEmpty();
    }
}
