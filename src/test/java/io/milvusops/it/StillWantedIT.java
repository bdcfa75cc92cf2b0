package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusConnection;
import io.milvusops.fake.FakeMilvus;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The owner of a partition is deleted while another resource, whose connection is missing for a moment, wants it. */
class StillWantedIT {

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    private static String novel(String namespace) {
        return """
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                metadata: {name: novel, namespace: %s}
                spec: {collection: book, partition: novel}
                """.formatted(namespace);
    }

    @Test
    void shouldHandOverToAResourceWhoseConnectionIsMadeAnew() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            milvus.world().addCollection("default", "book");
            long id = milvus.world().addPartition("default", "book", "novel");
            stage.namespace("owner", milvus.uri());
            stage.namespace("heir", milvus.uri());
            stage.apply(novel("owner"));
            stage.awaitReason("owner", "novel", "Present");
            stage.apply(novel("heir"));
            stage.awaitReason("heir", "novel", "ClaimedByOther");
            stage.user
                    .resources(MilvusConnection.class)
                    .inNamespace("heir")
                    .withName("default")
                    .delete();
            stage.awaitReason("heir", "novel", "ConnectionNotFound");

            stage.delete("owner", "novel");
            stage.awaitReason("owner", "novel", "HandingOver");
            stage.apply(Stage.connection("heir", milvus.uri(), ""));

            stage.awaitGone("owner", "novel");
            assertThat(milvus.world().partitionId("default", "book", "novel")).contains(id);
        }
    }
}
