package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.milvusops.api.Condition;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Flight;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A drop goes by what the API server has, not by a watch that stands still. */
class FreshnessTest {

    private static final Map<String, Entry> LISTED = Map.of("novel", new Entry(7, 1));
    private static final String SELECTING =
            "allowedNamespaces: {from: Selector, selector: {matchLabels: {team: books}}}";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** The resource that is being deleted, in that version. */
    private static MilvusPartition ordered(String version) {
        MilvusPartition resource = Bench.novel(Bench.DELETED, "", Bench.BOUND);
        resource.getMetadata().setResourceVersion(version);
        return resource;
    }

    /** The watch shows the resource now, and then the collection is listed. */
    private void see(MilvusPartition resource) {
        bench.leap(Duration.ofNanos(1));
        bench.show(resource);
        bench.sights.seen(resource);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, LISTED));
    }

    private void order() {
        see(ordered("5"));
        bench.pass.run(ordered("5"));
    }

    /** The connection as the watch shows it, with something else in its metadata. */
    private static MilvusConnection with(ObjectMeta metadata) {
        MilvusConnection connection = Bench.connection("");
        connection.setMetadata(metadata);
        return connection;
    }

    private static ObjectMetaBuilder shown() {
        return new ObjectMetaBuilder(Bench.connection("").getMetadata());
    }

    private void pauseUnseen() {
        bench.apiServer.has(
                with(shown().addToAnnotations("milvusops.io/paused", "true").build()));
    }

    private Flight flight() {
        String newest = bench.apiServer.version("uid");
        return bench.flights.of("uid", newest, Sights.BOUND, Sights.REACH, OptionalLong.empty(), Trace.NONE);
    }

    private Stream<String> messages() {
        return bench.apiServer.statuses.stream()
                .flatMap(status -> Objects.requireNonNull(status.conditions()).stream())
                .filter(condition -> condition.type().equals("DropBlocked"))
                .map(Condition::message);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(
                        "paused",
                        shown().addToAnnotations("milvusops.io/paused", "true").build()),
                Arguments.of("its spec edited", shown().withGeneration(2L).build()),
                Arguments.of("made anew", shown().withUid("another").build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void shouldHoldADropWhoseConnectionWasChangedUnseen(String how, ObjectMeta after) {
        bench.apiServer.has(with(after));

        order();

        assertThat(flight()).as(how).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldHoldADropWhoseConnectionIsGoneUnseen() {
        bench.apiServer.lacks(Bench.connection(""));

        order();

        assertThat(flight()).isEqualTo(Flight.NONE);
    }

    static Stream<Arguments> unimportant() {
        return Stream.of(
                Arguments.of("nothing", shown().build()),
                Arguments.of("its status", shown().withResourceVersion("9").build()),
                Arguments.of(
                        "held", shown().withFinalizers("milvusops.io/in-use").build()),
                Arguments.of("no annotation", shown().withAnnotations(Map.of()).build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unimportant")
    void shouldLetADropGoWhenNothingThatDecidesWasChangedUnseen(String what, ObjectMeta after) {
        bench.apiServer.has(with(after));

        order();

        assertThat(flight()).as(what).isEqualTo(Flight.ARMED);
    }

    @Test
    void shouldRecordNothingOfADropThatWaitsForTheWatch() {
        pauseUnseen();
        order();
        bench.leap(Duration.ofSeconds(2));

        order();

        assertThat(bench.apiServer.statuses).isNotEmpty().allMatch(status -> status.drop() == null);
    }

    @Test
    void shouldSayNothingWhileTheWatchIsOnlyALittleLate() {
        pauseUnseen();

        order();

        assertThat(bench.apiServer.statuses).isEmpty();
    }

    @Test
    void shouldSayWhatADropWaitsForWhenTheWatchIsLate() {
        pauseUnseen();
        order();
        bench.leap(Duration.ofSeconds(2));

        order();

        assertThat(messages())
                .singleElement()
                .asString()
                .startsWith(
                        "MilvusConnection search/default was changed, and the watch of the API server does not show");
    }

    @Test
    void shouldLookAgainInASecondWhileTheWatchIsLate() {
        pauseUnseen();
        see(ordered("5"));

        assertThat(bench.pass.run(ordered("5"))).contains(Duration.ofSeconds(1));
    }

    @Test
    void shouldLetADropGoWhenTheWatchHasCaughtUp() {
        MilvusConnection edited = with(shown().withGeneration(2L).build());
        bench.apiServer.has(edited);
        order();
        bench.show(edited);

        order();

        assertThat(flight()).isEqualTo(Flight.ARMED);
    }

    private void refuseToTell() {
        bench.apiServer.tellNothing(new KubernetesClientException(
                "forbidden", 403, new StatusBuilder().withCode(403).build()));
    }

    @Test
    void shouldHoldADropWhenTheApiServerDoesNotTell() {
        refuseToTell();

        order();

        assertThat(flight()).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldNameTheMissingRightWhenTheApiServerDoesNotTell() {
        refuseToTell();

        order();

        assertThat(messages()).singleElement().asString().contains("HTTP 403", "get on milvusconnections");
    }

    @Test
    void shouldNameNoCodeWhenTheApiServerDoesNotAnswer() {
        bench.apiServer.tellNothing(new KubernetesClientException("away"));

        order();

        assertThat(messages()).singleElement().asString().doesNotContain("HTTP");
    }

    @Test
    void shouldReadOnceForAllOrdersThatWereSeenBefore() {
        MilvusPartition other = Bench.partition("""
                metadata: {name: other, namespace: search, uid: other, resourceVersion: "5", generation: 1,
                  deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: [milvusops.io/partition]}
                spec: {collection: book, partition: poem}
                status: {binding: {ownerUID: other, endpoint: "%s", collectionID: "100", partitionID: "8",
                  collectionName: book}}
                """.formatted(Sights.ENDPOINT));
        bench.stopClock();
        see(ordered("5"));
        see(other);
        bench.leap(Duration.ofMillis(1));
        bench.board()
                .post(Bench.BOOK, bench.listed(Bench.BOOK, Map.of("novel", new Entry(7, 1), "poem", new Entry(8, 2))));

        Stream.of(ordered("5"), other).forEach(bench.pass::run);

        assertThat(bench.apiServer.statuses)
                .extracting(status -> Objects.requireNonNull(status.drop()).ownerUID())
                .contains("uid", "other");
        assertThat(bench.apiServer.readings).hasValue(1);
    }

    /** What lets it go may have been said after the connection was paused. */
    @Test
    void shouldReadAgainForAVersionThatWasSeenLater() {
        order();
        pauseUnseen();
        see(ordered("6"));

        bench.recordSteps.arm(bench.view.look(ordered("6"), KindState.SERVED));

        assertThat(bench.apiServer.readings).hasValue(2);
    }

    @Test
    void shouldReadAgainWhenTheReadIsOld() {
        order();
        bench.leap(Duration.ofMillis(250));

        bench.recordSteps.arm(bench.view.look(ordered("5"), KindState.SERVED));

        assertThat(bench.apiServer.readings).hasValue(2);
    }

    @Test
    void shouldReadNothingWhileADropRestsAfterARefusal() {
        see(ordered("5"));
        bench.holds.begun(bench.view.look(ordered("5"), KindState.SERVED));
        bench.holds.ended("uid", new Outcome.Refused(Reason.SERVER_BUSY, "busy"));

        bench.pass.run(ordered("5"));

        assertThat(bench.apiServer.readings).hasValue(0);
    }

    @Test
    void shouldNotCountADropThatWaitsForTheWatch() {
        bench.show(Bench.connection("dropBudget: {limit: 1, window: 1h}"));
        pauseUnseen();

        order();

        assertThat(bench.view.look(ordered("5"), KindState.SERVED).plan().step())
                .isEqualTo(new Step.Reserve());
    }

    private static Namespace team(String team) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName("search")
                .addToLabels("team", team)
                .endMetadata()
                .build();
    }

    private void label(String shown, String now) {
        when(bench.apiServer.client.namespaces().runnableInformer(0).getStore().getByKey("search"))
                .thenReturn(team(shown));
        Resource<Namespace> read = mock();
        when(bench.apiServer.client.namespaces().withName("search")).thenReturn(read);
        when(read.get()).thenReturn(team(now));
    }

    @Test
    void shouldHoldADropWhoseNamespaceWasRelabelledUnseen() {
        bench.show(Bench.connection(SELECTING));
        label("books", "films");

        order();

        assertThat(flight()).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldLetADropGoWhoseNamespaceHasTheLabelsThatAreShown() {
        bench.show(Bench.connection(SELECTING));
        label("books", "books");

        order();

        assertThat(flight()).isEqualTo(Flight.ARMED);
    }

    /** Who selects nothing needs no right to read namespaces. */
    @Test
    void shouldNotAskForTheLabelsThatNobodySelects() {
        label("books", "films");

        order();

        assertThat(flight()).isEqualTo(Flight.ARMED);
    }
}
