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
import io.milvusops.partition.ServerException.Effect;
import io.milvusops.partition.Wish.WhenLoaded;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A drop whose guard allows no rows. */
class GuardedDropTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final LaneTimes TIMES = LaneTimes.of(Duration.ofSeconds(30), Duration.ofSeconds(5));
    private static final Incarnation NOVEL = new Incarnation(ScriptedServer.COLLECTION, 7);
    private static final DropGuard EMPTY_ONLY = new DropGuard(OptionalLong.of(0), WhenLoaded.RELEASE);

    private final ScriptedServer server = new ScriptedServer();
    private final RecordedEvents events = new RecordedEvents();
    private final CollectionLane lane = new CollectionLane(server, BOOK, TIMES, events, server::nanos);

    @BeforeEach
    void emptyPartition() {
        server.partitions.put("novel", new Entry(7, 1));
        holds(0);
    }

    private void holds(long rows) {
        server.flushedRows = rows;
        server.visibleRows = rows;
    }

    private void drop(DropGuard guard, Permit permit) {
        lane.submit(new Request.Drop("uid", "novel", NOVEL, guard, permit));
        lane.turn();
    }

    private void drop() {
        drop(EMPTY_ONLY, Optional::empty);
    }

    /** A permit that is given that many times and then refused. */
    private static Permit given(int times) {
        Deque<Integer> left = new ArrayDeque<>();
        for (int number = 0; number < times; number++) {
            left.add(number);
        }
        return () -> left.poll() == null ? Optional.of("paused") : Optional.empty();
    }

    /** Of an order that stands, and whose record is not new. */
    private static final Permit TO_LOOK = new Permit() {
        @Override
        public Optional<String> refusal() {
            return Optional.empty();
        }

        @Override
        public Optional<String> writing() {
            return Optional.of("its record is not new");
        }
    };

    private Reason refusal() {
        return events.finished.get("uid") instanceof Outcome.Refused refused ? refused.reason() : Reason.DROPPED;
    }

    @Test
    void shouldDropAPartitionWithoutRows() {
        drop();

        assertThat(server.calls)
                .containsExactly("list", "describe", "list", "loadStates", "flush", "rows", "drop novel", "list");
        assertThat(events.answered("uid")).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void shouldCountReleaseAndDropALoadedPartitionWithoutRows() {
        server.loaded.add("novel");

        drop();

        assertThat(server.calls)
                .containsExactly(
                        "list",
                        "describe",
                        "list",
                        "loadStates",
                        "count",
                        "loadStates",
                        "rows",
                        "release",
                        "drop novel",
                        "list");
    }

    @Test
    void shouldKeepAPartitionWithRows() {
        holds(1);

        drop();

        assertThat(server.calls).doesNotContain("drop novel");
        assertThat(refusal()).isEqualTo(Reason.ROWS_PRESENT);
    }

    @Test
    void shouldTellWhatItCounted() {
        holds(1);

        drop();

        assertThat(events.measured)
                .containsEntry(
                        "novel",
                        new Measurement.Taken(NOVEL, new Counted(1, Bound.AT_MOST), Optional.of(LoadState.NOT_LOADED)));
    }

    @Test
    void shouldKeepALoadedPartitionWithRowsLoaded() {
        holds(1);
        server.loaded.add("novel");

        drop();

        assertThat(server.calls).doesNotContain("release", "drop novel");
        assertThat(refusal()).isEqualTo(Reason.ROWS_PRESENT);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeitherReleaseNorDropWhereItMayOnlyLook(WhenLoaded whenLoaded) {
        server.loaded.add("novel");

        drop(new DropGuard(OptionalLong.empty(), whenLoaded), TO_LOOK);

        assertThat(server.calls).doesNotContain("release", "drop novel");
    }

    @Test
    void shouldReleaseNothingThatIsEmptyWhereItMayOnlyLook() {
        server.loaded.add("novel");

        drop(EMPTY_ONLY, TO_LOOK);

        assertThat(server.calls).contains("count").doesNotContain("release", "drop novel");
    }

    @Test
    void shouldTellWhatSpeaksAgainstTheDropWhereItMayOnlyLook() {
        holds(1);

        drop(EMPTY_ONLY, TO_LOOK);

        assertThat(refusal()).isEqualTo(Reason.ROWS_PRESENT);
    }

    /** Two resources order one partition away, and somebody makes another one of its name between their drops. */
    private void dropTwice() {
        server.meanwhile.put("rows", () -> {
            if (server.calls.contains("drop novel")) {
                server.partitions.putIfAbsent("novel", new Entry(8, 2));
            }
        });
        lane.submit(new Request.Drop(
                "uid", "novel", NOVEL, new DropGuard(OptionalLong.empty(), WhenLoaded.RELEASE), Optional::empty));
        lane.submit(new Request.Drop(
                "second", "novel", NOVEL, new DropGuard(OptionalLong.empty(), WhenLoaded.RELEASE), Optional::empty));

        lane.turn();
    }

    @Test
    void shouldNotDropWhatWasMadeAfterTheDropBefore() {
        dropTwice();

        assertThat(server.partitions).containsEntry("novel", new Entry(8, 2));
        assertThat(events.finished.get("second"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.PARTITION_REPLACED));
    }

    /** The server carries the first drop out, and does not say so. */
    @Test
    void shouldNotDropWhatWasMadeAfterADropBeforeOfWhichNobodyKnowsWhatItDid() {
        server.meanwhile.put("drop", () -> server.partitions.remove("novel", new Entry(7, 1)));
        server.fail("drop", Reason.QUOTA_EXCEEDED, Effect.UNKNOWN);

        dropTwice();

        assertThat(server.calls).containsOnlyOnce("drop novel");
    }

    /** What was destroyed is on record for good, and the statistics lack what was not flushed. */
    @Test
    void shouldRecordTheRowsThatWereCounted() {
        server.loaded.add("novel");
        server.visibleRows = 500;
        server.flushedRows = 0;

        drop(new DropGuard(OptionalLong.of(600), WhenLoaded.RELEASE), Optional::empty);

        assertThat(events.answered("uid")).isEqualTo(OptionalLong.of(500));
    }

    @Test
    void shouldCountRowsThatAreNotFlushed() {
        server.unflushedRows = 1;

        drop();

        assertThat(refusal()).isEqualTo(Reason.ROWS_PRESENT);
    }

    @Test
    void shouldAllowAsManyRowsAsTheGuardSays() {
        holds(5);

        drop(new DropGuard(OptionalLong.of(5), WhenLoaded.RELEASE), Optional::empty);

        assertThat(server.partitions).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "flush, PERMISSION_DENIED",
        "flush, SERVER_UNREACHABLE",
        "flush, SERVER_BUSY",
        "rows, PERMISSION_DENIED",
        "rows, SERVER_UNREACHABLE",
        "rows, INCOMPLETE_ANSWER",
        "rows, PARTITION_NOT_FOUND"
    })
    void shouldKeepAPartitionThatCannotBeCounted(String call, Reason reason) {
        server.fail(call, reason, Effect.NONE);

        drop();

        assertThat(server.calls).doesNotContain("drop novel");
        assertThat(refusal()).isEqualTo(Reason.ROW_COUNT_UNKNOWN);
    }

    @Test
    void shouldKeepALoadedPartitionThatCannotBeCounted() {
        server.loaded.add("novel");
        server.fail("count", Reason.SERVER_UNREACHABLE, Effect.NONE);

        drop();

        assertThat(server.calls).doesNotContain("release", "drop novel");
        assertThat(refusal()).isEqualTo(Reason.ROW_COUNT_UNKNOWN);
    }

    @Test
    void shouldKeepAPartitionWhoseLoadStateIsNotTold() {
        server.fail("loadStates", Reason.PERMISSION_DENIED, Effect.NONE);

        drop();

        assertThat(server.calls).doesNotContain("drop novel");
        assertThat(refusal()).isEqualTo(Reason.PERMISSION_DENIED);
    }

    @Test
    void shouldKeepAPartitionWhoseLowCountIsNew() {
        server.loaded.add("novel");
        server.flushedRows = 10;

        drop();

        assertThat(server.calls).doesNotContain("release", "drop novel");
        assertThat(refusal()).isEqualTo(Reason.ROW_COUNT_UNKNOWN);
    }

    @Test
    void shouldDropAPartitionWhoseRowsWereDeletedWhenTheCountStays() {
        server.loaded.add("novel");
        server.flushedRows = 10;
        drop();
        server.now += Recounts.APART.toNanos();

        drop();

        assertThat(server.partitions).isEmpty();
    }

    @Test
    void shouldLookWhetherItIsLoadedBeforeItCounts() {
        server.loaded.add("novel");

        drop(new DropGuard(OptionalLong.of(0), WhenLoaded.BLOCK), Optional::empty);

        assertThat(server.calls).doesNotContain("count", "flush", "release", "drop novel");
        assertThat(refusal()).isEqualTo(Reason.PARTITION_LOADED);
    }

    /** Before the turn lists, at the head of the lane, before the count, before the release, before the drop. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void shouldNotDropWhenThePermitEndsInBetween(int given) {
        server.loaded.add("novel");

        drop(EMPTY_ONLY, given(given));

        assertThat(server.calls).doesNotContain("drop novel");
        assertThat(refusal()).isEqualTo(Reason.DROPPING);
    }

    /** A permit that is refused once ends the drop, although it would be given again a moment later. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void shouldNotDropWhenThePermitIsRefusedOnceInBetween(int given) {
        server.loaded.add("novel");
        AtomicInteger asked = new AtomicInteger();

        drop(EMPTY_ONLY, () -> asked.getAndIncrement() == given ? Optional.of("paused") : Optional.empty());

        assertThat(server.calls).doesNotContain("drop novel");
        assertThat(refusal()).isEqualTo(Reason.DROPPING);
    }

    @Test
    void shouldFlushNothingWithoutPermit() {
        drop(EMPTY_ONLY, given(0));

        assertThat(server.calls).isEmpty();
    }

    @Test
    void shouldReleaseNothingWhenThePermitEndsDuringTheCount() {
        server.loaded.add("novel");

        drop(EMPTY_ONLY, given(3));

        assertThat(server.calls).contains("count").doesNotContain("release");
    }

    @Test
    void shouldListAgainAfterASlowCount() {
        server.meanwhile.put("flush", () -> server.now += Duration.ofSeconds(2).toNanos());

        drop();

        assertThat(server.calls).containsSubsequence("flush", "rows", "list", "drop novel", "list");
    }

    @Test
    void shouldDropOnTheWordOfAListThatIsASecondOld() {
        lane.submit(new Request.Look());
        lane.turn();
        server.calls.clear();
        long began = server.now;
        server.meanwhile.put(
                "rows", () -> server.now = began + TIMES.freshness().toNanos());

        drop();

        assertThat(server.calls)
                .containsExactly("list", "describe", "loadStates", "flush", "rows", "drop novel", "list");
    }

    @Test
    void shouldNotDropWhatWasReplacedDuringASlowCount() {
        server.meanwhile.put("flush", () -> {
            server.now += Duration.ofSeconds(2).toNanos();
            server.partitions.put("novel", new Entry(8, 2));
        });

        drop();

        assertThat(server.calls).doesNotContain("drop novel");
        assertThat(refusal()).isEqualTo(Reason.PARTITION_REPLACED);
    }

    @Test
    void shouldCountAgainWhatSomebodyLoadedBeforeTheDrop() {
        server.meanwhile.put("drop", () -> {
            server.meanwhile.remove("drop");
            server.loaded.add("novel");
            server.visibleRows = 3;
        });

        drop();

        assertThat(server.calls).containsOnlyOnce("drop novel").doesNotContain("release");
        assertThat(refusal()).isEqualTo(Reason.ROWS_PRESENT);
    }

    @Test
    void shouldCountBeforeEveryReleaseWhenAnApplicationLoadsAgainAndAgain() {
        server.loaded.add("novel");
        server.loadedAgainByApplication = true;

        drop();

        List<String> round = List.of("count", "release", "drop novel");
        assertThat(server.calls)
                .filteredOn(round::contains)
                .containsExactlyElementsOf(Collections.nCopies(3, round).stream()
                        .flatMap(List::stream)
                        .toList());
        assertThat(refusal()).isEqualTo(Reason.PARTITION_LOADED);
    }

    /** The round in which nothing had to be released takes none of the three away. */
    @Test
    void shouldReleaseThreeTimesWhatWasLoadedAfterItWasFirstCounted() {
        server.loadedAgainByApplication = true;
        server.meanwhile.put("drop", () -> server.loaded.add("novel"));

        drop();

        assertThat(server.calls).filteredOn("release"::equals).hasSize(3);
        assertThat(server.calls).filteredOn("drop novel"::equals).hasSize(4);
        assertThat(refusal()).isEqualTo(Reason.PARTITION_LOADED);
    }

    /** An application that loads it for a moment only, each time right before the drop, must not be fought for ever. */
    @Test
    void shouldGiveUpWhatIsLoadedOnlyWhenItIsToBeDropped() {
        server.meanwhile.put("loadStates", () -> server.loaded.remove("novel"));
        server.meanwhile.put("drop", () -> server.loaded.add("novel"));

        drop();

        assertThat(server.calls).filteredOn("drop novel"::equals).hasSize(4);
        assertThat(server.calls).doesNotContain("release");
        assertThat(refusal()).isEqualTo(Reason.PARTITION_LOADED);
    }

    @Test
    void shouldNotReleaseWhatWasLoadedBeforeTheDropAndIsToBeLeftLoaded() {
        server.meanwhile.put("drop", () -> server.loaded.add("novel"));

        drop(new DropGuard(OptionalLong.of(0), WhenLoaded.BLOCK), Optional::empty);

        assertThat(server.calls).containsOnlyOnce("loadStates").doesNotContain("release");
        assertThat(refusal()).isEqualTo(Reason.PARTITION_LOADED);
    }

    @Test
    void shouldTellAReleaseWithoutAnswerAsRefusedBecauseNothingWasDropped() {
        server.loaded.add("novel");
        server.fail("release", Reason.SERVER_UNREACHABLE, Effect.UNKNOWN);

        drop();

        assertThat(server.calls).doesNotContain("drop novel");
        assertThat(refusal()).isEqualTo(Reason.SERVER_UNREACHABLE);
    }
}
