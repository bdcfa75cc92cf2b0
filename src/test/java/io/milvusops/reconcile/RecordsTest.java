package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.milvusops.api.BindingStatus;
import io.milvusops.api.DropOutcome;
import io.milvusops.api.DropStatus;
import io.milvusops.api.IntentStatus;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.Origin;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Intent;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Order;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record entitles only the very resource that it was made for: a backup brings back status and not uid. */
class RecordsTest {

    private static final String ENDPOINT = "http://milvus:19530";
    private static final String REQUESTED = "2026-01-01T00:00:00Z";
    private static final Intent INTENT = new Intent(ENDPOINT, 100, 101, 50, OptionalLong.empty(), 2);

    private static BindingStatus binding(String owner, @Nullable IntentStatus intent) {
        return new BindingStatus(owner, ENDPOINT, "100", "7", "book", Origin.CREATED, intent);
    }

    private static DropStatus dropped(String owner) {
        return new DropStatus(
                owner, "7", "100", 1L, "2026-01-01T00:00:00Z", null, null, null, null, DropOutcome.DROPPED, 1L);
    }

    private static DropStatus counted(String reservedAt) {
        return new DropStatus("mine", "7", "100", null, "2026-01-01T00:00:00Z", null, reservedAt, null, null, null, 1L);
    }

    private static Memory read(@Nullable BindingStatus binding, @Nullable DropStatus drop, Map<String, String> notes) {
        MilvusPartition resource = new MilvusPartition();
        resource.setMetadata(
                new ObjectMetaBuilder().withUid("mine").withAnnotations(notes).build());
        resource.setStatus(new MilvusPartitionStatus(1L, null, null, binding, null, null, drop, null, null));
        return Records.read(resource);
    }

    @Test
    void shouldReadTheBindingOfTheResourceItself() {
        assertThat(read(binding("mine", null), null, Map.of()).binding()).isPresent();
    }

    @Test
    void shouldNotReadABindingOfAnotherResource() {
        assertThat(read(binding("other", null), null, Map.of()).binding()).isEmpty();
    }

    @Test
    void shouldReadTheOrderOfTheResourceItself() {
        assertThat(read(null, dropped("mine"), Map.of()).order()).isPresent();
    }

    /** Else a partition that is declared absent anew would be called dropped, and stay. */
    @Test
    void shouldNotReadAnOrderOfAnotherResource() {
        assertThat(read(null, dropped("other"), Map.of()).order()).isEmpty();
    }

    @Test
    void shouldReadThatTheOrderWasCountedInTheBudget() {
        assertThat(read(null, counted("2026-01-01T00:00:05Z"), Map.of()).order())
                .flatMap(Order::reservedAt)
                .contains(Instant.parse("2026-01-01T00:00:05Z"));
    }

    /** Else a record that nobody understands would be worth a drop. */
    @Test
    void shouldNotTakeAnOrderForCountedWhoseRecordCannotBeRead() {
        assertThat(read(null, counted("some time ago"), Map.of()).order())
                .flatMap(Order::reservedAt)
                .isEmpty();
    }

    @Test
    void shouldReadAnIntentThatWasWrittenWithTheFinalizer() {
        Map<String, String> annotated = Map.of(MetadataKeys.CREATE_INTENT, Records.intentText("mine", INTENT));

        assertThat(read(null, null, annotated).intent()).contains(INTENT);
    }

    @Test
    void shouldNotReadAnIntentOfAnotherResource() {
        Map<String, String> annotated = Map.of(MetadataKeys.CREATE_INTENT, Records.intentText("other", INTENT));

        assertThat(read(null, null, annotated).intent()).isEmpty();
    }

    @Test
    void shouldReadAnIntentThatWasWrittenToTheStatus() {
        IntentStatus intent = new IntentStatus("mine", ENDPOINT, "100", "101", "50", null, 2L);

        assertThat(read(new BindingStatus(null, null, null, null, null, null, intent), null, Map.of()))
                .isEqualTo(new Memory(Optional.empty(), Optional.of(INTENT), Optional.empty()));
    }

    @Test
    void shouldNotReadAnIntentOfAnotherResourceFromTheStatus() {
        IntentStatus intent = new IntentStatus("other", ENDPOINT, "100", "101", "50", null, 2L);

        assertThat(read(binding("mine", intent), null, Map.of()).intent()).isEmpty();
    }

    static Stream<BindingStatus> incompleteBindings() {
        return Stream.of(
                new BindingStatus(null, ENDPOINT, "100", "7", "book", Origin.CREATED, null),
                new BindingStatus("mine", null, "100", "7", "book", Origin.CREATED, null),
                new BindingStatus("mine", ENDPOINT, null, "7", "book", Origin.CREATED, null),
                new BindingStatus("mine", ENDPOINT, "100", "", "book", Origin.CREATED, null),
                new BindingStatus("mine", ENDPOINT, "100", "seven", "book", Origin.CREATED, null),
                new BindingStatus("mine", ENDPOINT, "100", "7", null, Origin.CREATED, null));
    }

