package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.milvusops.api.Condition;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.OnDelete;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a connection that is deleted, replaced, or left by its server. The servers are fakes, which count what they are asked. */
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

    /** No partition asks its server, so nobody else would notice. */
    @Test
    void shouldNotSayThatAServerAnswersWhichIsGone() {
        try (FakeMilvus lonely = FakeMilvus.start()) {
            stage.namespace("lonely", lonely.uri());
            stage.eventually(() -> says("lonely", "Connected"), () -> "not connected");

            lonely.stop();

            stage.eventually(() -> says("lonely", "ServerUnreachable"), () -> "still connected");
        }
    }

    /** Its lanes noticed what became of the server, and end with it. */
    @Test
    void shouldNotSayThatAServerAnswersWhichIsGoneSinceItsLastPartitionWent() {
        try (FakeMilvus forsaken = FakeMilvus.start()) {
            kept(forsaken, "forsaken");
            stage.eventually(() -> says("forsaken", "Connected"), () -> "not connected");
            stage.delete("forsaken", "novel");
            stage.awaitGone("forsaken", "novel");

            forsaken.stop();

            stage.eventually(() -> says("forsaken", "ServerUnreachable"), () -> "still connected");
        }
    }

    /** The policy came from the connection, and nobody has taken it back. */
    @Test
    void shouldSayThatThePartitionIsKeptWhenTheConnectionIsGoneThatSaidSo() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            milvus.world().addCollection("default", "keeping");
            stage.namespace("keeping", milvus.uri());
            stage.user
                    .resource(connection("keeping"))
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"spec\":{\"defaults\":{\"deletionPolicy\":\"Retain\"}}}");
            stage.apply(Stage.partition("keeping", "novel", "novel", ""));
            stage.awaitReason("keeping", "novel", "Present");

            stage.user.resources(MilvusConnection.class).inNamespace("keeping").delete();
            stage.awaitReason("keeping", "novel", "ConnectionNotFound");

            assertThat(stage.get("keeping", "novel")
                            .map(MilvusPartition::getStatus)
                            .map(MilvusPartitionStatus::onDelete))
                    .contains(OnDelete.RETAIN);
        }
    }

    /** As kubectl replace does, and Argo CD with Replace=true: what is not in the file goes. */
    @Test
    void shouldHoldAConnectionAgainThatWasReplacedWhileAPartitionNeedsIt() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            milvus.world().addCollection("default", "needed");
            stage.namespace("needed", milvus.uri());
            stage.apply(Stage.partition("needed", "novel", "novel", ""));
            stage.awaitReason("needed", "novel", "Present");

            stage.user
                    .resource(connection("needed"))
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");

            stage.eventually(
                    () -> connection("needed").getFinalizers().contains(MetadataKeys.IN_USE_FINALIZER),
                    () -> "not held again");
        }
    }

    /** A connection that nobody needs can be deleted while no operator runs. */
    @Test
    void shouldLetAConnectionGoWhenItsLastPartitionIsGone() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            milvus.world().addCollection("default", "spared");
            stage.namespace("spared", milvus.uri());
            stage.apply(Stage.partition("spared", "novel", "novel", ""));
            stage.awaitReason("spared", "novel", "Present");
            assertThat(connection("spared").getFinalizers()).contains(MetadataKeys.IN_USE_FINALIZER);

            stage.delete("spared", "novel");
            stage.awaitGone("spared", "novel");

            stage.eventually(() -> connection("spared").getFinalizers().isEmpty(), () -> "still in use");
        }
    }

    /** As the message of a connection says that is being deleted. */
    @Test
    void shouldLetAConnectionGoWhenItsPartitionsAreKeptThoughTheServerNeverComesBack() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            milvus.world().addCollection("default", "wrecked");
            stage.namespace("wrecked", milvus.uri());
            stage.apply(Stage.partition("wrecked", "novel", "novel", ""));
            stage.awaitReason("wrecked", "novel", "Present");
            milvus.stop();
            stage.awaitReason("wrecked", "novel", "ServerUnreachable");
            stage.user.resources(MilvusConnection.class).inNamespace("wrecked").delete();
            stage.eventually(() -> says("wrecked", "InUse"), () -> "not in use");

            stage.apply(Stage.partition("wrecked", "novel", "novel", ", deletionPolicy: Retain"));

            stage.eventually(() -> connection("wrecked") == null, () -> "still there");
        }
    }

    private static MilvusConnection connection(String namespace) {
        return stage.user
                .resources(MilvusConnection.class)
                .inNamespace(namespace)
                .withName("default")
                .get();
    }

    private static boolean says(String namespace, String reason) {
        MilvusConnectionStatus status = connection(namespace).getStatus();
        return status != null
                && Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
                        .anyMatch(condition -> condition.type().equals("Ready")
                                && condition.reason().equals(reason));
    }
}
