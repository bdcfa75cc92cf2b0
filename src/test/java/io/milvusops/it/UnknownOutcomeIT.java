package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.Condition;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Calls that are refused or not answered in a way that leaves open what they did, again and again. The server is a
 * fake: a real one must be brought to the end of its memory for that. Each test has a server and a namespace of its own,
 * and waits for pauses of the operator.
 */
@Execution(ExecutionMode.CONCURRENT)
class UnknownOutcomeIT {

    /** In the words of Milvus 2.6; the typed code says nothing of when it was found out. */
    private static final Fault OUT_OF_MEMORY =
            Fault.answer(3, 52, "memory quota exceeded[predict=2.1GB][limit=2GB]: quota exceeded");

    /** 5 and 10 seconds, less what of the first had gone by when the reason was seen. */
    private static final Duration TWO_PAUSES = Duration.ofSeconds(12);

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    private static void world(FakeMilvus milvus, String name) {
        milvus.world().addCollection("default", name);
        stage.namespace(name, milvus.uri());
        stage.apply(Stage.partition(name, "novel", "novel", ""));
    }

    private static void awaitCalls(FakeMilvus milvus, Rpc rpc, int calls) {
        stage.eventually(
                () -> milvus.calls().count(rpc) >= calls, () -> milvus.calls().count(rpc) + " calls");
    }

    private static MilvusPartition novel(String name) {
        return stage.get(name, "novel").orElseThrow();
    }

    private static List<Condition> conditions(String name) {
        return Optional.ofNullable(novel(name).getStatus()).map(MilvusPartitionStatus::conditions).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static Optional<Condition> condition(String name, String type) {
        return conditions(name).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** Each try records its moment, and nothing of what is told changes between the second and the third. */
    @Test
    void shouldSayWhatTheServerSaidOfADropUntilItSucceeds() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            world(milvus, "memory");
            stage.awaitReason("memory", "novel", "Present");
            milvus.always(Rpc.DROP_PARTITION, OUT_OF_MEMORY);
            stage.delete("memory", "novel");
            stage.awaitReason("memory", "novel", "QuotaExceeded");
            List<Condition> told = conditions("memory");
            long began = System.nanoTime();

            awaitCalls(milvus, Rpc.DROP_PARTITION, 3);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(TWO_PAUSES);
            assertThat(conditions("memory")).isEqualTo(told);
            assertThat(condition("memory", "DropBlocked"))
                    .hasValueSatisfying(blocked -> assertThat(blocked.message())
                            .contains(
                                    "memory quota exceeded", "free some of the server's quota", "to cancel the drop"));
            milvus.heal();
            stage.awaitGone("memory", "novel");
            assertThat(milvus.world().partitions("default", "memory")).containsExactly("_default");
        }
    }

    @Test
    void shouldSayThatADropGetsNoAnswerUntilItSucceeds() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            world(milvus, "mute");
            stage.awaitReason("mute", "novel", "Present");
            milvus.always(Rpc.DROP_PARTITION, Fault.hang());
            stage.delete("mute", "novel");
            stage.awaitReason("mute", "novel", "ServerUnreachable");
            List<Condition> told = conditions("mute");

            awaitCalls(milvus, Rpc.DROP_PARTITION, 3);

            assertThat(conditions("mute")).isEqualTo(told);
            milvus.heal();
            stage.awaitGone("mute", "novel");
        }
    }
}
