package io.milvusops.partition;

import static io.milvusops.partition.Scene.ADOPTED;
import static io.milvusops.partition.Scene.BOOK;
import static io.milvusops.partition.Scene.COLLECTION;
import static io.milvusops.partition.Scene.ELSEWHERE;
import static io.milvusops.partition.Scene.ENDPOINT;
import static io.milvusops.partition.Scene.FINGERPRINT;
import static io.milvusops.partition.Scene.GENERATION;
import static io.milvusops.partition.Scene.INTENT;
import static io.milvusops.partition.Scene.NOW;
import static io.milvusops.partition.Scene.OTHER;
import static io.milvusops.partition.Scene.OURS;
import static io.milvusops.partition.Scene.RECORDED;
import static io.milvusops.partition.Scene.REPAIR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.partition.Order.Stage;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken for our own creation may be dropped later on: every sign has to fit. */
class IntentTest {

    private static final long NEWEST = 50;
    private static final Entry CREATED = new Entry(OURS, NEWEST + 1);

    private static Intent intent(String endpoint, long fingerprint, long newest, OptionalLong replaces) {
        return new Intent(endpoint, COLLECTION, fingerprint, newest, replaces, GENERATION);
    }

    private static boolean explained(Intent intent) {
        Snapshot snapshot = new Snapshot(
                BOOK,
                new CollectionDescription(COLLECTION, "default", "book"),
                new Listing(FINGERPRINT, Map.of("novel", CREATED)),
                Set.of(),
                Map.of(),
                10,
                20);
        return intent.explains(snapshot, CREATED);
    }

    @Test
    void shouldExplainWhatIsNewerInItsCollection() {
        assertThat(explained(intent(ENDPOINT, FINGERPRINT, NEWEST, OptionalLong.of(OTHER))))
                .isTrue();
    }

    static Stream<Arguments> collections() {
        return Stream.of(
                arguments(COLLECTION, "book", true),
                arguments(COLLECTION + 1, "book", false),
                arguments(COLLECTION, "book_2025", false));
    }

    @ParameterizedTest
    @MethodSource("collections")
    void shouldExplainNothingInAnotherCollectionOrBehindAnAlias(long id, String realName, boolean explained) {
        Snapshot snapshot = new Snapshot(
                BOOK,
                new CollectionDescription(id, "default", realName),
                new Listing(FINGERPRINT, Map.of("novel", CREATED)),
                Set.of(),
                Map.of(),
                10,
                20);

        assertThat(INTENT.explains(snapshot, CREATED)).isEqualTo(explained);
    }

    static Stream<Intent> others() {
        return Stream.of(
                intent(ELSEWHERE, FINGERPRINT, NEWEST, OptionalLong.empty()),
                intent(ENDPOINT, FINGERPRINT + 1, NEWEST, OptionalLong.empty()),
                intent(ENDPOINT, FINGERPRINT, NEWEST + 1, OptionalLong.empty()),
                intent(ENDPOINT, FINGERPRINT, NEWEST + 2, OptionalLong.empty()),
                intent(ENDPOINT, FINGERPRINT, NEWEST, OptionalLong.of(OURS)));
    }

    @ParameterizedTest
    @MethodSource("others")
    void shouldNotExplainWhatIsElsewhereOlderOrTheOneThatWasThoughtLost(Intent other) {
        assertThat(explained(other)).isFalse();
    }

    static Stream<Arguments> orders() {
        return Stream.of(
                arguments(order(Stage.DROPPED, GENERATION + 1), false),
                arguments(order(Stage.NOTHING_TO_DROP, GENERATION + 1), false),
                arguments(order(Stage.DROPPED, GENERATION), true),
                arguments(order(Stage.DROPPED, GENERATION - 1), true),
                arguments(order(Stage.REQUESTED, GENERATION + 1), true),
                arguments(order(Stage.ATTEMPTED, GENERATION + 1), true));
    }

    private static Order order(Stage stage, long generation) {
        return new Order(Optional.of(RECORDED), stage, generation, NOW, Optional.empty());
    }

    static Stream<Arguments> drops() {
        return Stream.of(arguments(Stage.REQUESTED, true), arguments(Stage.ATTEMPTED, false));
    }

    /** Until then the resource waits for what its creation did. */
    @ParameterizedTest
    @MethodSource("drops")
    void shouldBeClosedByTheAttemptToDropWhatItWasToReplace(Stage stage, boolean open) {
        Memory memory =
                new Memory(Optional.of(ADOPTED), Optional.of(REPAIR), Optional.of(order(stage, GENERATION - 1)));

        assertThat(REPAIR.openFor(memory)).isEqualTo(open);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void shouldBeClosedByALaterOrderThatWasFulfilledAndByNoOther(Order order, boolean open) {
        Memory memory = new Memory(Optional.empty(), Optional.of(INTENT), Optional.of(order));

        assertThat(INTENT.openFor(memory)).isEqualTo(open);
    }
}
