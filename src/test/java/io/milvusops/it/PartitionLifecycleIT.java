package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.milvusops.api.BindingStatus;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.OnDelete;
import io.milvusops.api.Origin;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What users do on a good day, on a real API server and a real Milvus. */
class PartitionLifecycleIT {

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    private static void ready(String collection, String name, String partition) {
        stage.apply(Stage.partition(collection, name, partition, ""));
        stage.awaitReason(collection, name, "Present");
    }

    private static MilvusPartition resource(String namespace, String name) {
        return stage.get(namespace, name).orElseThrow();
    }

    private static Optional<Origin> origin(String namespace) {
        return stage.get(namespace, "novel")
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::binding)
                .map(BindingStatus::origin);
    }

    @Test
    void shouldCreateAMissingPartitionAndDropItWithItsResource() {
        stage.prepare("create");
        ready("create", "novel", "novel");
        stage.awaitPartitions("create", "novel");

        stage.delete("create", "novel");

        stage.awaitGone("create", "novel");
        stage.awaitPartitions("create");
    }

    @Test
    void shouldRecordOwnCreationAsCreated() {
        stage.prepare("origin");

        ready("origin", "novel", "novel");

        assertThat(origin("origin")).contains(Origin.CREATED);
    }

    @Test
    void shouldReleaseAndDropAnAdoptedLoadedPartition() {
        stage.prepare("loaded");
        stage.client.createPartition("loaded", "novel");
        stage.client.load("loaded", "novel");
        ready("loaded", "novel", "novel");
        assertThat(origin("loaded")).contains(Origin.ADOPTED);

        stage.delete("loaded", "novel");

        stage.awaitGone("loaded", "novel");
        stage.awaitPartitions("loaded");
        stage.eventually(() -> events("loaded").contains("PartitionDropped"), () -> events("loaded"));
    }

    private static MilvusPartitionStatus status(String namespace) {
        return Objects.requireNonNull(
                stage.get(namespace, "novel").orElseThrow().getStatus());
    }

    private static String events(String namespace) {
        return stage.user.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .map(Event::getReason)
                .toList()
                .toString();
    }

    @Test
    void shouldCountADropAndTheRequestsItTook() throws Exception {
        stage.prepare("metrics");
        stage.client.createPartition("metrics", "novel");
        ready("metrics", "novel", "novel");

        stage.delete("metrics", "novel");

        stage.awaitGone("metrics", "novel");
        stage.eventually(
                () -> stage.operator.metrics().contains("milvusops_drops_total{outcome=\"Dropped\"}"),
                () -> "not counted");
        assertThat(stage.operator.metrics())
                .contains("milvusops_milvus_requests_seconds_count{call=\"DropPartition\",outcome=\"OK\"}")
                .contains("milvusops_partitions{");
    }

    @Test
    void shouldWaitWhileALoadedPartitionMustNotBeReleased() {
        stage.prepare("block");
        stage.client.createPartition("block", "novel");
        stage.client.load("block", "novel");
        stage.apply(Stage.partition("block", "novel", "novel", ", dropGuard: {whenLoaded: Block}"));
        stage.awaitReason("block", "novel", "Present");

        stage.delete("block", "novel");

        stage.awaitReason("block", "novel", "PartitionLoaded");
        stage.awaitPartitions("block", "novel");
    }

    @Test
    void shouldDropWhatIsDeclaredAbsentAndKeepTheRecord() {
        stage.prepare("absent");
        stage.client.createPartition("absent", "novel");

        stage.apply(Stage.partition("absent", "novel", "novel", ", ensure: absent"));

        stage.awaitReason("absent", "novel", "Dropped");
        stage.awaitPartitions("absent");
        stage.eventually(() -> resource("absent", "novel").getFinalizers().isEmpty(), () -> "still held");
    }

    /** Ready is True: what is misspelt must not look like what was dropped. */
    @Test
    void shouldSayOfAnAbsenceThatItsCollectionIsNotThere() {
        stage.namespace("misspelt", stage.milvus.uri());

        stage.apply(Stage.partition("misspelt", "novel", "novel", ", ensure: absent"));

        stage.awaitReason("misspelt", "novel", "Absent");
        stage.eventually(
                () -> status("misspelt")
                        .toString()
                        .contains("spec.collection misspelt was not found in database default"),
                () -> status("misspelt").toString());
        stage.eventually(() -> events("misspelt").contains("NothingToDrop"), () -> "not warned");
    }

    @Test
    void shouldTellWhatIsAbandonedBeforeItsDeletionAndKeepIt() {
        stage.prepare("forehand");
        ready("forehand", "novel", "novel");

        stage.annotate("forehand", "novel", "abandon", "true");

        stage.eventually(
                () -> status("forehand").onDelete() == OnDelete.RETAIN,
                () -> status("forehand").toString());
        stage.delete("forehand", "novel");
        stage.awaitGone("forehand", "novel");
        stage.awaitPartitions("forehand", "novel");
    }

    @Test
    void shouldLeaveAloneWhatReappearsAfterAFinishedAbsence() {
        stage.prepare("again");
        stage.client.createPartition("again", "novel");
        stage.apply(Stage.partition("again", "novel", "novel", ", ensure: absent"));
        stage.awaitReason("again", "novel", "Dropped");

        stage.client.createPartition("again", "novel");

        stage.awaitReason("again", "novel", "Reappeared");
        stage.awaitPartitions("again", "novel");
    }

    @Test
    void shouldRecreateWhatSomebodyElseDropped() {
        stage.prepare("drift");
        ready("drift", "novel", "novel");
        long before = stage.id("drift", "novel");

        stage.client.dropPartition("drift", "novel");

        stage.eventually(() -> stage.id("drift", "novel") != before, () -> "not created again");
        stage.eventually(() -> events("drift").contains("PartitionExternallyDropped"), () -> events("drift"));
    }

    @Test
    void shouldOnlyReportAnExternalDropWhenToldSo() {
        stage.prepare("report");
        stage.apply(Stage.partition("report", "novel", "novel", ", onExternalDrop: Report"));
        stage.awaitReason("report", "novel", "Present");

        stage.client.dropPartition("report", "novel");

        stage.awaitReason("report", "novel", "ExternallyDropped");
        stage.awaitPartitions("report");
    }

    @Test
    void shouldNotDropAnotherIncarnationUntilItIsAccepted() {
        stage.prepare("replaced");
        ready("replaced", "novel", "novel");
        stage.annotate("replaced", "novel", "paused", "true");
        stage.awaitReason("replaced", "novel", "Paused");
        stage.delete("replaced", "novel");
        stage.client.dropPartition("replaced", "novel");
        stage.client.createPartition("replaced", "novel");
        long other = stage.id("replaced", "novel");

        stage.annotate("replaced", "novel", "paused", "false");

        stage.awaitReason("replaced", "novel", "PartitionReplaced");
        assertThat(stage.id("replaced", "novel")).isEqualTo(other);
        stage.annotate("replaced", "novel", "accept-replacement", Long.toString(other));
        stage.awaitGone("replaced", "novel");
        stage.awaitPartitions("replaced");
    }

    @Test
    void shouldRefuseWhatWasThereBefore() {
        stage.prepare("refuse");
        stage.client.createPartition("refuse", "novel");

        stage.apply(Stage.partition("refuse", "novel", "novel", ", adoptionPolicy: Refuse"));
        stage.awaitReason("refuse", "novel", "AlreadyExists");
        stage.delete("refuse", "novel");

        stage.awaitGone("refuse", "novel");
        stage.awaitPartitions("refuse", "novel");
    }

    @Test
    void shouldRetainWithoutHoldingTheResource() {
        stage.prepare("retain");
        stage.apply(Stage.partition("retain", "novel", "novel", ", deletionPolicy: Retain"));
        stage.awaitReason("retain", "novel", "Present");
        stage.eventually(() -> resource("retain", "novel").getFinalizers().isEmpty(), () -> "still held");

        stage.delete("retain", "novel");

        stage.awaitGone("retain", "novel");
        stage.awaitPartitions("retain", "novel");
    }

    /** Else it would vanish at its deletion, and its partition stay without a word. */
    @Test
    void shouldHoldAPausedResourceFromWhenItsDeletionMeansADrop() {
        stage.prepare("flipped");
        stage.apply(Stage.partition("flipped", "novel", "novel", ", deletionPolicy: Retain"));
        stage.awaitReason("flipped", "novel", "Present");
        stage.annotate("flipped", "novel", "paused", "true");
        stage.awaitReason("flipped", "novel", "Paused");

        stage.apply(Stage.partition("flipped", "novel", "novel", ", deletionPolicy: Delete"));
        stage.eventually(() -> !resource("flipped", "novel").getFinalizers().isEmpty(), () -> "not held");
        stage.delete("flipped", "novel");
        stage.annotate("flipped", "novel", "paused", "false");

        stage.awaitGone("flipped", "novel");
        stage.awaitPartitions("flipped");
    }

    @Test
    void shouldHandOverToAnotherResourceThatWantsThePartition() {
        stage.prepare("claims");
        ready("claims", "first", "novel");
        long before = stage.id("claims", "novel");
        stage.apply(Stage.partition("claims", "second", "novel", ""));
        stage.awaitReason("claims", "second", "ClaimedByOther");

        stage.delete("claims", "first");

        stage.awaitGone("claims", "first");
        stage.awaitReason("claims", "second", "Present");
        assertThat(stage.id("claims", "novel")).isEqualTo(before);
    }

    @Test
    void shouldNotDropWhenTheLoserOfAClaimIsDeleted() {
        stage.prepare("loser");
        ready("loser", "first", "novel");
        long before = stage.id("loser", "novel");
        stage.apply(Stage.partition("loser", "second", "novel", ""));
        stage.awaitReason("loser", "second", "ClaimedByOther");

        stage.delete("loser", "second");

        stage.awaitGone("loser", "second");
        new WatchBarrier(stage).pass();
        // What would follow from its deletion goes before this in the lane.
        stage.annotate("loser", "first", "reconcile-requested-at", "now");
        stage.await(() -> stage.get("loser", "first")
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::lastHandledReconcileAt)
                .filter("now"::equals)
                .isPresent());
        assertThat(stage.id("loser", "novel")).isEqualTo(before);
    }

    @Test
    void shouldWaitForACollectionThatIsNotThereYet() {
        stage.namespace("later", stage.milvus.uri());
        stage.apply(Stage.partition("later", "novel", "novel", ""));
        stage.awaitReason("later", "novel", "CollectionNotFound");

        stage.client.createCollection("later");

        stage.awaitReason("later", "novel", "Present");
    }

    /** Nobody tells the operator that a collection was created. */
    @Test
    void shouldNotLetACollectionThatIsCreatedWaitForTheNextPoll() {
        stage.namespace("soon", stage.milvus.uri());
        stage.apply(Stage.connection("soon", stage.milvus.uri(), "").replace("pollInterval: 1s", "pollInterval: 24h"));
        stage.apply(Stage.partition("soon", "novel", "novel", ""));
        stage.awaitReason("soon", "novel", "CollectionNotFound");

        stage.client.createCollection("soon");

        stage.awaitReason("soon", "novel", "Present");
    }

    @Test
    void shouldDropInACollectionThatWasRenamed() {
        stage.prepare("renamed");
        ready("renamed", "novel", "novel");
        stage.annotate("renamed", "novel", "paused", "true");
        stage.delete("renamed", "novel");
        stage.client.renameCollection("renamed", "renamed_to");

        stage.annotate("renamed", "novel", "paused", "false");

        stage.awaitGone("renamed", "novel");
        stage.awaitPartitions("renamed_to");
    }

    @Test
    void shouldLetGoWhenTheCollectionIsProvenGone() {
        stage.prepare("vanished");
        ready("vanished", "novel", "novel");
        stage.client.dropCollection("vanished");

        stage.delete("vanished", "novel");

        stage.awaitGone("vanished", "novel");
    }

    @Test
    void shouldLeaveThePartitionWhenAbandoned() {
        stage.prepare("abandon");
        ready("abandon", "novel", "novel");
        stage.annotate("abandon", "novel", "paused", "true");
        stage.delete("abandon", "novel");

        stage.annotate("abandon", "novel", "abandon", "true");

        stage.awaitGone("abandon", "novel");
        stage.awaitPartitions("abandon", "novel");
    }

    @Test
    void shouldServeAResourceRecreatedWithinMilliseconds() {
        stage.prepare("quick");
        ready("quick", "novel", "novel");
        long before = stage.id("quick", "novel");

        stage.delete("quick", "novel");
        stage.eventually(
                () -> {
                    stage.apply(Stage.partition("quick", "novel", "novel", ""));
                    return stage.get("quick", "novel")
                            .filter(novel -> !novel.isMarkedForDeletion())
                            .isPresent();
                },
                () -> "not created again");

        stage.awaitReason("quick", "novel", "Present");
        assertThat(stage.id("quick", "novel")).isNotEqualTo(before);
    }

    @Test
    void shouldHoldEverythingWhenTheConnectionPointsElsewhere() {
        stage.prepare("moved");
        ready("moved", "novel", "novel");
        stage.annotate("moved", "novel", "paused", "true");
        stage.delete("moved", "novel");
        stage.client.dropPartition("moved", "novel");
        String elsewhere = stage.milvus.uri().replace("127.0.0.1", "localhost");
        stage.apply(Stage.connection("moved", elsewhere, ""));

        stage.annotate("moved", "novel", "paused", "false");

        stage.awaitReason("moved", "novel", "EndpointChanged");
        stage.apply(Stage.connection("moved", stage.milvus.uri(), ""));
        stage.awaitGone("moved", "novel");
    }

    /** A drop waits while the address is spelt anew: what the new one says must be able to prove it. */
    @Test
    void shouldRecordTheDropWhenTheServerGotAnotherAddressWhileItWaited() {
        stage.prepare("respelt");
        ready("respelt", "novel", "novel");
        stage.annotate("respelt", "novel", "paused", "true");
        stage.delete("respelt", "novel");
        stage.awaitReason("respelt", "novel", "Paused");
        String elsewhere = stage.milvus.uri().replace("127.0.0.1", "localhost");
        stage.apply(Stage.connection("respelt", elsewhere, ""));

        stage.annotate("respelt", "novel", "paused", "false");

        stage.awaitGone("respelt", "novel");
        stage.awaitPartitions("respelt");
    }

    @Test
    void shouldHoldWhatTheConnectionDoesNotAllow() {
        stage.client.createCollection("forbidden");
        stage.namespace("forbidden", stage.milvus.uri());
        stage.apply(Stage.connection("forbidden", stage.milvus.uri(), ", allowedTargets: [{collection: other}]"));

        stage.apply(Stage.partition("forbidden", "novel", "novel", ""));

        stage.awaitReason("forbidden", "novel", "NotAllowed");
        stage.awaitPartitions("forbidden");
    }

    @Test
    void shouldDropEverythingWithItsNamespace() {
        stage.prepare("whole");
        ready("whole", "novel", "novel");
        ready("whole", "essay", "essay");

        stage.user.namespaces().withName("whole").delete();

        stage.eventually(
                () -> stage.user.namespaces().withName("whole").get() == null,
                () -> "connections left: "
                        + stage.user
                                .resources(MilvusConnection.class)
                                .inNamespace("whole")
                                .list()
                                .getItems());
        stage.awaitPartitions("whole");
    }

    @Test
    void shouldServeTwoHundredResourcesAtOnce() {
        stage.prepare("many");

        IntStream.range(0, 200).forEach(number -> stage.apply(Stage.partition("many", "p" + number, "p" + number, "")));
        stage.eventually(() -> stage.client.partitions("many").size() == 200, () -> "not all created");
        stage.awaitReason("many", "p199", "Present");
        stage.user.resources(MilvusPartition.class).inNamespace("many").delete();

        stage.eventually(
                () -> stage.user
                        .resources(MilvusPartition.class)
                        .inNamespace("many")
                        .list()
                        .getItems()
                        .isEmpty(),
                () -> "not all gone");
        stage.awaitPartitions("many");
    }
}
