package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusConnection;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a connection that is deleted. The servers are fakes, which count what they are asked. */
class ConnectionIT {

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    /** A partition that is kept: no drop needs its connection. */
    private static void kept(FakeMilvus milvus, String name) {
        milvus.world().addCollection("default", name);
        stage.namespace(name, milvus.uri());
        stage.apply(Stage.partition(name, "novel", "novel", ", deletionPolicy: Retain"));
        stage.awaitReason(name, "novel", "Present");
    }

    private static int lists(FakeMilvus milvus) {
        return milvus.calls().count(Rpc.SHOW_PARTITIONS);
    }

    private static void awaitLists(FakeMilvus milvus, int more) {
        int before = lists(milvus);
        stage.eventually(() -> lists(milvus) >= before + more, () -> "not listed");
    }

    /** Such a connection has no finalizer, and is gone at once. The other server tells how time goes by. */
    @Test
    void shouldAskNothingMoreOfAServerWhoseConnectionIsGone() {
        try (FakeMilvus left = FakeMilvus.start();
                FakeMilvus other = FakeMilvus.start()) {
            kept(left, "left");
            kept(other, "other");
            stage.user.resources(MilvusConnection.class).inNamespace("left").delete();
            stage.awaitReason("left", "novel", "ConnectionNotFound");
            awaitLists(other, 2);
            int asked = lists(left);

            awaitLists(other, 4);

            assertThat(lists(left)).isEqualTo(asked);
        }
    }
}
