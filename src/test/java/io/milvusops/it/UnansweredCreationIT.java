package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.BindingStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.Origin;
import io.milvusops.faults.Ending;
import io.milvusops.faults.Moment;
import io.milvusops.faults.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The server has created a partition, nobody was told, and the collection has another name when that is looked into. The
 * answer is held back by a proxy before a real server. Each test has a collection and a namespace of its own, and waits
 * until no creation can take effect any more.
 */
@Execution(ExecutionMode.CONCURRENT)
class UnansweredCreationIT {

    /** Whoever kills it does so alone. */
    private static final String OPERATOR = "operator";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static FaultStage faults;
    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        faults = new FaultStage();
        stage = faults.stage;
    }

    @AfterAll
    static void stop() throws IOException {
        faults.close();
    }

    /** Returns the id of what was created in the collection, which has the other name by now. */
    private static long created(String name, String renamed, Runnable meanwhile) {
        faults.prepare(name, "2s");
        Stop answer = faults.milvus.stop(Moment.AFTER, call -> call.is("CreatePartition", name));
        stage.apply(Stage.partition(name, "novel", "novel", ""));
        assertThat(answer.reachedWithin(PATIENCE)).isTrue();
        stage.client.renameCollection(name, renamed);
        meanwhile.run();
        answer.end(Ending.CUT);
        return stage.client.partitions(renamed).getOrDefault("novel", -1L);
    }

    private static Optional<BindingStatus> binding(String name) {
        return stage.get(name, "novel").map(MilvusPartition::getStatus).map(MilvusPartitionStatus::binding);
    }

    private static void awaitBound(String name, long id) {
        stage.eventually(
                () -> binding(name)
                        .filter(bound -> Long.toString(id).equals(bound.partitionID()))
                        .isPresent(),
                () -> String.valueOf(binding(name)));
    }

    @Test
    @ResourceLock(value = OPERATOR, mode = ResourceAccessMode.READ)
    void shouldDropItWhereItsCollectionIsNowWhenTheResourceIsDeleted() {
        created("leaving", "leaving_2025", () -> stage.delete("leaving", "novel"));

        stage.awaitGone("leaving", "novel");

        assertThat(stage.client.partitions("leaving_2025")).containsOnlyKeys(FaultStage.BYSTANDER);
    }

    /** What has the name by now is somebody else's, and stays. */
    @Test
    @ResourceLock(value = OPERATOR, mode = ResourceAccessMode.READ)
    void shouldDropItAndNotWhatHasTheNameBesideIt() {
        created("swapped", "swapped_2025", () -> {
            stage.client.createCollection("swapped");
            stage.client.createPartition("swapped", "novel");
            stage.delete("swapped", "novel");
        });

        stage.awaitGone("swapped", "novel");

        assertThat(stage.client.partitions("swapped_2025")).containsOnlyKeys(FaultStage.BYSTANDER);
        assertThat(stage.client.partitions("swapped")).containsOnlyKeys("novel");
    }

    @Test
    @ResourceLock(value = OPERATOR, mode = ResourceAccessMode.READ)
    void shouldDropItWhenItIsToBeAbsent() {
        created(
                "unwanted",
                "unwanted_2025",
                () -> stage.apply(Stage.partition("unwanted", "novel", "novel", ", ensure: absent")));

        stage.awaitReason("unwanted", "novel", "Dropped");

        assertThat(stage.client.partitions("unwanted_2025")).containsOnlyKeys(FaultStage.BYSTANDER);
    }

    @Test
    @ResourceLock(OPERATOR)
    void shouldKnowItAfterTheOperatorWasKilled() throws IOException {
        faults.prepare("killed", "2s");
        Stop answer = faults.milvus.stop(Moment.AFTER, call -> call.is("CreatePartition", "killed"));
        stage.apply(Stage.partition("killed", "novel", "novel", ""));
        assertThat(answer.reachedWithin(PATIENCE)).isTrue();
        stage.operator.kill();
        stage.client.renameCollection("killed", "killed_2025");
        stage.delete("killed", "novel");
        answer.end(Ending.CUT);

        stage.operator.restart();

        stage.awaitGone("killed", "novel");
        assertThat(stage.client.partitions("killed_2025")).containsOnlyKeys(FaultStage.BYSTANDER);
    }

    @Test
    @ResourceLock(value = OPERATOR, mode = ResourceAccessMode.READ)
    void shouldRecordItWhileItIsWantedAndItsNameLeadsNowhere() {
        long id = created("wanted", "wanted_2025", () -> {});

        awaitBound("wanted", id);

        assertThat(binding("wanted")).map(BindingStatus::origin).contains(Origin.CREATED);
        stage.awaitReason("wanted", "novel", "CollectionNotFound");
        stage.client.renameCollection("wanted_2025", "wanted");
        stage.awaitReason("wanted", "novel", "Present");
        assertThat(binding("wanted")).map(BindingStatus::partitionID).contains(Long.toString(id));
    }

    /** Served in the new collection of the name, and told what is left in the other one. */
    @Test
    @ResourceLock(value = OPERATOR, mode = ResourceAccessMode.READ)
    void shouldTellThatItIsLeftBehindWhereAnotherCollectionHasTheName() {
        long id = created("served", "served_2025", () -> stage.client.createCollection("served"));

        stage.awaitReason("served", "novel", "Present");

        stage.eventually(() -> stage.events("served").contains("PartitionLeftBehind"), () -> stage.events("served"));
        assertThat(stage.client.partitions("served_2025")).containsEntry("novel", id);
        assertThat(stage.client.partitions("served")).containsKey("novel");
    }

    /** What came to nothing in the new collection of the name is on record when the drop in the old one is. */
    @Test
    @ResourceLock(value = OPERATOR, mode = ResourceAccessMode.READ)
    void shouldDropWhatIsRecordedThoughTheCreationInItsPlaceCameToNothing() {
        faults.prepare("replaced", "2s");
        stage.apply(Stage.partition("replaced", "novel", "novel", ""));
        stage.awaitReason("replaced", "novel", "Present");
        Stop call = faults.milvus.stop(Moment.BEFORE, sent -> sent.is("CreatePartition", "replaced"));
        stage.client.renameCollection("replaced", "replaced_2025");
        stage.client.createCollection("replaced");
        assertThat(call.reachedWithin(PATIENCE)).isTrue();

        stage.delete("replaced", "novel");
        call.end(Ending.CUT);

        stage.awaitGone("replaced", "novel");
        assertThat(stage.client.partitions("replaced_2025")).containsOnlyKeys(FaultStage.BYSTANDER);
    }

    /** An older resource that is let in meanwhile, and takes nothing that was there before. */
    @Test
    @ResourceLock(value = OPERATOR, mode = ResourceAccessMode.READ)
    void shouldNotLeaveItToWhoClaimsItMeanwhile() {
        faults.prepare("claimed", "2s");
        stage.namespace("older", faults.milvus.uri());
        stage.apply("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                metadata: {name: novel, namespace: older}
                spec:
                  connectionRef: {name: default, namespace: claimed}
                  collection: claimed
                  partition: novel
                  adoptionPolicy: Refuse
                """);
        stage.awaitReason("older", "novel", "NotAllowed");
        Stop answer = faults.milvus.stop(Moment.AFTER, call -> call.is("CreatePartition", "claimed"));
        stage.apply(Stage.partition("claimed", "novel", "novel", ""));
        assertThat(answer.reachedWithin(PATIENCE)).isTrue();
        stage.apply(Stage.connection("claimed", faults.milvus.uri(), ", allowedNamespaces: {from: All}"));
        answer.end(Ending.CUT);

        stage.awaitReason("claimed", "novel", "Present");

        stage.delete("older", "novel");
        stage.awaitGone("older", "novel");
        stage.delete("claimed", "novel");
        stage.awaitGone("claimed", "novel");
        assertThat(stage.client.partitions("claimed")).containsOnlyKeys(FaultStage.BYSTANDER);
    }
}
