package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A collection is dropped or renamed, and made again, while resources of the former one are still there. */
class FormerCollectionIT {

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

    /** A resource of the former collection has gone because that one is proven gone. */
    private static void formerGone(String name) {
        stage.prepare(name);
        stage.apply(Stage.connection(name, stage.milvus.uri(), "").replace("pollInterval: 1s", "pollInterval: 5m"));
        ready(name, "former", "novel");
        ready(name, "other", "poem");
        stage.annotate(name, "former", "paused", "true");
        stage.delete(name, "former");
        stage.awaitReason(name, "former", "Paused");
        stage.client.dropCollection(name);
        stage.client.createCollection(name);
        stage.client.createPartition(name, "surplus");
        stage.annotate(name, "other", "reconcile-requested-at", "now");
        stage.await(() -> stage.client.partitions(name).containsKey("poem"));
        stage.awaitReason(name, "other", "Present");
        stage.annotate(name, "former", "paused", "false");
        stage.awaitGone(name, "former");
    }

    @Test
    void shouldDropWhatIsDeclaredAbsentInTheCollectionOfToday() {
        formerGone("surplus");

        stage.apply(Stage.partition("surplus", "surplus", "surplus", ", ensure: absent"));

        stage.await(() -> Set.of("Absent", "Dropped").contains(stage.reason("surplus", "surplus")));
        assertThat(stage.client.partitions("surplus")).doesNotContainKey("surplus");
    }

    /** The collection of today is another one, which must be seen before anything in it is recorded. */
    @Test
    void shouldDropWhatWasBoundAnewInTheCollectionOfToday() {
        stage.prepare("anew");
        ready("anew", "novel", "novel");
        stage.client.dropCollection("anew");
        stage.client.createCollection("anew");
        stage.client.createPartition("anew", "novel");
        String id = Long.toString(stage.id("anew", "novel"));
        stage.await(() -> stage.get("anew", "novel")
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::binding)
                .filter(bound -> id.equals(bound.partitionID()))
                .isPresent());

        stage.delete("anew", "novel");

        stage.awaitGone("anew", "novel");
        stage.awaitPartitions("anew");
    }

    @Test
    void shouldLetGoOfAResourceOfTheFormerCollectionThatHasAnHeirInTheCollectionOfToday() {
        stage.prepare("heir");
        ready("heir", "first", "novel");
        stage.apply(Stage.partition("heir", "second", "novel", ""));
        stage.awaitReason("heir", "second", "ClaimedByOther");
        stage.client.dropCollection("heir");
        stage.awaitReason("heir", "first", "CollectionNotFound");
        stage.delete("heir", "first");
        stage.awaitReason("heir", "first", "HandingOver");
        stage.client.createCollection("heir");
        stage.awaitReason("heir", "second", "Present");

        stage.awaitGone("heir", "first");
    }

    @Test
    void shouldNotCallGoneWhatLivesOnInARenamedCollection() {
        stage.prepare("kept");
        ready("kept", "novel", "novel");
        long id = stage.id("kept", "novel");

        stage.client.renameCollection("kept", "kept_2025");
        stage.client.createCollection("kept");

        stage.eventually(() -> stage.events("kept").contains("under the name kept_2025"), () -> stage.events("kept"));
        stage.awaitReason("kept", "novel", "Present");
        assertThat(stage.events("kept")).doesNotContain("PartitionExternallyDropped");
        assertThat(stage.client.partitions("kept_2025")).containsEntry("novel", id);
    }

    /** The drop takes effect, and its answer is lost: until its deadline is over, nobody looks. */
    @Test
    void shouldRecordTheDropOfWhatIsWantedAgainInAnotherCollectionOfTheName() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            milvus.world().addCollection("default", "again");
            stage.namespace("again", milvus.uri());
            ready("again", "novel", "novel");
            milvus.next(Rpc.DROP_PARTITION, Fault.appliedThen(Fault.hang()));
            stage.apply(Stage.partition("again", "novel", "novel", ", ensure: absent"));
            stage.await(() -> milvus.calls().count(Rpc.DROP_PARTITION) == 1);

            milvus.world().renameCollection("default", "again", "again_2025");
            milvus.world().addCollection("default", "again");
            stage.apply(Stage.partition("again", "novel", "novel", ", ensure: present"));

            stage.awaitReason("again", "novel", "Present");
            stage.eventually(() -> stage.events("again").contains("PartitionDropped"), () -> stage.events("again"));
            assertThat(milvus.world().partitions("default", "again")).contains("novel");
        }
    }
}
