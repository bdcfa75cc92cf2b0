package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.DropGuard;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount.Bound;
import io.milvusops.partition.RowCount.Counted;
import io.milvusops.partition.RowCount.Uncountable;
import io.milvusops.partition.ServerException.Effect;
import io.milvusops.partition.Wish.WhenLoaded;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasureTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final LaneTimes TIMES = LaneTimes.of(Duration.ofSeconds(30), Duration.ofSeconds(5));
    private static final Incarnation NOVEL = new Incarnation(ScriptedServer.COLLECTION, 7);
    private static final Permit ALLOWED = Optional::empty;

    private final ScriptedServer server = new ScriptedServer();
    private final RecordedEvents events = new RecordedEvents();
    private final CollectionLane lane = new CollectionLane(server, BOOK, TIMES, events, server::nanos);

    @BeforeEach
    void addPartition() {
        server.partitions.put("novel", new Entry(7, 1));
    }

    private Measurement measure(String partition) {
        lane.submit(new Request.Measure("asking", partition, Optional::empty));
        lane.turn();
        return Optional.ofNullable(events.measured.get(partition)).orElseThrow();
    }

    private static Request.Drop drop(String uid, String partition, long id) {
        return new Request.Drop(
                uid,
                partition,
                new Incarnation(ScriptedServer.COLLECTION, id),
                new DropGuard(OptionalLong.empty(), WhenLoaded.RELEASE),
                ALLOWED);
    }

    private static Reason failure(Measurement measurement) {
        return ((Measurement.Failed) measurement).reason();
    }

    @Test
    void shouldMeasureALoadedPartitionExactly() {
        server.loaded.add("novel");

        assertThat(measure("novel"))
                .isEqualTo(new Measurement.Taken(NOVEL, new Counted(42, Bound.EXACT), Optional.of(LoadState.LOADED)));
    }

    @Test
    void shouldMeasureAPartitionThatIsBeingLoadedFromAbove() {
        server.loading.add("novel");

        assertThat(measure("novel"))
                .isEqualTo(
                        new Measurement.Taken(NOVEL, new Counted(42, Bound.AT_MOST), Optional.of(LoadState.LOADING)));
    }

    @Test
    void shouldMeasureUnflushedRows() {
        server.unflushedRows = 3;

        assertThat(measure("novel"))
                .isEqualTo(new Measurement.Taken(
                        NOVEL, new Counted(45, Bound.AT_MOST), Optional.of(LoadState.NOT_LOADED)));
    }

    private static final Permit PAUSED = () -> Optional.of("paused");

    private static final Uncountable UNFLUSHED = new Uncountable(
            Reason.ROW_COUNT_UNKNOWN, "without a query only a flush could tell the rows, and that is a write: paused");

    private Measurement measureForWhoIsPaused() {
        lane.submit(new Request.Measure("paused", "novel", PAUSED));
        lane.turn();
        return Optional.ofNullable(events.measured.get("novel")).orElseThrow();
    }

    /** What the statistics say without a flush lacks rows and has deleted ones. */
    @Test
    void shouldCallRowsUncountableThatOnlyAFlushThatIsNotPermittedCouldTell() {
        server.unflushedRows = 3;

        assertThat(measureForWhoIsPaused())
                .isEqualTo(new Measurement.Taken(NOVEL, UNFLUSHED, Optional.of(LoadState.NOT_LOADED)));
        assertThat(server.calls).doesNotContain("flush", "rows");
    }

    @Test
    void shouldCountALoadedPartitionForWhoMayNotFlush() {
        server.loaded.add("novel");

        assertThat(measureForWhoIsPaused())
                .isEqualTo(new Measurement.Taken(NOVEL, new Counted(42, Bound.EXACT), Optional.of(LoadState.LOADED)));
        assertThat(server.calls).doesNotContain("flush");
    }

    @Test
    void shouldNotFlushWithoutPermitWhereTheQueryFails() {
        server.loaded.add("novel");
        server.fail("count", Reason.PERMISSION_DENIED, Effect.NONE);

        assertThat(measureForWhoIsPaused())
                .isEqualTo(new Measurement.Taken(
                        NOVEL,
                        new Uncountable(
                                Reason.PERMISSION_DENIED, "PermissionDenied; by statistics: " + UNFLUSHED.message()),
                        Optional.of(LoadState.LOADED)));
        assertThat(server.calls).doesNotContain("flush");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCountForAllWhenOneOfThemMayFlush(boolean first) {
        lane.submit(new Request.Measure("one", "novel", first ? ALLOWED : PAUSED));
        lane.submit(new Request.Measure("other", "novel", first ? PAUSED : ALLOWED));

        lane.turn();

        assertThat(events.order).containsExactly("measured novel");
        assertThat(server.calls).containsOnlyOnce("flush");
    }

    /** The flush was made for another partition of the collection. */
    @Test
    void shouldCountByAFlushOfTheSameTurnForWhoMayNotFlush() {
        server.partitions.put("poem", new Entry(8, 2));
        lane.submit(new Request.Measure("asking", "poem", ALLOWED));

        assertThat(measureForWhoIsPaused())
                .isEqualTo(new Measurement.Taken(
                        NOVEL, new Counted(42, Bound.AT_MOST), Optional.of(LoadState.NOT_LOADED)));
    }

    /** It was put off, and the pause came meanwhile. */
    @Test
    void shouldAskForThePermitOfAFlushRightBeforeIt() {
        AtomicBoolean paused = new AtomicBoolean();
        lane.submit(
                new Request.Measure("asking", "novel", () -> paused.get() ? Optional.of("paused") : Optional.empty()));
        paused.set(true);

        lane.turn();

        assertThat(server.calls).doesNotContain("flush");
    }

    @Test
    void shouldTellTheLoadStateWhereRowsCannotBeCounted() {
        server.fail("flush", Reason.PERMISSION_DENIED, Effect.NONE);

        assertThat(measure("novel"))
                .isEqualTo(new Measurement.Taken(
                        NOVEL,
                        new Uncountable(Reason.PERMISSION_DENIED, "PermissionDenied"),
                        Optional.of(LoadState.NOT_LOADED)));
    }

    @Test
    void shouldMeasureRowsWhereTheLoadStateIsNotTold() {
        server.fail("loadStates", Reason.PERMISSION_DENIED, Effect.NONE);

        assertThat(measure("novel"))
                .isEqualTo(new Measurement.Taken(NOVEL, new Counted(42, Bound.AT_MOST), Optional.empty()));
    }

    @Test
    void shouldFailForAPartitionThatIsNotThere() {
        assertThat(failure(measure("poem"))).isEqualTo(Reason.PARTITION_NOT_FOUND);
    }

    @Test
    void shouldFailForAnAlias() {
        server.realName = "book_v2";

        assertThat(failure(measure("novel"))).isEqualTo(Reason.ALIAS_REFUSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER_UNREACHABLE", "PERMISSION_DENIED", "COLLECTION_NOT_FOUND"})
    void shouldFailWithTheReasonOfAFailedList(Reason reason) {
        server.fail("list", reason, Effect.NONE);

        assertThat(failure(measure("novel"))).isEqualTo(reason);
    }

    @Test
    void shouldMeasureAfterTheWritesOfTheBatch() {
        lane.submit(new Request.Measure("asking", "novel", Optional::empty));
        lane.submit(new Request.Create("uid", "poem", ScriptedServer.FINGERPRINT, ALLOWED));

        lane.turn();

        assertThat(events.order).containsExactly("finished uid", "measured novel");
    }

    @Test
    void shouldMeasureWhatTheWritesOfTheBatchMade() {
        lane.submit(new Request.Measure("asking", "poem", Optional::empty));
        lane.submit(new Request.Create("uid", "poem", ScriptedServer.FINGERPRINT, ALLOWED));

        lane.turn();

        assertThat(events.measured.get("poem")).isInstanceOf(Measurement.Taken.class);
    }

    @Test
    void shouldFailForWhatTheWritesOfTheBatchDropped() {
        lane.submit(new Request.Measure("asking", "novel", Optional::empty));
        lane.submit(drop("uid", "novel", 7));

        lane.turn();

        assertThat(events.measured.get("novel"))
                .satisfies(measurement -> assertThat(failure(measurement)).isEqualTo(Reason.PARTITION_NOT_FOUND));
    }

    @Test
    void shouldFailWhenTheWritesCouldNotBeProved() {
        server.meanwhile.put("create", () -> server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE));
        lane.submit(new Request.Measure("asking", "novel", Optional::empty));
        lane.submit(new Request.Create("uid", "poem", ScriptedServer.FINGERPRINT, ALLOWED));

        lane.turn();

        assertThat(events.measured.get("novel"))
                .satisfies(measurement -> assertThat(failure(measurement)).isEqualTo(Reason.SERVER_UNREACHABLE));
    }

    @Test
    void shouldLetAWriteThatComesMeanwhileGoFirst() {
        server.partitions.put("poem", new Entry(8, 2));
        server.meanwhile.put(
                "flush", () -> lane.submit(new Request.Create("uid", "essay", ScriptedServer.FINGERPRINT, ALLOWED)));
        lane.submit(new Request.Measure("asking", "novel", Optional::empty));
        lane.submit(new Request.Measure("asking", "poem", Optional::empty));

        lane.turn();
        server.meanwhile.clear();
        lane.turn();

        assertThat(events.order).containsExactly("measured novel", "finished uid", "measured poem");
    }

    @Test
    void shouldMeasureAPartitionOnceForAllWhoAsk() {
        lane.submit(new Request.Measure("asking", "novel", Optional::empty));

        measure("novel");

        assertThat(events.order).containsExactly("measured novel");
    }

    @Test
    void shouldMeasureWithoutTouchingAnything() {
        server.loaded.add("novel");

        measure("novel");

        assertThat(server.calls)
                .containsExactly("list", "describe", "list", "loadStates", "count", "loadStates", "rows");
    }
}
