package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.fake.FakeMilvus;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A list made before a resource came proves nothing about what it orders: the next poll may be a day away. */
class StaleListIT {

    private static Stage stage;
    private static FakeMilvus milvus;

    @BeforeAll
    static void start() throws IOException {
        milvus = FakeMilvus.start();
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
        milvus.close();
    }

    private static void connect(String namespace) {
        stage.namespace(namespace, milvus.uri());
        stage.apply(Stage.connection(namespace, milvus.uri(), "").replace("pollInterval: 1s", "pollInterval: 24h"));
    }

    /** Another resource's list is known, and meanwhile somebody makes the partition novel. */
    private static void listThenMakeNovel(String collection) {
        milvus.world().addCollection("default", collection);
        connect(collection);
        stage.apply(Stage.partition(collection, "other", "other", ""));
        stage.awaitReason(collection, "other", "Present");
        milvus.world().addPartition("default", collection, "novel");
    }

    /** It knew no such collection, and had said so twice. */
    @Test
    void shouldDropWhatIsDeclaredAbsentThoughTheLastListDidNotShowIt() {
        connect("absent");
        stage.apply(Stage.partition("absent", "other", "other", ", ensure: absent"));
        stage.awaitReason("absent", "other", "Absent");
        milvus.world().addCollection("default", "absent");
        milvus.world().addPartition("default", "absent", "novel");

        stage.apply(Stage.partition("absent", "novel", "novel", ", ensure: absent"));

        stage.awaitReason("absent", "novel", "Dropped");
        assertThat(milvus.world().partitions("default", "absent")).doesNotContain("novel");
    }

    @Test
    void shouldRefuseWhatWasThereBeforeThoughTheLastListDidNotShowIt() {
        listThenMakeNovel("refuse");

        stage.apply(Stage.partition("refuse", "novel", "novel", ", adoptionPolicy: Refuse"));

        stage.awaitReason("refuse", "novel", "AlreadyExists");
    }
}
