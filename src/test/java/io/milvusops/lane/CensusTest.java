package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount;
import io.milvusops.partition.RowCount.Bound;
import io.milvusops.partition.RowCount.Counted;
import io.milvusops.partition.RowCount.Uncountable;
import io.milvusops.partition.ServerException.Effect;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CensusTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final Incarnation NOVEL = new Incarnation(ScriptedServer.COLLECTION, 7);

    private final ScriptedServer server = new ScriptedServer();
    private final Slice slice = new Slice(Duration.ofSeconds(2), server::nanos);
    private final Census census = new Census(server, BOOK, slice, server::nanos);

    private RowCount count(LoadState load) {
        return census.count("novel", NOVEL, load, Optional::empty);
    }

    private RowCount countLoaded() {
        server.loaded.add("novel");
        return count(LoadState.LOADED);
    }

    private void fail(String call, Reason reason) {
        server.fail(call, reason, Effect.NONE);
    }

    @Test
    void shouldCountALoadedPartitionByAQuery() {
        server.visibleRows = 50;

        assertThat(countLoaded()).isEqualTo(new Counted(50, Bound.EXACT));
        assertThat(server.calls).containsExactly("count", "loadStates", "rows");
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_LOADED", "LOADING"})
    void shouldCountAnotherOneByStatisticsAfterAFlush(LoadState load) {
        server.unflushedRows = 8;

        assertThat(count(load)).isEqualTo(new Counted(50, Bound.AT_MOST));
        assertThat(server.calls).containsExactly("flush", "rows");
    }

    /** A query succeeds while the partition is released, and finds no rows. */
    @Test
    void shouldNotBelieveAQueryDuringARelease() {
        server.visibleRows = 0;
        server.meanwhile.put("count", () -> server.meanwhile.put("loadStates", () -> server.loaded.remove("novel")));

        assertThat(countLoaded()).isEqualTo(new Counted(42, Bound.AT_MOST));
    }

    /** A query misses rows for some seconds after a load. */
    @Test
    void shouldNotRelyOnACountBelowTheStatistics() {
        server.visibleRows = 0;

        assertThat(countLoaded()).isEqualTo(new Counted(0, Bound.AT_LEAST));
    }

    @Test
    void shouldRelyOnALowCountThatLasts() {
        server.visibleRows = 0;
        countLoaded();
        server.now += Recounts.APART.toNanos();

        assertThat(countLoaded()).isEqualTo(new Counted(0, Bound.EXACT));
    }

    @Test
    void shouldNotRelyOnALowCountThatLastsTooShort() {
        server.visibleRows = 0;
        countLoaded();
        server.now += Recounts.APART.minusSeconds(1).toNanos();

        assertThat(countLoaded()).isEqualTo(new Counted(0, Bound.AT_LEAST));
    }

    @Test
    void shouldWaitAnewWhenNobodyLookedForLong() {
        server.visibleRows = 0;
        countLoaded();
        server.now += Recounts.LAPSE.plusSeconds(1).toNanos();

        assertThat(countLoaded()).isEqualTo(new Counted(0, Bound.AT_LEAST));
    }

    @Test
    void shouldWaitAnewWhenThePartitionWasNotLoadedInBetween() {
        server.visibleRows = 0;
        countLoaded();
        server.now += Duration.ofSeconds(5).toNanos();
        count(LoadState.LOADING);
        server.now += Recounts.APART.minusSeconds(1).toNanos();

        assertThat(countLoaded()).isEqualTo(new Counted(0, Bound.AT_LEAST));
    }

    @Test
    void shouldNotRelyOnACountWithNothingToCompareIt() {
        fail("rows", Reason.PERMISSION_DENIED);

        assertThat(countLoaded()).isEqualTo(new Counted(42, Bound.AT_LEAST));
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMISSION_DENIED", "SERVER_BUSY", "NOT_LOADED", "NOT_UNDERSTOOD", "INCOMPLETE_ANSWER"})
    void shouldCountByStatisticsWhenAQueryIsRefused(Reason reason) {
        fail("count", reason);

        assertThat(countLoaded()).isEqualTo(new Counted(42, Bound.AT_MOST));
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER_UNREACHABLE", "UNAUTHENTICATED"})
    void shouldNotAskAServerThatIsAwayTwice(Reason reason) {
        fail("count", reason);

        assertThat(countLoaded()).isEqualTo(new Uncountable(reason, reason.text()));
        assertThat(server.calls).containsExactly("count");
    }

    @Test
    void shouldTellBothFailuresWhenNeitherWayIsAllowed() {
        fail("count", Reason.PERMISSION_DENIED);
        fail("flush", Reason.SERVER_BUSY);

        assertThat(countLoaded())
                .isEqualTo(new Uncountable(Reason.PERMISSION_DENIED, "PermissionDenied; by statistics: ServerBusy"));
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMISSION_DENIED", "SERVER_UNREACHABLE", "SERVER_BUSY", "PARTITION_NOT_FOUND"})
    void shouldNotTakeAFailedFlushForNoRows(Reason reason) {
        fail("flush", reason);

        assertThat(count(LoadState.NOT_LOADED)).isEqualTo(new Uncountable(reason, reason.text()));
    }

    @Test
    void shouldNotTakeFailedStatisticsForNoRows() {
        fail("rows", Reason.PERMISSION_DENIED);

        assertThat(count(LoadState.NOT_LOADED)).isInstanceOf(Uncountable.class);
    }

    @Test
    void shouldFlushOnceForAllCountsOfATurn() {
        count(LoadState.NOT_LOADED);
        count(LoadState.NOT_LOADED);

        assertThat(server.calls).containsOnlyOnce("flush");
    }

    @Test
    void shouldWaitForAFailedFlushOnceInATurn() {
        fail("flush", Reason.SERVER_BUSY);
        count(LoadState.NOT_LOADED);

        assertThat(count(LoadState.NOT_LOADED)).isInstanceOf(Uncountable.class);
        assertThat(server.calls).containsOnlyOnce("flush");
    }

    @Test
    void shouldFlushAnewInTheNextTurn() {
        count(LoadState.NOT_LOADED);
        server.unflushedRows = 1;
        census.newTurn();

        assertThat(count(LoadState.NOT_LOADED)).isEqualTo(new Counted(43, Bound.AT_MOST));
    }
}
