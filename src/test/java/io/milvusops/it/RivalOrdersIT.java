package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several resources order one partition away, or one of them wants it and may not any more. */
class RivalOrdersIT {

    private static final List<String> PARTITIONS =
            IntStream.range(0, 6).mapToObj(index -> "chapter" + index).toList();

    private static final Set<String> SETTLED = Set.of("Reappeared", "PartitionReplaced");

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    /** Makes its partitions whenever they are not there, as many a start script does, and remembers their ids. */
    private static final class Application implements AutoCloseable {

        private final Map<String, Set<Long>> seen = new ConcurrentHashMap<>();
        private final AtomicBoolean over = new AtomicBoolean();
        private final ExecutorService threads = Executors.newFixedThreadPool(PARTITIONS.size());
        private final List<CompletableFuture<Void>> works;

        Application(String collection) {
            this.works = PARTITIONS.stream()
                    .map(partition -> CompletableFuture.runAsync(() -> work(collection, partition), threads))
                    .toList();
        }

        private void work(String collection, String partition) {
            Set<Long> ids = seen.computeIfAbsent(partition, first -> ConcurrentHashMap.newKeySet());
            try (MilvusActor client = new MilvusActor(stage.milvus.uri())) {
                while (!over.get()) {
                    client.createPartition(collection, partition);
                    Long id = client.partitions(collection).get(partition);
                    if (id != null) {
                        ids.add(id);
                    }
                }
            }
        }

        /** The ids that the partition had one after the other, beginning with that one. */
        Set<Long> seen(String partition, Map<String, Long> first) {
            Set<Long> all = new HashSet<>(seen.getOrDefault(partition, Set.of()));
            all.add(first.get(partition));
            return all;
        }

        @Override
        public void close() {
            over.set(true);
            works.forEach(CompletableFuture::join);
            threads.shutdown();
        }
    }

    private static void orderTwice(String name) {
        for (String partition : PARTITIONS) {
            for (String order : List.of("one-", "two-")) {
                stage.apply(Stage.partition(
                        name, order + partition, partition, ", ensure: absent, dropGuard: {delay: 10s}"));
            }
        }
    }

    private static Stream<String> orders() {
        return PARTITIONS.stream().flatMap(partition -> Stream.of("one-" + partition, "two-" + partition));
    }

    /** Each drop goes by the name, and only one of the two was ordered for what was there then. */
    @Test
    void shouldNotDropWhatWasMadeBetweenTheDropsOfTwoOrders() {
        stage.prepare("twice");
        PARTITIONS.forEach(partition -> stage.client.createPartition("twice", partition));
        Map<String, Long> ordered = stage.client.partitions("twice");
        orderTwice("twice");
        orders().forEach(order -> stage.awaitReason("twice", order, "DelayPending"));
        try (Application application = new Application("twice")) {
            // To the one whose drop it was something has reappeared, and to the other one its partition was replaced.
            stage.await(
                    () -> orders().map(order -> stage.reason("twice", order)).allMatch(SETTLED::contains));

            // What was ordered away, and what was made after that, which is there still.
            PARTITIONS.forEach(partition -> assertThat(application.seen(partition, ordered))
                    .as(partition)
                    .hasSize(2));
        }
    }

    /** Nobody else was given what its owner has recorded. */
    @Test
    void shouldNotDropWhatItsOwnerHasThatIsNotAllowedAnyMore() {
        stage.prepare("shut");
        stage.apply(Stage.connection("shut", stage.milvus.uri(), ", allowedNamespaces: {from: All}"));
        stage.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: shut-out}
                """);
        stage.apply(Stage.partition("shut", "owner", "novel", ", connectionRef: {name: default, namespace: shut}")
                .replaceFirst("namespace: shut}", "namespace: shut-out}"));
        stage.awaitReason("shut-out", "owner", "Present");
        stage.apply(Stage.partition("shut", "order", "novel", ", ensure: absent"));
        stage.awaitReason("shut", "order", "ClaimedByOther");

        stage.apply(Stage.connection("shut", stage.milvus.uri(), ", allowedNamespaces: {from: Same}"));

        stage.awaitReason("shut-out", "owner", "NotAllowed");
        stage.annotate("shut", "order", "reconcile-requested-at", "afterwards");
        stage.await(() -> stage.get("shut", "order")
                .filter(order -> order.getStatus() != null
                        && "afterwards".equals(order.getStatus().lastHandledReconcileAt()))
                .isPresent());
        assertThat(stage.reason("shut", "order")).isEqualTo("ClaimedByOther");
        assertThat(stage.client.partitions("shut")).containsKey("novel");
    }

    private static String confirmed(String more) {
        return more + ", ensure: absent, dropGuard: {confirmation: Required}";
    }

    /** Nobody ever learns from it what its drop did. The server is a fake, which never answers. */
    @Test
    void shouldNotWaitForEverForTheDropOfWhoIsNotAllowedAnyMore() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            milvus.world().addCollection("default", "mute");
            stage.namespace("mute", milvus.uri());
            String other = Stage.connection("mute", milvus.uri(), "").replace("name: default", "name: other");
            stage.apply(other);
            String confirmation = milvus.world().addPartition("default", "mute", "novel") + ".1";
            stage.apply(Stage.partition("mute", "first", "novel", confirmed("")));
            stage.apply(Stage.partition("mute", "second", "novel", confirmed(", connectionRef: {name: other}")));
            stage.awaitReason("mute", "first", "ConfirmationRequired");
            stage.awaitReason("mute", "second", "ConfirmationRequired");
            milvus.next(Rpc.DROP_PARTITION, Fault.hang());
            stage.annotate("mute", "second", "confirm-drop", confirmation);
            stage.await(() -> milvus.calls().count(Rpc.DROP_PARTITION) == 1);
            stage.apply(other.replace("requestTimeout", "allowedTargets: [{partition: nothing}], requestTimeout"));
            stage.awaitReason("mute", "second", "NotAllowed");

            stage.annotate("mute", "first", "confirm-drop", confirmation);

            stage.awaitReason("mute", "first", "Dropped");
        }
    }
}
