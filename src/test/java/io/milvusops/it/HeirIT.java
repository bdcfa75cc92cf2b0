package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.DropOutcome;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who takes over what another resource gives up: who wants that partition, and not who bears its name. */
class HeirIT {

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    private static void ready(String collection, String name) {
        stage.apply(Stage.partition(collection, name, "novel", ""));
        stage.awaitReason(collection, name, "Present");
    }

    /**
     * The collection gets another name and leaves its own to a new one, in which a resource is served. Returns the id of
     * the new partition.
     */
    private static long nextCollection(String collection) {
        stage.client.renameCollection(collection, collection + "_2025");
        stage.client.createCollection(collection);
        ready(collection, "second");
        return stage.id(collection, "novel");
    }

    private static void assertDroppedInTheRenamedCollectionOnly(String collection, long next) {
        stage.eventually(
                () -> !stage.client.partitions(collection + "_2025").containsKey("novel"),
                () -> stage.reason(collection, "first"));
        assertThat(stage.client.partitions(collection)).containsEntry("novel", next);
    }

    @Test
    void shouldDropWhatWasDeletedThoughTheNameIsAnotherPartitionsByNow() {
        stage.prepare("swap");
        ready("swap", "first");
        stage.annotate("swap", "first", "paused", "true");
        stage.delete("swap", "first");
        long next = nextCollection("swap");

        stage.annotate("swap", "first", "paused", "false");

        stage.awaitGone("swap", "first");
        assertDroppedInTheRenamedCollectionOnly("swap", next);
    }

    @Test
    void shouldDropWhatIsDeclaredAbsentThoughTheNameIsAnotherPartitionsByNow() {
        stage.prepare("shift");
        ready("shift", "first");
        stage.annotate("shift", "first", "paused", "true");
        stage.apply(Stage.partition("shift", "first", "novel", ", ensure: absent"));
        long next = nextCollection("shift");

        stage.annotate("shift", "first", "paused", "false");

        // What has the name is seen a moment after the drop, and is another one's.
        stage.awaitReason("shift", "first", "Reappeared");
        MilvusPartitionStatus first =
                Objects.requireNonNull(stage.get("shift", "first").orElseThrow().getStatus());
        assertThat(Objects.requireNonNull(first.drop()).outcome()).isEqualTo(DropOutcome.DROPPED);
        assertThat(Objects.requireNonNull(first.conditions()).get(0).message())
                .contains("shift/second wants it present");
        assertDroppedInTheRenamedCollectionOnly("shift", next);
    }

    /** The name at another server says nothing of the partition at the former one. */
    @Test
    void shouldHoldADeletionBehindAnEditedConnectionWhoeverIsServedThere() {
        try (FakeMilvus other = FakeMilvus.start()) {
            other.world().addCollection("default", "moved");
            stage.prepare("moved");
            ready("moved", "first");
            stage.annotate("moved", "first", "paused", "true");
            stage.delete("moved", "first");
            stage.apply(Stage.connection("moved", other.uri(), ""));
            ready("moved", "second");

            stage.annotate("moved", "first", "paused", "false");

            stage.awaitReason("moved", "first", "EndpointChanged");
        }
    }

    /** What is not on record yet cannot be inherited. */
    @Test
    void shouldHandOverACreationThatIsNotOnRecordToWhoRefusesWhatWasThereBefore() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            milvus.world().addCollection("default", "created");
            stage.namespace("created", milvus.uri());
            milvus.next(Rpc.CREATE_PARTITION, Fault.changedAfter(() -> {
                stage.apply(Stage.partition("created", "second", "novel", ", adoptionPolicy: Refuse"));
                stage.delete("created", "first");
            }));

            stage.apply(Stage.partition("created", "first", "novel", ""));

            stage.awaitReason("created", "second", "Present");
            stage.awaitGone("created", "first");
            assertThat(milvus.calls().count(Rpc.DROP_PARTITION)).isZero();
        }
    }
}
