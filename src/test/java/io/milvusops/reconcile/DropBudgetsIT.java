package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.partition.Budget;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.DropBudgets.Counting;
import io.milvusops.reconcile.PartitionView.Sight;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The account is kept by a compare-and-set of a real API server, whoever writes to it. */
class DropBudgetsIT {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static TestServers servers;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        servers = TestServers.start();
        servers.administrator().run("apply", "-k", "crds");
        servers.administrator().run("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(servers.kubeconfig())))
                .withKubernetesSerialization(ResourceSerialization.create())
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        servers.close();
    }

    /** A connection that allows so many drops in an hour, with a status that tells something else, too. */
    private static MilvusConnection connection(String name, int limit) {
        MilvusConnection declared =
                client.getKubernetesSerialization().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusConnection
                metadata: {name: %s, namespace: default}
                spec: {uri: "http://milvus", dropBudget: {limit: %d, window: 1h}}
                """.formatted(name, limit), MilvusConnection.class);
        MilvusConnection told = client.resource(declared).create();
        told.setStatus(new MilvusConnectionStatus(1L, List.of(), "2.3.5", "http://milvus:19530", null));
        return client.resource(told).updateStatus();
    }

    private static MilvusConnectionStatus status(String name) {
        return Optional.ofNullable(client.resources(MilvusConnection.class)
                        .inNamespace("default")
                        .withName(name)
                        .get())
                .map(MilvusConnection::getStatus)
                .orElseThrow();
    }

    private static DropBudgets budgets(Optional<MilvusConnection> shown, Instant now) {
        return new DropBudgets(new ResourceWrites(client), key -> shown, Clock.fixed(now, ZoneOffset.UTC));
    }

    /** As another process has it: with a watch of its own. */
    private static DropBudgets process(SharedIndexInformer<MilvusConnection> watch) {
        return new DropBudgets(
                new ResourceWrites(client),
                key -> Optional.ofNullable(watch.getStore().getByKey(key.namespace() + "/" + key.name())),
                Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private static SharedIndexInformer<MilvusConnection> watch() {
        return client.resources(MilvusConnection.class).inNamespace("default").inform();
    }

    private static Sight order(String connection, String uid) {
        MilvusPartition resource = client.getKubernetesSerialization()
                .unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                metadata: {name: %s, namespace: default, uid: %s, generation: 1}
                spec: {connectionRef: {name: %s}, collection: book, partition: novel}
                """.formatted(uid, uid, connection), MilvusPartition.class);
        return Sights.of(resource, Sights.BOUND, Reason.DROPPING);
    }

    private static Budget budget(DropBudgets budgets, Sight order) {
        ConnectionKey key = Connections.key(order.resource());
        return budgets.of(key, order.wish(), order.memory());
    }

    /** Asks as passes do, until the order was counted or nothing is left. */
    private static Budget settle(DropBudgets budgets, Sight order) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            if (budget(budgets, order) instanceof Budget.Open) {
                budgets.reserve(order);
            }
            return !(budget(budgets, order) instanceof Budget.Open);
        });
        return budget(budgets, order);
    }

    @Test
    void shouldNotExceedTheLimitWhenTwoProcessesCountAtOnce() {
        connection("contested", 20);
        try (SharedIndexInformer<MilvusConnection> first = watch();
                SharedIndexInformer<MilvusConnection> second = watch()) {
            List<DropBudgets> processes = List.of(process(first), process(second));
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<CompletableFuture<Budget>> settled = IntStream.range(0, 40)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> settle(processes.get(number % 2), order("contested", "u" + number)), threads))
                    .toList();

            assertThat(settled.stream().map(CompletableFuture::join))
                    .filteredOn(budget -> budget instanceof Budget.Reserved)
                    .hasSize(20);
            threads.shutdown();
        }
    }

    @Test
    void shouldCountOnWhileTheWatchIsBehind() {
        DropBudgets budgets = budgets(Optional.of(connection("behind", 2)), NOON);
        budgets.reserve(order("behind", "a"));

        Counting counting = budgets.reserve(order("behind", "b"));

        assertThat(counting).isEqualTo(Counting.DECIDED);
        assertThat(Objects.requireNonNull(status("behind").dropBudget()).spent())
                .isEqualTo(2);
    }

    @Test
    void shouldHoldWhatIsLeftOverWhileTheWatchIsBehind() {
        DropBudgets budgets = budgets(Optional.of(connection("full", 1)), NOON);
        budgets.reserve(order("full", "a"));

        assertThat(budget(budgets, order("full", "b")))
                .isEqualTo(new Budget.Exhausted(
                        "MilvusConnection default/full", 1, 1, "1h", NOON.plus(Duration.ofHours(1))));
    }

    @Test
    void shouldNotCountOnAVersionThatSomebodyElseReplaced() {
        MilvusConnection stale = connection("overtaken", 2);
        budgets(Optional.of(stale), NOON).reserve(order("overtaken", "a"));

        Counting counting = budgets(Optional.of(stale), NOON).reserve(order("overtaken", "b"));

        assertThat(counting).isEqualTo(Counting.OVERTAKEN);
    }

    @Test
    void shouldKeepWhatElseTheStatusTells() {
        budgets(Optional.of(connection("kept", 2)), NOON).reserve(order("kept", "a"));

        assertThat(status("kept"))
                .extracting(MilvusConnectionStatus::observedGeneration, MilvusConnectionStatus::serverVersion)
                .containsExactly(1L, "2.3.5");
    }

    /** A clock that was ahead must not hold drops until the time that it showed. */
    @Test
    void shouldHoldForOneWindowAtMostWhenAClockWasAhead() {
        MilvusConnection created = connection("ahead", 1);
        budgets(Optional.of(created), NOON.plus(Duration.ofDays(365))).reserve(order("ahead", "a"));
        try (SharedIndexInformer<MilvusConnection> watch = watch()) {
            DropBudgets later = process(watch);

            assertThat(settle(later, order("ahead", "b")))
                    .isEqualTo(new Budget.Exhausted(
                            "MilvusConnection default/ahead", 1, 1, "1h", NOON.plus(Duration.ofHours(1))));
        }
    }
}
