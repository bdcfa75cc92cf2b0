package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A collection is dropped and made again while resources of the former one are still there. */
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
}