    @ParameterizedTest
    @MethodSource("incompleteBindings")
    void shouldNotReadAnIncompleteBinding(BindingStatus incomplete) {
        assertThat(read(incomplete, null, Map.of()).binding()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CREATED, CREATED", "ADOPTED, ADOPTED", ", ADOPTED"})
    void shouldTakeAPartitionForItsOwnOnlyOnTheRecordsWord(@Nullable Origin recorded, Binding.Origin read) {
        BindingStatus binding = new BindingStatus("mine", ENDPOINT, "100", "7", "book", recorded, null);

        assertThat(read(binding, null, Map.of()).binding()).map(Binding::origin).contains(read);
    }

    private static DropStatus open(
            @Nullable String partition, @Nullable String collection, @Nullable String attemptedAt) {
        return order(partition, collection, REQUESTED, attemptedAt, null, 1L);
    }

    private static DropStatus order(
            @Nullable String partition,
            @Nullable String collection,
            @Nullable String requestedAt,
            @Nullable String attemptedAt,
            @Nullable DropOutcome outcome,
            @Nullable Long generation) {
        return new DropStatus(
                "mine", partition, collection, null, requestedAt, null, null, attemptedAt, null, outcome, generation);
    }

    static Stream<Arguments> stages() {
        return Stream.of(
                arguments(open("7", "100", null), Order.Stage.REQUESTED),
                arguments(open("7", "100", REQUESTED), Order.Stage.ATTEMPTED),
                arguments(order("7", "100", REQUESTED, REQUESTED, DropOutcome.DROPPED, 1L), Order.Stage.DROPPED),
                arguments(
                        order("7", "100", REQUESTED, null, DropOutcome.NOTHING_TO_DROP, 1L),
                        Order.Stage.NOTHING_TO_DROP));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void shouldReadHowFarAnOrderGot(DropStatus recorded, Order.Stage stage) {
        assertThat(read(null, recorded, Map.of()).order())
                .contains(new Order(
                        Optional.of(new Incarnation(100, 7)), stage, 1, Instant.parse(REQUESTED), Optional.empty()));
    }

    static Stream<DropStatus> ordersWithoutIncarnation() {
        return Stream.of(open(null, "100", REQUESTED), open("7", null, REQUESTED));
    }

    @ParameterizedTest
    @MethodSource("ordersWithoutIncarnation")
    void shouldNotReadAnOpenOrderThatDoesNotSayWhatItIsFor(DropStatus recorded) {
        assertThat(read(null, recorded, Map.of()).order()).isEmpty();
    }

    static Stream<DropStatus> ordersOfNoGeneration() {
        return Stream.of(
                order("7", "100", null, null, null, 1L),
                order("7", "100", "yesterday", null, null, 1L),
                order("7", "100", REQUESTED, null, null, null));
    }

    /** Else a delay would be over that never began. */
    @ParameterizedTest
    @MethodSource("ordersOfNoGeneration")
    void shouldTakeAnOrderThatDoesNotSayWhenAndByWhomForAnEarlierOne(DropStatus recorded) {
        assertThat(read(null, recorded, Map.of()).order())
                .map(Order::generation)
                .contains(-1L);
    }

    @Test
    void shouldPreferAnOpenIntentOfTheAnnotationToThatOfTheStatus() {
        IntentStatus later = new IntentStatus("mine", ENDPOINT, "100", "101", "60", null, 2L);
        Map<String, String> annotated = Map.of(MetadataKeys.CREATE_INTENT, Records.intentText("mine", INTENT));

        assertThat(read(new BindingStatus(null, null, null, null, null, null, later), null, annotated)
                        .intent())
                .contains(INTENT);
    }

    @Test
    void shouldPreferTheIntentOfTheStatusToAConsumedOneOfTheAnnotation() {
        IntentStatus repair = new IntentStatus("mine", ENDPOINT, "100", "101", "60", "7", 2L);
        Map<String, String> annotated = Map.of(MetadataKeys.CREATE_INTENT, Records.intentText("mine", INTENT));

        assertThat(read(binding("mine", repair), null, annotated).intent())
                .contains(new Intent(ENDPOINT, 100, 101, 60, OptionalLong.of(7), 2));
    }

    static Stream<IntentStatus> incompleteIntents() {
        return Stream.of(
                new IntentStatus("mine", null, "100", "101", "50", null, 2L),
                new IntentStatus("mine", ENDPOINT, null, "101", "50", null, 2L),
                new IntentStatus("mine", ENDPOINT, "100", null, "50", null, 2L),
                new IntentStatus("mine", ENDPOINT, "100", "101", null, null, 2L),
                new IntentStatus("mine", ENDPOINT, "100", "101", "50", null, null));
    }

    @ParameterizedTest
    @MethodSource("incompleteIntents")
    void shouldNotReadAnIncompleteIntent(IntentStatus incomplete) {
        assertThat(read(binding("mine", incomplete), null, Map.of()).intent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mine",
                "mine 100 101 50 - 2",
                "mine 100 101 50 - 2 http://milvus:19530 more",
                "mine x 101 50 - 2 http://milvus:19530",
                "mine 100 x 50 - 2 http://milvus:19530",
                "mine 100 101 x - 2 http://milvus:19530",
                "mine 100 101 50 - x http://milvus:19530"
            })
    void shouldNotReadAMalformedIntent(String text) {
        assertThat(read(null, null, Map.of(MetadataKeys.CREATE_INTENT, text)).intent())
                .isEmpty();
    }

    @Test
    void shouldReadWhatAnAnnotatedIntentReplaces() {
        Intent repair = new Intent(ENDPOINT, 100, 101, 50, OptionalLong.of(7), 2);
        Map<String, String> annotated = Map.of(MetadataKeys.CREATE_INTENT, Records.intentText("mine", repair));

        assertThat(read(binding("mine", null), null, annotated).intent()).contains(repair);
    }
}
