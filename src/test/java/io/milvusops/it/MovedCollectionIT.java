package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A collection with a partition that is to be dropped is in another database by then. Asked for it by its id, a real
 * server says of each database that it is there.
 */
class MovedCollectionIT {

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    private static MilvusActor in(String database) {
        return new MilvusActor(stage.milvus.uri()).in(database);
    }

    /** The collection book of a database is moved to another one while the drop of its partition novel is paused. */
    private static void move(String name, String from, String to) {
        stage.client.createDatabase(from);
        stage.client.createDatabase(to);
        stage.namespace(name, stage.milvus.uri());
        try (MilvusActor there = in(from)) {
            there.createCollection("book");
            stage.apply("""
                    apiVersion: milvusops.io/v1alpha1
                    kind: MilvusPartition
                    metadata: {name: novel, namespace: %s}
                    spec: {database: %s, collection: book, partition: novel}
                    """.formatted(name, from));
            stage.awaitReason(name, "novel", "Present");
            stage.annotate(name, "novel", "paused", "true");
            stage.delete(name, "novel");
            stage.awaitReason(name, "novel", "Paused");
            there.moveCollection("book", to);
        }
    }

    private static void resume(String name) {
        stage.annotate(name, "novel", "paused", "false");
    }

    private static boolean blocked(String name) {
        return stage.get(name, "novel").map(MilvusPartition::getStatus).map(MilvusPartitionStatus::conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.type().equals("DropBlocked"))
                .map(Condition::status)
                .anyMatch(ConditionStatus.TRUE::equals);
    }

    @Test
    void shouldSayThatTheCollectionIsNotWhereTheServerSays() {
        move("moved", "moveda", "movedb");

        resume("moved");

        stage.awaitReason("moved", "novel", "CollectionNotFound");
        assertThat(blocked("moved")).isTrue();
        try (MilvusActor there = in("movedb")) {
            assertThat(there.partitions("book")).containsKey("novel");
            there.moveCollection("book", "moveda");
        }
        stage.awaitGone("moved", "novel");
        try (MilvusActor back = in("moveda")) {
            assertThat(back.partitions("book")).doesNotContainKey("novel");
        }
    }

    @Test
    void shouldNotTakeTheCollectionForGoneWhenItsFormerDatabaseIsGone() {
        move("ousted", "ousteda", "oustedb");
        stage.client.dropDatabase("ousteda");

        resume("ousted");

        stage.awaitReason("ousted", "novel", "CollectionNotFound");
        try (MilvusActor there = in("oustedb")) {
            assertThat(there.partitions("book")).containsKey("novel");
        }
    }
}
