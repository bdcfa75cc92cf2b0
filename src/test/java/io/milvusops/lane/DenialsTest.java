package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.DropGuard;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Listing;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import io.milvusops.partition.Snapshot;
import io.milvusops.partition.Wish.WhenLoaded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list that lacks a partition is believed only beside the server's word on its name. */
class DenialsTest {

    private final ScriptedServer server = new ScriptedServer();
    private final RecordedEvents events = new RecordedEvents();
    private final CollectionLane lane = new CollectionLane(
            server,
            new CollectionAddress("http://milvus:19530", "default", "book"),
            LaneTimes.of(Duration.ofSeconds(30), Duration.ofSeconds(5)),
            events,
            server::nanos);

    private void verify(String partition) {
        lane.submit(new Request.Verify(partition));
        lane.turn();
    }

    private void look() {
        lane.submit(new Request.Look());
        lane.turn();
    }

    private Snapshot seen() {
        return ((Observation.Listed) events.last()).snapshot();
    }

    @Test
    void shouldProveAnAbsenceByAListAndTheWordOnTheName() {
        verify("novel");

        assertThat(server.calls).containsExactly("list", "describe", "list", "has novel");
        assertThat(seen().denies("novel")).isTrue();
    }

    @Test
    void shouldProveNothingByAListAlone() {
        look();

        assertThat(seen().denies("novel")).isFalse();
    }

    @Test
    void shouldDoubtAListThatLacksWhatTheServerKnows() {
        server.hiddenFromLists.add("novel");

        verify("novel");

        assertThat(seen().doubt("novel"))
                .contains(new Observation.Unknown(
                        Reason.INCOMPLETE_ANSWER,
                        "the list of partitions lacks novel, which the server knows when asked for it by name"));
    }

    @Test
    void shouldTellWhyTheWordOnTheNameIsNotThere() {
        server.fail("has", Reason.PERMISSION_DENIED, Effect.NONE);

        verify("novel");

        assertThat(seen().doubt("novel"))
                .contains(new Observation.Unknown(Reason.PERMISSION_DENIED, "PermissionDenied"));
    }

    /** The list says all that others want to know. */
    @Test
    void shouldDenyNothingThatItDoubts() {
        server.fail("has", Reason.PERMISSION_DENIED, Effect.NONE);

        verify("novel");

        assertThat(seen().denies("novel")).isFalse();
    }

    @Test
    void shouldRememberADoubtBesideLaterLists() {
        server.fail("has", Reason.PERMISSION_DENIED, Effect.NONE);
        verify("novel");

        look();

        assertThat(seen().doubt("novel")).isPresent();
    }

    @Test
    void shouldForgetADoubtWhenTheServerDenies() {
        server.fail("has", Reason.PERMISSION_DENIED, Effect.NONE);
        verify("novel");
        server.failures.clear();

        verify("novel");

        assertThat(seen().doubt("novel")).isEmpty();
    }

    @Test
    void shouldForgetADoubtWhenTheListShowsTheName() {
        server.fail("has", Reason.PERMISSION_DENIED, Effect.NONE);
        verify("novel");
        server.partitions.put("novel", new Entry(7, 60));
        look();
        server.partitions.remove("novel");

        look();

        assertThat(seen().doubt("novel")).isEmpty();
    }

    /** Whoever reads it would go by what the server said long ago. */
    @ParameterizedTest
    @CsvSource({"0, true", "1, false"})
    void shouldForgetADoubtThatNobodyHasAskedAboutForAWhile(long nanosMore, boolean doubted) {
        server.fail("has", Reason.PERMISSION_DENIED, Effect.NONE);
        Denials denials = new Denials(server, new Slice(Duration.ofSeconds(2), server::nanos), server::nanos);
        denials.beside(listOf(100), List.of("novel"), name -> {});
        server.now += Denials.LAPSE.toNanos() + nanosMore;

        Snapshot later = denials.beside(listOf(100), List.of(), name -> {});

        assertThat(later.doubt("novel").isPresent()).isEqualTo(doubted);
    }

    @Test
    void shouldNotAskForANameThatTheListShows() {
        server.partitions.put("novel", new Entry(7, 60));

        verify("novel");

        assertThat(server.calls).doesNotContain("has novel");
    }

    @Test
    void shouldAskOnceForAsLongAsTheNameStaysAway() {
        verify("novel");
        look();
        verify("novel");

        assertThat(server.calls).containsOnlyOnce("has novel");
        assertThat(seen().denies("novel")).isTrue();
    }

    /** What it did can only make the name be away. */
    @Test
    void shouldAskOnceThoughADropOfTheNameCameMeanwhile() {
        verify("novel");
        lane.submit(new Request.Drop(
                "uid",
                "novel",
                new Incarnation(ScriptedServer.COLLECTION, 7),
                new DropGuard(OptionalLong.empty(), WhenLoaded.RELEASE),
                Optional::empty));
        lane.turn();
        verify("novel");

        assertThat(server.calls).containsOnlyOnce("has novel");
    }

    @Test
    void shouldAskAnewAfterTheNameWasThere() {
        verify("novel");
        server.partitions.put("novel", new Entry(7, 60));
        look();
        server.partitions.clear();
        look();

        assertThat(seen().denies("novel")).isFalse();
    }

    @Test
    void shouldProveTheAbsenceInTheListThatProvesAWrite() {
        lane.submit(new Request.Create("uid", "poem", ScriptedServer.FINGERPRINT, Optional::empty));
        verify("novel");

        assertThat(List.of(seen().find("poem").isPresent(), seen().denies("novel")))
                .containsExactly(true, true);
    }

    /** The name may be there in the collection that took the place of the other one. */
    @Test
    void shouldNotCarryADenialOverToAnotherCollection() throws ServerException {
        Denials denials = new Denials(server, new Slice(Duration.ofSeconds(2), server::nanos), server::nanos);
        denials.beside(listOf(100), List.of("novel"), name -> {});

        assertThat(denials.beside(listOf(200), List.of(), name -> {}).denies("novel"))
                .isFalse();
    }

    @Test
    void shouldNotCarryADoubtOverToAnotherCollection() throws ServerException {
        server.fail("has", Reason.PERMISSION_DENIED, Effect.NONE);
        Denials denials = new Denials(server, new Slice(Duration.ofSeconds(2), server::nanos), server::nanos);
        denials.beside(listOf(100), List.of("novel"), name -> {});

        assertThat(denials.beside(listOf(200), List.of(), name -> {}).doubt("novel"))
                .isEmpty();
    }

    private static Snapshot listOf(long collection) {
        return new Snapshot(
                new CollectionAddress("http://milvus:19530", "default", "book"),
                new CollectionDescription(collection, "default", "book"),
                new Listing(101, Map.of()),
                Set.of(),
                Map.of(),
                10,
                20);
    }
}
