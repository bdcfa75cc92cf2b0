package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.BindingStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two collections exchange their names, as in a blue-green deployment, while a resource names each. The names lead to
 * the other collection from then on, and for a while both resources have recorded the same partition.
 */
class ExchangedCollectionsIT {

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    private static String green(String name) {
        return name + "_green";
    }

    private static void present(String name, String resource, String collection) {
        stage.apply(Stage.partition(name, resource, "novel", "")
                .replace("collection: " + name + ",", "collection: " + collection + ","));
        stage.awaitReason(name, resource, "Present");
    }

    /** The resource blue names the collection of the namespace's name, and is the older one. */
    private static void prepare(String name) {
        stage.prepare(name);
        stage.client.createCollection(green(name));
        present(name, "blue", name);
        present(name, "green", green(name));
    }

    private static void exchange(String name) {
        stage.client.renameCollection(name, name + "_passing");
        stage.client.renameCollection(green(name), name);
        stage.client.renameCollection(name + "_passing", green(name));
    }

    private static String boundTo(String name, String resource) {
        return stage.get(name, resource)
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::binding)
                .map(BindingStatus::partitionID)
                .orElse("");
    }

    private static void awaitBound(String name, String resource, long partition) {
        stage.await(() -> boundTo(name, resource).equals(Long.toString(partition)));
    }

    @Test
    void shouldServeEachResourceInTheCollectionThatHasItsNameNow() {
        prepare("served");
        long first = stage.id("served", "novel");
        long second = stage.id(green("served"), "novel");

        exchange("served");

        awaitBound("served", "blue", second);
        awaitBound("served", "green", first);
        stage.awaitReason("served", "green", "Present");
    }

    /** The other resource has recorded the same partition at that moment, and is about to leave it. */
    @Test
    void shouldDropWhatADeletedResourceIsBoundToSinceTheExchange() {
        prepare("dropped");
        long first = stage.id("dropped", "novel");
        long second = stage.id(green("dropped"), "novel");
        exchange("dropped");
        awaitBound("dropped", "blue", second);

        stage.delete("dropped", "blue");

        stage.awaitGone("dropped", "blue");
        assertThat(stage.client.partitions("dropped")).doesNotContainValue(second);
        awaitBound("dropped", "green", first);
    }

    /** The collection was renamed and back: the other resource has recorded the partition, and its name leads nowhere. */
    @Test
    void shouldNotLetAPartitionGoToWhoseNameDoesNotLeadToIt() {
        stage.prepare("back");
        present("back", "first", "back");
        long id = stage.id("back", "novel");
        // Of two that were made in one second the lower uid would own it.
        Instant made = Instant.parse(
                stage.get("back", "first").orElseThrow().getMetadata().getCreationTimestamp());
        stage.await(() -> Instant.now().isAfter(made.plusSeconds(2)));
        stage.apply(Stage.partition("back", "other", "novel", ", deletionPolicy: Retain")
                .replace("collection: back,", "collection: back_2025,"));
        stage.awaitReason("back", "other", "CollectionNotFound");
        stage.client.renameCollection("back", "back_2025");
        awaitBound("back", "other", id);
        stage.client.renameCollection("back_2025", "back");
        stage.awaitReason("back", "first", "Present");

        stage.delete("back", "first");

        stage.awaitReason("back", "first", "HandingOver");
        stage.delete("back", "other");
        stage.awaitGone("back", "first");
        assertThat(stage.client.partitions("back")).isEmpty();
    }

    /** Where the recorded collection is now, nobody looks by himself for minutes. */
    @Test
    void shouldDropWhereTheCollectionIsNowThoughWhatHasItsNameIsSeldomLookedAt() {
        prepare("seldom");
        stage.apply(Stage.connection("seldom", stage.milvus.uri(), "").replace("pollInterval: 1s", "pollInterval: 5m"));
        stage.apply(Stage.partition("seldom", "poem", "poem", "")
                .replace("collection: seldom,", "collection: " + green("seldom") + ","));
        stage.awaitReason("seldom", "poem", "Present");
        stage.delete("seldom", "green");
        stage.awaitGone("seldom", "green");

        exchange("seldom");
        stage.delete("seldom", "blue");

        stage.awaitGone("seldom", "blue");
        assertThat(stage.client.partitions(green("seldom"))).doesNotContainKey("novel");
    }

    /** It was served in the collection that had the name meanwhile, and its creation there is nothing to it any more. */
    @Test
    void shouldDropWhatItIsBoundToAgainSinceTheNamesWereExchangedBack() {
        stage.prepare("again");
        stage.client.createCollection(green("again"));
        present("again", "blue", "again");
        String first = boundTo("again", "blue");
        exchange("again");
        stage.eventually(() -> !boundTo("again", "blue").equals(first), () -> boundTo("again", "blue"));
        stage.awaitReason("again", "blue", "Present");
        exchange("again");
        stage.eventually(() -> boundTo("again", "blue").equals(first), () -> boundTo("again", "blue"));

        stage.delete("again", "blue");

        stage.awaitGone("again", "blue");
        assertThat(stage.client.partitions("again")).isEmpty();
        assertThat(stage.client.partitions(green("again"))).containsOnlyKeys("novel");
    }
}
