package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.milvusops.api.DropStatus;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.faults.Ending;
import io.milvusops.faults.Moment;
import io.milvusops.faults.PartitionWrite.Kind;
import io.milvusops.faults.Stop;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator's watches show nothing for a while, and users go on. Lists of Milvus are the clock meanwhile. */
class BlindOperatorIT {

    /** In so many an operator that relied on what it sees would have acted long ago. */
    private static final int LISTS = 5;

    private static final String SELECTING = "{\"spec\": {\"allowedNamespaces\": {\"from\": \"Selector\", \"selector\":"
            + " {\"matchLabels\": {\"team\": \"books\"}}}}}";

    private static FaultStage faults;

    @BeforeAll
    static void start() throws IOException {
        faults = new FaultStage();
    }

    @AfterAll
    static void stop() throws IOException {
        faults.close();
    }

    @AfterEach
    void letGo() {
        faults.apiServer.letWatchesGo();
    }

    private static void present(String name, String more) {
        faults.prepare(name, "2s");
        faults.note(name);
        faults.stage.apply(Stage.partition(name, "novel", "novel", more));
        faults.stage.awaitReason(name, "novel", "Present");
    }

    private static String uid(String name) {
        return faults.stage
                .get(name, "novel")
                .map(MilvusPartition::getMetadata)
                .map(metadata -> metadata.getUid())
                .orElse("");
    }

    private static void awaitLists(String name) {
        long before = faults.milvus.log().answered("ShowPartitions", name);
        faults.eventually(name, () -> faults.milvus.log().answered("ShowPartitions", name) >= before + LISTS);
    }

    /** An attempt is on record already, so nothing but the refusal of the second record tells that the order is void. */
    @Test
    void shouldNotDropAgainstAnEditThatItHasNotSeen() {
        present("edited", ", dropGuard: {whenLoaded: Block}");
        faults.stage.client.load("edited", "novel");
        faults.stage.delete("edited", "novel");
        faults.stage.awaitReason("edited", "novel", "PartitionLoaded");
        Stop second = faults.apiServer.stop(Moment.BEFORE, write -> write.is(Kind.WRITE_AHEAD, "edited", "novel"));
        assertThat(second.reachedWithin(Stage.PATIENCE)).isTrue();
        faults.apiServer.holdWatches();
        faults.stage.apply(Stage.partition(
                "edited", "novel", "novel", ", deletionPolicy: Retain, dropGuard: {whenLoaded: Block}"));
        faults.stage.client.release("edited", "novel");

        second.end(Ending.PASS);

        awaitLists("edited");
        assertThat(faults.milvus.log().answered("DropPartition", "edited")).isZero();
        faults.apiServer.letWatchesGo();
        faults.stage.awaitGone("edited", "novel");
        assertThat(faults.stage.client.partitions("edited")).containsKey("novel");
    }

