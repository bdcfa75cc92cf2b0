package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvus.grpc.DropPartitionRequest;
import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.fake.FakeMilvus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources that another version has stored, in the hands of the whole operator. Each has its name for a partition. */
class UnreadableIT {

    private static final String NAME = "archive";

    private static Stage stage;
    private static FakeMilvus milvus;
    private static OtherSchema other;
    private static WatchBarrier barrier;

    @BeforeAll
    static void storeUnderAnotherSchema() throws IOException {
        stage = new Stage();
        milvus = FakeMilvus.start();
        other = new OtherSchema(stage);
        barrier = new WatchBarrier(stage);
        milvus.world().addCollection("default", NAME);
        stage.namespace(NAME, milvus.uri());
        Stream.of("held", "abandoned", "leaving", "broken").forEach(UnreadableIT::present);
        other.during(() -> {
            Stream.of("live", "corrected").forEach(name -> apply(name, OtherSchema.UNKNOWN));
            stage.apply(Stage.partition(NAME, "wrong", "wrong", "").replace("collection: " + NAME, "collection: 7"));
            Stream.of("held", "abandoned", "leaving").forEach(name -> other.makeUnreadable(NAME, name));
            record("broken", "449");
        });
        Stream.of("held", "abandoned", "leaving", "broken").forEach(name -> stage.delete(NAME, name));
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
        milvus.close();
    }

    private static void apply(String name, String more) {
        stage.apply(Stage.partition(NAME, name, name, more));
    }

    private static void present(String name) {
        apply(name, "");
        stage.awaitReason(NAME, name, "Present");
    }

    /** Writes the id of the bound partition into the status; a number is none, an id is a text. */
    private static void record(String name, String partitionId) {
        stage.servers
                .administrator()
                .run(
                        "patch",
                        "mpart",
                        name,
                        "-n",
                        NAME,
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        "{\"status\": {\"binding\": {\"partitionID\": " + partitionId + "}}}");
    }

    private static boolean warned(String name, String reason) {
        return stage.user.events().v1().events().inNamespace(NAME).list().getItems().stream()
                .anyMatch(event -> event.getType().equals("Warning")
                        && event.getReason().equals(reason)
                        && event.getRegarding().getName().equals(name));
    }

    private static Optional<Condition> condition(String name, String type) {
        return stage
                .get(NAME, name)
                .map(resource -> resource.getStatus())
                .map(MilvusPartitionStatus::conditions)
                .stream()
                .flatMap(List::stream)
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    private static long drops(String partition) {
        return milvus.calls().all().stream()
                .filter(call -> call.request() instanceof DropPartitionRequest drop
                        && drop.getPartitionName().equals(partition))
                .count();
    }

    private static List<String> partitions() {
        return List.copyOf(milvus.world().partitions("default", NAME));
    }

    /** Also where the API server takes no status, or the status itself is what cannot be read. */
    @ParameterizedTest
    @ValueSource(strings = {"live", "held", "broken", "wrong"})
    void shouldWarnOfWhatItCannotRead(String name) {
        stage.eventually(() -> warned(name, "NotUnderstood"), () -> "no warning");
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "held"})
    void shouldSayInTheStatusWhichPlaceItCannotRead(String name) {
        stage.awaitReason(NAME, name, "NotUnderstood");

        assertThat(condition(name, "Ready"))
                .hasValueSatisfying(ready -> assertThat(ready.message()).contains("spec.ensure"));
    }

    @Test
    void shouldCountWhatItCannotRead() {
        stage.eventually(
                () -> stage.operator
                        .metrics()
                        .lines()
                        .anyMatch(line -> line.matches("milvusops_unreadable_resources [1-9].*")),
                () -> "not counted");
    }

    @Test
    void shouldServeAllOthers() {
        present("other");

        stage.delete(NAME, "other");

        stage.awaitGone(NAME, "other");
        assertThat(drops("other")).isOne();
    }

    @Test
    void shouldMakeNothingForWhatItCannotRead() {
        stage.awaitReason(NAME, "live", "NotUnderstood");
        stage.annotate(NAME, "live", "note", "looked at again");
        barrier.pass();

        assertThat(partitions()).doesNotContain("live");
    }

    @Test
    void shouldHoldADeletionThatItCannotRead() {
        // The reason was told of the live resource already, and says nothing of its deletion.
        stage.eventually(
                () -> condition("held", "DropBlocked")
                        .filter(blocked -> blocked.status() == ConditionStatus.TRUE)
                        .isPresent(),
                () -> "not told that its drop waits");
        stage.annotate(NAME, "held", "note", "looked at again");
        barrier.pass();

        assertThat(condition("held", "DropBlocked")).hasValueSatisfying(blocked -> {
            assertThat(blocked.status()).isEqualTo(ConditionStatus.TRUE);
            assertThat(blocked.message()).contains(MetadataKeys.ABANDON);
        });
        assertThat(drops("held")).isZero();
    }

    @Test
    void shouldLetGoWithoutADropOfWhatIsAbandoned() {
        stage.awaitReason(NAME, "abandoned", "NotUnderstood");

        stage.annotate(NAME, "abandoned", "abandon", "true");

        stage.awaitGone(NAME, "abandoned");
        assertThat(drops("abandoned")).isZero();
        assertThat(partitions()).contains("abandoned");
        stage.eventually(() -> warned("abandoned", "PartitionKept"), () -> "not told");
    }

    @Test
    void shouldServeWhatIsCorrected() {
        stage.awaitReason(NAME, "corrected", "NotUnderstood");

        other.correct(NAME, "corrected");

        stage.awaitReason(NAME, "corrected", "Present");
        assertThat(partitions()).contains("corrected");
    }

    @Test
    void shouldDropOnceWhatIsCorrectedWhileItIsBeingDeleted() {
        stage.awaitReason(NAME, "leaving", "NotUnderstood");

        other.correct(NAME, "leaving");

        stage.awaitGone(NAME, "leaving");
        assertThat(drops("leaving")).isOne();
    }

    @Test
    void shouldDropOnceWhenTheRecordIsCorrected() {
        stage.eventually(() -> warned("broken", "NotUnderstood"), () -> "no warning");
        barrier.pass();
        long before = drops("broken");
        long id = milvus.world().partitionId("default", NAME, "broken").orElseThrow();

        record("broken", "\"" + id + "\"");

        stage.awaitGone(NAME, "broken");
        assertThat(before).isZero();
        assertThat(drops("broken")).isOne();
    }
}
