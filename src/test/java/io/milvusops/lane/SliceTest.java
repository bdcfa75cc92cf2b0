package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.DropGuard;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException.Effect;
import io.milvusops.partition.Wish.WhenLoaded;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Much is asked of one collection, and calls take their time: what is done and seen is told every two seconds. */
class SliceTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final LaneTimes TIMES = LaneTimes.of(Duration.ofSeconds(30), Duration.ofSeconds(5));
    private static final Permit ALLOWED = Optional::empty;
    private static final DropGuard UNGUARDED = new DropGuard(OptionalLong.empty(), WhenLoaded.RELEASE);
    private static final DropGuard EMPTY_ONLY = new DropGuard(OptionalLong.of(0), WhenLoaded.RELEASE);

    private final ScriptedServer server = new ScriptedServer();
    private final RecordedEvents events = new RecordedEvents();
    private final CollectionLane lane = new CollectionLane(server, BOOK, TIMES, events, server::nanos);

    private void lasts(String call, double seconds) {
        server.meanwhile.put(call, () -> server.now += (long) (seconds * 1e9));
    }

    private static Request create(String partition) {
        return new Request.Create(partition, partition, ScriptedServer.FINGERPRINT, ALLOWED);
    }

    /** The partition is there, with the number of its letter for its id. */
    private Request drop(String partition, DropGuard guard) {
        long id = partition.charAt(0);
        server.partitions.put(partition, new Entry(id, 1));
        return new Request.Drop(partition, partition, new Incarnation(ScriptedServer.COLLECTION, id), guard, ALLOWED);
    }

    private void turn(Request... requests) {
        for (Request request : requests) {
            lane.submit(request);
        }
        lane.turn();
    }

    private long calls(String call) {
        return server.calls.stream().filter(call::equals).count();
    }

    @Test
    void shouldTellWhatWasDoneBeforeMoreIsBegun() {
        lasts("create", 2.1);

        turn(create("a"), create("b"));

        assertThat(events.order).containsExactly("finished a");
        assertThat(server.calls).doesNotContain("create b");
    }

    @Test
    void shouldGoOnWithinTheSlice() {
        lasts("create", 0.9);

        turn(create("a"), create("b"), create("c"));

        assertThat(events.order).containsExactly("finished a", "finished b", "finished c");
    }

    @Test
    void shouldGoOnInTheNextTurn() {
        lasts("create", 2.1);
        turn(create("a"), create("b"));

        assertThat(lane.waiting()).isTrue();
        lane.turn();

        assertThat(events.order).containsExactly("finished a", "finished b");
    }

    @Test
    void shouldServeBeforeWhatHasComeMeanwhileWhatHadToWait() {
        lasts("create", 2.1);
        lane.submit(create("a"));
        lane.submit(create("b"));
        server.meanwhile.put("describe", () -> lane.submit(create("c")));
        lane.turn();

        lane.turn();
        lane.turn();

        assertThat(events.order).containsExactly("finished a", "finished b", "finished c");
    }

    @Test
    void shouldBeginOneWriteWhateverItsListTook() {
        lasts("list", 2.1);

        turn(create("a"));

        assertThat(server.calls).contains("create a");
    }

    @Test
    void shouldRefuseWhatHadToWaitWhenTheLaneIsClosed() {
        server.meanwhile.put("create", () -> {
            server.now += Duration.ofSeconds(3).toNanos();
            lane.close();
        });

        turn(create("a"), create("b"));

        assertThat(events.finished.get("b"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.CONNECTION_NOT_READY));
    }

    /** Milvus answers the creation of what is there with success: a stranger's partition would be taken for ours. */
    @Test
    void shouldNotCreateOnTheWordOfAListThatHasGrownOld() {
        server.meanwhile.put("create", () -> {
            server.now += Duration.ofMillis(1100).toNanos();
            server.partitions.put("b", new Entry(77, 77));
        });

        turn(create("a"), create("b"));

        assertThat(server.calls).contains("create a").doesNotContain("create b");
    }

    @Test
    void shouldNotCreateThroughANameThatHasBecomeAnAlias() {
        turn(new Request.Look());
        server.realName = "book_v2";

        turn(create("a"));

        assertThat(server.calls).doesNotContain("create a");
    }

    @Test
    void shouldSendNoDropMoreOnceTheServerIsSilent() {
        server.meanwhile.put("drop", () -> {
            server.now += Duration.ofMillis(1100).toNanos();
            server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE);
        });

        turn(drop("a", UNGUARDED), drop("b", UNGUARDED), drop("c", UNGUARDED));

        // Twice at the start, before the second drop, and for the proof.
        assertThat(calls("list")).isEqualTo(4);
    }

    /** Each further turn would wait for the silent server once more before it told the next one. */
    @Test
    void shouldTellOfTheSilenceAllWhoWantToWriteThoughTheSliceIsOver() {
        server.fail("create", Reason.SERVER_UNREACHABLE, Effect.UNKNOWN);
        lasts("create", 5);

        turn(create("a"), create("b"));

        assertThat(events.order).containsExactly("finished a", "finished b");
    }

    @Test
    void shouldTellOfTheSilenceTheDropThatWasNotSentForIt() {
        server.meanwhile.put("drop", () -> {
            server.now += Duration.ofMillis(1100).toNanos();
            server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE);
        });

        turn(drop("a", UNGUARDED), drop("b", UNGUARDED), drop("c", UNGUARDED));

        assertThat(events.finished.get("c")).isEqualTo(Silence.UNSENT);
    }

    @Test
    void shouldAskNothingForAnOrderThatIsVoid() {
        drop("a", UNGUARDED);

        turn(new Request.Drop(
                "a",
                "a",
                new Incarnation(ScriptedServer.COLLECTION, 'a'),
                UNGUARDED,
                () -> Optional.of("the resource changed before the drop was sent")));

        assertThat(server.calls).doesNotContain("rows");
    }

    /** What is inserted after a flush is not in the statistics. */
    @Test
    void shouldNotCountByAFlushThatHasGrownOld() {
        server.flushedRows = 0;
        server.loaded.add("b");
        server.visibleRows = 0;
        server.meanwhile.put("release", () -> {
            server.now += Duration.ofSeconds(3).toNanos();
            server.unflushedRows = 1;
        });

        turn(drop("a", EMPTY_ONLY), drop("b", EMPTY_ONLY), drop("c", EMPTY_ONLY));
        lane.turn();

        assertThat(events.finished.get("c"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.ROWS_PRESENT));
    }

    @Test
    void shouldServeAllDropsThatFollowAFlushThatTookLong() {
        server.flushedRows = 0;
        lasts("flush", 5);

        turn(drop("a", EMPTY_ONLY), drop("b", EMPTY_ONLY), drop("c", EMPTY_ONLY));

        assertThat(events.order).containsSubsequence("finished a", "finished b", "finished c");
        assertThat(calls("flush")).isEqualTo(1);
    }

    private Request measure(String partition) {
        server.partitions.put(partition, new Entry(partition.charAt(0), 1));
        return new Request.Measure("asking", partition, Optional::empty);
    }

    @Test
    void shouldLetALookThatComesMeanwhileGoBeforeFurtherMeasurements() {
        server.meanwhile.put("rows", () -> lane.submit(new Request.Look()));

        turn(measure("a"), measure("b"));

        assertThat(events.order).containsExactly("measured a");
    }

    @Test
    void shouldMeasureSomethingInEachTurnWhoeverWaits() {
        server.meanwhile.put("list", () -> lane.submit(new Request.Look()));

        turn(measure("a"), measure("b"));
        lane.turn();

        assertThat(events.order).containsExactly("measured a", "measured b");
    }

    @Test
    void shouldMeasureNoLongerThanTheSlice() {
        lasts("rows", 2.1);

        turn(measure("a"), measure("b"));

        assertThat(events.order).containsExactly("measured a");
    }

    /** A measurement may take a flush, and the writes would wait for that, too. */
    @Test
    void shouldMeasureNothingBeforeWritesThatHadToWait() {
        lasts("create", 2.1);

        turn(create("a"), create("b"), measure("c"));

        assertThat(events.order).containsExactly("finished a");
    }

    @Test
    void shouldAskForTheLoadStatesOnceInATurn() {
        turn(measure("a"), measure("b"), measure("c"));

        assertThat(calls("loadStates")).isEqualTo(1);
    }

    @Test
    void shouldAskForTheLoadStatesAnewInEachTurn() {
        turn(measure("a"));
        turn(measure("a"));

        assertThat(calls("loadStates")).isEqualTo(2);
    }

    @Test
    void shouldMeasureNothingMoreOnceTheServerIsSilent() {
        server.fail("rows", Reason.SERVER_UNREACHABLE, Effect.NONE);

        turn(measure("a"), measure("b"), measure("c"));

        assertThat(calls("rows")).isEqualTo(1);
    }

    @Test
    void shouldAnswerWhatIsNotMeasuredForTheSilence() {
        server.fail("rows", Reason.SERVER_UNREACHABLE, Effect.NONE);

        turn(measure("a"), measure("b"));

        assertThat(events.measured.get("b"))
                .isEqualTo(new Measurement.Failed(Silence.UNSENT.reason(), Silence.UNSENT.message()));
    }

    @Test
    void shouldLookForNothingMoreOnceTheServerIsSilent() {
        server.fail("describeById", Reason.SERVER_UNREACHABLE, Effect.NONE);

        turn(new Request.Locate(90), new Request.Locate(91));

        assertThat(calls("describeById")).isEqualTo(1);
        assertThat(events.unlocated).hasSize(2);
    }

    @Test
    void shouldLookForNoFurtherCollectionWhenTheSliceIsOver() {
        lasts("describeById", 2.1);

        turn(new Request.Locate(90), new Request.Locate(91), new Request.Locate(92));

        assertThat(calls("describeById")).isEqualTo(1);
    }

    /** Each further turn would begin with a list of its own. */
    @Test
    void shouldLookForAllCollectionsForWhichTheSliceIsLongEnough() {
        turn(new Request.Locate(90), new Request.Locate(91));

        assertThat(calls("describeById")).isEqualTo(2);
    }

    @Test
    void shouldLookInTheNextTurnsForTheCollectionsThatAreLeft() {
        lasts("describeById", 2.1);
        turn(new Request.Locate(90), new Request.Locate(91), new Request.Locate(92));

        assertThat(lane.waiting()).isTrue();
        lane.turn();
        lane.turn();

        assertThat(calls("describeById")).isEqualTo(3);
        assertThat(lane.waiting()).isFalse();
    }

    @Test
    void shouldLookForOneCollectionWhateverItsListTook() {
        lasts("list", 2.1);

        turn(new Request.Locate(90), new Request.Locate(91));

        assertThat(calls("describeById")).isEqualTo(1);
    }

    /** Each further turn would wait for the silent server once more before it told the next one. */
    @Test
    void shouldTellOfTheSilenceAllThatAreLookedForThoughTheSliceIsOver() {
        server.fail("describeById", Reason.SERVER_UNREACHABLE, Effect.NONE);
        lasts("describeById", 5);

        turn(new Request.Locate(90), new Request.Locate(91));

        assertThat(events.unlocated).hasSize(2);
    }

    @Test
    void shouldAskForNoOtherNameOnceTheServerIsSilent() {
        server.fail("has", Reason.SERVER_UNREACHABLE, Effect.NONE);

        turn(new Request.Verify("a"), new Request.Verify("b"));

        assertThat(server.calls).contains("has a").doesNotContain("has b");
    }

    @Test
    void shouldAskForNoFurtherNameWhenTheSliceIsOver() {
        lasts("has", 2.1);

        turn(new Request.Verify("a"), new Request.Verify("b"));

        assertThat(server.calls).contains("has a").doesNotContain("has b");
    }

    /** Each further turn would begin with a list of its own. */
    @Test
    void shouldAskForAllNamesForWhichTheSliceIsLongEnough() {
        turn(new Request.Verify("a"), new Request.Verify("b"));

        assertThat(server.calls).contains("has a", "has b");
    }

    /** Each further turn would wait for the silent server once more before it told the next one. */
    @Test
    void shouldTellOfTheSilenceAllWhoAskForANameThoughTheSliceIsOver() {
        server.fail("has", Reason.SERVER_UNREACHABLE, Effect.NONE);
        lasts("has", 5);

        turn(new Request.Verify("a"), new Request.Verify("b"));

        assertThat(lane.waiting()).isFalse();
    }

    @Test
    void shouldAskInTheNextTurnForTheNamesThatAreLeft() {
        lasts("has", 2.1);
        turn(new Request.Verify("a"), new Request.Verify("b"));

        assertThat(lane.waiting()).isTrue();
        lane.turn();

        assertThat(calls("has a")).isEqualTo(1);
        assertThat(calls("has b")).isEqualTo(1);
    }

    @Test
    void shouldAskForOneNameWhateverItsListTook() {
        lasts("list", 2.1);

        turn(new Request.Verify("a"), new Request.Verify("b"));

        assertThat(server.calls).contains("has a").doesNotContain("has b");
    }

    /** A lane lives for days. */
    @Test
    void shouldBeginItsSliceWithEachTurn() {
        server.now += Duration.ofMinutes(1).toNanos();

        turn(create("a"), create("b"));

        assertThat(events.order).containsExactly("finished a", "finished b");
    }

    /** It is the newest that its resource has asked for. */
    @Test
    void shouldServeTheNewerOfTwoWritesOfAResourceWhenTheFormerHadToWait() {
        lasts("create", 2.1);
        lane.submit(create("a"));
        lane.submit(create("b"));
        server.meanwhile.put(
                "describe", () -> lane.submit(new Request.Create("b", "newer", ScriptedServer.FINGERPRINT, ALLOWED)));
        lane.turn();

        lane.turn();

        assertThat(server.calls).contains("create newer").doesNotContain("create b");
    }

    /** Else the lane would ask without end. */
    @ParameterizedTest
    @EnumSource(names = {"COLLECTION_NOT_FOUND", "SERVER_UNREACHABLE", "PERMISSION_DENIED"})
    void shouldPutNoNameBackWhereNoListCanLackIt(Reason reason) {
        server.fail("list", reason, Effect.NONE);

        turn(new Request.Verify("a"), new Request.Verify("b"));

        assertThat(lane.waiting()).isFalse();
    }

    @Test
    void shouldNotTakeATurnWithoutACallForAnAnswerOfTheServer() {
        lane.submit(voidDrop());

        assertThat(lane.turn()).isEqualTo(Rest.UNASKED);
    }

    private static Request voidDrop() {
        return new Request.Drop(
                "a",
                "a",
                new Incarnation(ScriptedServer.COLLECTION, 'a'),
                UNGUARDED,
                () -> Optional.of("the resource changed before the drop was sent"));
    }

    /** On a slow server they would take up the time for want of which they are void. */
    @Test
    void shouldListNothingForWritesThatAreVoid() {
        turn(voidDrop());

        assertThat(server.calls).isEmpty();
        assertThat(events.finished.get("a"))
                .isEqualTo(new Outcome.Refused(Reason.DROPPING, "the resource changed before the drop was sent"));
    }

    @Test
    void shouldListForWhoLooksBesideAWriteThatIsVoid() {
        turn(voidDrop(), new Request.Look());

        assertThat(server.calls).containsExactly("list", "describe", "list");
    }

    @Test
    void shouldNotLetWhatIsVoidTakeUpTheSlice() {
        lasts("list", 2.1);

        turn(voidDrop(), drop("b", UNGUARDED));

        assertThat(server.calls).contains("drop b");
    }
}