    private static Optional<String> attemptedAt(String name) {
        return faults.stage
                .get(name, "novel")
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::drop)
                .map(DropStatus::attemptedAt);
    }

    /** The record of the first try is there still, and shown: that the watch shows it proves nothing of today. */
    @Test
    void shouldNotDropWhatAnotherResourceWantsThatItHasNotSeen() {
        present("wanted", ", dropGuard: {whenLoaded: Block}");
        faults.stage.client.load("wanted", "novel");
        faults.stage.delete("wanted", "novel");
        faults.stage.awaitReason("wanted", "novel", "PartitionLoaded");
        Optional<String> first = attemptedAt("wanted");
        faults.apiServer.holdWatches("milvuspartitions");
        faults.stage.apply(Stage.partition("wanted", "heir", "novel", ""));

        faults.stage.client.release("wanted", "novel");

        faults.eventually("wanted", () -> !attemptedAt("wanted").equals(first));
        awaitLists("wanted");
        assertThat(faults.milvus.log().answered("DropPartition", "wanted")).isZero();
        faults.apiServer.letWatchesGo();
        faults.stage.awaitGone("wanted", "novel");
        faults.stage.awaitReason("wanted", "heir", "Present");
        assertThat(faults.milvus.log().answered("DropPartition", "wanted")).isZero();
    }

    private static void change(String name, String patch) {
        faults.stage
                .user
                .resources(MilvusConnection.class)
                .inNamespace(name)
                .withName("default")
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    /** The connection was changed, and then the order was given. */
    private static void deleteUnseen(String name, String patch) {
        faults.apiServer.holdWatches("milvusconnections");
        change(name, patch);
        faults.stage.delete(name, "novel");
        faults.stage.awaitReason(name, "novel", "Observing");
        awaitLists(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "paused   | {\"metadata\": {\"annotations\": {\"milvusops.io/paused\": \"true\"}}} | Paused",
                "narrowed | {\"spec\": {\"allowedTargets\": [{\"partition\": \"other\"}]}}         | NotAllowed",
                "shut     | " + SELECTING + " | NotAllowed"
            })
    void shouldNotDropAgainstAConnectionThatItHasNotSeen(String name, String patch, String reason) {
        present(name, "");

        deleteUnseen(name, patch);

        assertThat(faults.milvus.log().answered("DropPartition", name)).isZero();
        faults.apiServer.letWatchesGo();
        faults.stage.awaitReason(name, "novel", reason);
        assertThat(faults.stage.client.partitions(name)).containsKey("novel");
    }

    @Test
    void shouldKeepWhatAConnectionRetainsThatItHasNotSeen() {
        present("retained", "");

        deleteUnseen("retained", "{\"spec\": {\"defaults\": {\"deletionPolicy\": \"Retain\"}}}");

        faults.apiServer.letWatchesGo();
        faults.stage.awaitGone("retained", "novel");
        assertThat(faults.stage.client.partitions("retained")).containsKey("novel");
    }

    @Test
    void shouldCountADropInABudgetThatItHasNotSeen() {
        present("budgeted", "");

        deleteUnseen("budgeted", "{\"spec\": {\"dropBudget\": {\"limit\": 1, \"window\": \"1h\"}}}");

        assertThat(faults.milvus.log().answered("DropPartition", "budgeted")).isZero();
        faults.apiServer.letWatchesGo();
        faults.stage.awaitGone("budgeted", "novel");
        assertThat(faults.stage
                        .user
                        .resources(MilvusConnection.class)
                        .inNamespace("budgeted")
                        .withName("default")
                        .get())
                .extracting("status.dropBudget.spent")
                .isEqualTo(1);
    }

    @Test
    void shouldDropWhenItSeesThatNothingIsPausedAnyMore() {
        present("resumed", "");
        deleteUnseen("resumed", "{\"metadata\": {\"annotations\": {\"milvusops.io/paused\": \"true\"}}}");

        faults.apiServer.letWatchesGo();
        change("resumed", "{\"metadata\": {\"annotations\": {\"milvusops.io/paused\": null}}}");

        faults.stage.awaitGone("resumed", "novel");
        assertThat(faults.milvus.log().carriedOut("DropPartition", "resumed")).containsExactly("novel");
    }

    /** The labels of a namespace decide where a connection selects by them, and have a watch of their own. */
    @Test
    void shouldNotDropAgainstALabelThatItHasNotSeen() {
        present("relabelled", "");
        change("relabelled", SELECTING);
        faults.stage.awaitReason("relabelled", "novel", "NotAllowed");
        label("relabelled", "books");
        faults.stage.awaitReason("relabelled", "novel", "Present");
        faults.apiServer.holdWatches("namespaces");
        label("relabelled", "films");

        faults.stage.delete("relabelled", "novel");

        faults.stage.awaitReason("relabelled", "novel", "Observing");
        faults.apiServer.letWatchesGo();
        faults.stage.awaitReason("relabelled", "novel", "NotAllowed");
        assertThat(faults.stage.client.partitions("relabelled")).containsKey("novel");
    }

    private static void label(String namespace, String team) {
        faults.stage.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: {team: %s}}
                """.formatted(namespace, team));
    }

    /** Retained, so that it can go without the operator. The list that follows shows both as one resource that changed. */
    @Test
    void shouldServeTheNamesakeOfAResourceThatWentUnseen() {
        present("namesake", ", deletionPolicy: Retain");
        String former = uid("namesake");
        faults.apiServer.holdWatches();
        faults.stage.delete("namesake", "novel");
        faults.stage.apply(Stage.partition("namesake", "novel", "novel", ""));
        assertThat(uid("namesake")).isNotEqualTo(former);

        faults.apiServer.expireWatches();

        faults.stage.awaitReason("namesake", "novel", "Present");
        faults.apiServer.letWatchesGo();
        faults.stage.delete("namesake", "novel");
        faults.stage.awaitGone("namesake", "novel");
        assertThat(faults.milvus.log().carriedOut("DropPartition", "namesake")).containsExactly("novel");
    }
}
