package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A server that answers every call, and takes its time. Drops wait longer than their records entitle to, and each that
 * is recorded anew costs time again. The server is a fake, because a real one is as slow as it likes.
 */
@Execution(ExecutionMode.CONCURRENT)
class SlowServerIT {

    /** More than can be dropped while a record is good. */
    private static final int PARTITIONS = 10;

    /** An operator that goes round in circles never ends. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    private static void connect(FakeMilvus milvus, String name) {
        milvus.world().addCollection("default", name);
        stage.namespace(name, milvus.uri());
        stage.apply("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusConnection
                metadata: {name: default, namespace: %s}
                spec: {uri: "%s", pollInterval: 5s, requestTimeout: 30s}
                """.formatted(name, milvus.uri()));
    }

    private static void slow(FakeMilvus milvus, Duration latency) {
        Executor later = CompletableFuture.delayedExecutor(latency.toMillis(), TimeUnit.MILLISECONDS);
        Fault fault = exchange -> later.execute(exchange::applyAndAnswer);
        for (Rpc rpc : Rpc.values()) {
            milvus.always(rpc, fault);
        }
    }

    private static void deleteAll(String name) {
        stage.user.resources(MilvusPartition.class).inNamespace(name).delete();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> stage.user
                        .resources(MilvusPartition.class)
                        .inNamespace(name)
                        .list()
                        .getItems()
                        .isEmpty());
    }

    private static void assertDroppedOnceEach(FakeMilvus milvus, String collection, int partitions) {
        assertThat(milvus.world().partitions("default", collection)).containsExactly("_default");
        assertThat(milvus.calls().count(Rpc.DROP_PARTITION)).isEqualTo(partitions);
    }

    @Test
    void shouldGetOnWithManyDropsThatWaitForEachOther() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            connect(milvus, "queue");
            for (int number = 0; number < PARTITIONS; number++) {
                stage.apply(Stage.partition("queue", "p" + number, "p" + number, ""));
            }
            for (int number = 0; number < PARTITIONS; number++) {
                stage.awaitReason("queue", "p" + number, "Present");
            }
            slow(milvus, Duration.ofMillis(1200));

            deleteAll("queue");

            assertDroppedOnceEach(milvus, "queue", PARTITIONS);
        }
    }

    @Test
    void shouldSendADropWhoseOwnCallsTakeLongerThanItMayWaitInAQueue() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            connect(milvus, "slow");
            stage.apply(Stage.partition("slow", "novel", "novel", ""));
            stage.awaitReason("slow", "novel", "Present");
            slow(milvus, Duration.ofSeconds(7));

            deleteAll("slow");

            assertDroppedOnceEach(milvus, "slow", 1);
        }
    }
}
