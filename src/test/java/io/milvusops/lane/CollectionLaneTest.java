package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.DropGuard;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Observation.Word;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException.Effect;
import io.milvusops.partition.Wish.WhenLoaded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectionLaneTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final LaneTimes TIMES = LaneTimes.of(Duration.ofSeconds(30), Duration.ofSeconds(5));
    private static final Permit ALLOWED = Optional::empty;
    private static final Permit DENIED = () -> Optional.of("not the leader");
    private static final Incarnation NOVEL = new Incarnation(ScriptedServer.COLLECTION, 7);

    private final ScriptedServer server = new ScriptedServer();
    private final RecordedEvents events = new RecordedEvents();
    private final CollectionLane lane = new CollectionLane(server, BOOK, TIMES, events, server::nanos);

    private static Request.Drop drop(Permit permit, WhenLoaded whenLoaded) {
        return new Request.Drop("uid", "novel", NOVEL, new DropGuard(OptionalLong.empty(), whenLoaded), permit);
    }

    private void novelIsThere() {
        server.partitions.put("novel", new Entry(7, 1));
    }

    private void turn(Request... requests) {
        for (Request request : requests) {
            lane.submit(request);
        }
        lane.turn();
    }

    private Rest look() {
        lane.submit(new Request.Look());
        return lane.turn();
    }

    @Test
    void shouldAnswerEverybodyByOneList() {
        turn(new Request.Look(), new Request.Look(), new Request.Look());

        assertThat(server.calls).containsExactly("list", "describe", "list");
    }

    @Test
    void shouldDescribeACollectionOnlyOnce() {
        turn(new Request.Look());
        turn(new Request.Look());

        assertThat(server.calls).containsExactly("list", "describe", "list", "list");
    }

    /** By the former id nobody could bind or drop anything in it. */
    @Test
    void shouldDescribeAnewACollectionThatWasRecreated() {
        turn(new Request.Look());
        server.collection = 200;
        server.fingerprint = 201;

        turn(new Request.Look());

        assertThat(((Observation.Listed) events.last()).snapshot().collection().id())
                .isEqualTo(200);
    }

    @Test
    void shouldReleaseNothingForAnOrderThatEndedWhileTheServerRefusedTheDrop() {
        novelIsThere();
        server.loaded.add("novel");
        AtomicBoolean paused = new AtomicBoolean();
        server.meanwhile.put("drop", () -> paused.set(true));

        turn(drop(() -> paused.get() ? Optional.of("paused") : Optional.empty(), WhenLoaded.RELEASE));

        assertThat(server.calls).contains("drop novel").doesNotContain("release");
        assertThat(events.finished).containsEntry("uid", new Outcome.Refused(Reason.DROPPING, "paused"));
    }

    /** While the server took its time to refuse the drop, somebody may have put another partition there. */
    @Test
    void shouldNotReleaseWhatWasReplacedWhileTheServerRefusedTheDrop() {
        novelIsThere();
        server.loaded.add("novel");
        server.meanwhile.put("drop", () -> {
            server.now += Duration.ofSeconds(3).toNanos();
            server.partitions.put("novel", new Entry(8, 2));
        });

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(server.calls).contains("drop novel").doesNotContain("release");
    }

    @Test
    void shouldProveABatchOfCreatesByOneMoreList() {
        turn(
                new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED),
                new Request.Create("b", "two", ScriptedServer.FINGERPRINT, ALLOWED));

        assertThat(server.calls).containsExactly("list", "describe", "list", "create one", "create two", "list");
    }

    @Test
    void shouldSendOneCreateForARequestMadeTwice() {
        turn(
                new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED),
                new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED));

        assertThat(server.calls).containsOnlyOnce("create one");
    }

    @Test
    void shouldPublishTheListThatFollowsTheWrite() {
        turn(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED));

        assertThat(events.observed)
                .singleElement()
                .satisfies(observation -> assertThat(
                                ((Observation.Listed) observation).snapshot().find("one"))
                        .isPresent());
    }

    /** Whoever is told the outcome decides at once, by what is seen then. */
    @Test
    void shouldPublishTheProofBeforeTheOutcome() {
        List<Observation> published = new ArrayList<>();
        CollectionLane watched = new CollectionLane(
                server,
                BOOK,
                TIMES,
                new RecordedEvents() {
                    @Override
                    public void finished(CollectionAddress collection, String uid, Outcome outcome) {
                        published.addAll(observed);
                    }
                },
                server::nanos);
        watched.submit(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED));

        watched.turn();

        assertThat(published)
                .singleElement()
                .satisfies(observation -> assertThat(
                                ((Observation.Listed) observation).snapshot().find("one"))
                        .isPresent());
    }

    @Test
    void shouldNotCreateOverAPartitionThatIsThere() {
        novelIsThere();

        turn(new Request.Create("a", "novel", ScriptedServer.FINGERPRINT, ALLOWED));

        assertThat(server.calls).doesNotContain("create novel");
    }

    @Test
    void shouldDropExactlyTheRecordedIncarnation() {
        novelIsThere();

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(server.partitions).isEmpty();
        assertThat(events.answered("uid")).isEqualTo(OptionalLong.of(42));
    }

    @Test
    void shouldNeverDropAnotherIncarnation() {
        server.partitions.put("novel", new Entry(8, 1));

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(server.calls).doesNotContain("drop novel");
    }

    @Test
    void shouldNeverDropInACollectionThatWasRecreated() {
        novelIsThere();
        Incarnation elsewhere = new Incarnation(200, 7);

        turn(new Request.Drop(
                "uid", "novel", elsewhere, new DropGuard(OptionalLong.empty(), WhenLoaded.RELEASE), ALLOWED));

        assertThat(server.calls).doesNotContain("drop novel");
    }

    @Test
    void shouldNeverDropThroughAnAlias() {
        novelIsThere();
        turn(new Request.Look());
        server.realName = "book_v2";

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(server.calls).doesNotContain("drop novel");
    }

    @Test
    void shouldNeverDropWithoutPermit() {
        novelIsThere();

        turn(drop(DENIED, WhenLoaded.RELEASE));

        assertThat(server.calls).doesNotContain("drop novel");
    }

    @Test
    void shouldTellThatThePartitionWasReplaced() {
        server.partitions.put("novel", new Entry(8, 1));

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(events.finished)
                .containsEntry(
                        "uid",
                        new Outcome.Refused(
                                Reason.PARTITION_REPLACED,
                                "the list before the drop no longer shows the recorded partition"));
    }

    @Test
    void shouldTellWhyThePermitWasRefused() {
        novelIsThere();

        turn(drop(DENIED, WhenLoaded.RELEASE));

        assertThat(events.finished).containsEntry("uid", new Outcome.Refused(Reason.DROPPING, "not the leader"));
    }

    /** Nothing is dropped for whoever wants its partition. */
    @Test
    void shouldTellOfACreationWhosePermitWasRefusedThatItIsOneOfAResourceThatIsObserved() {
        turn(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, DENIED));

        assertThat(events.finished).containsEntry("a", new Outcome.Refused(Reason.OBSERVING, "not the leader"));
    }

    @Test
    void shouldReleaseALoadedPartitionAndDropIt() {
        novelIsThere();
        server.loaded.add("novel");

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(server.calls)
                .containsExactly("list", "describe", "list", "rows", "drop novel", "release", "drop novel", "list");
    }

    @Test
    void shouldListAgainAfterASlowRelease() {
        novelIsThere();
        server.loaded.add("novel");
        server.releaseNanos = Duration.ofSeconds(2).toNanos();

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(server.calls).containsSubsequence("release", "list", "drop novel", "list");
    }

    @Test
    void shouldNotReleaseWhatIsToBeLeftLoaded() {
        novelIsThere();
        server.loaded.add("novel");

        turn(drop(ALLOWED, WhenLoaded.BLOCK));

        assertThat(server.calls).doesNotContain("release", "drop novel");
    }

    @Test
    void shouldRecordTheRowsOfADropThatMindsWhetherItIsLoaded() {
        novelIsThere();

        turn(drop(ALLOWED, WhenLoaded.BLOCK));

        assertThat(events.answered("uid")).isEqualTo(OptionalLong.of(42));
    }

    @Test
    void shouldCountNothingButTheRecordWithoutARowGuard() {
        novelIsThere();

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(server.calls).containsExactly("list", "describe", "list", "rows", "drop novel", "list");
    }

    @Test
    void shouldCountNothingButTheRecordWhereOnlyTheLoadStateMatters() {
        novelIsThere();

        turn(drop(ALLOWED, WhenLoaded.BLOCK));

        assertThat(server.calls)
                .containsExactly("list", "describe", "list", "loadStates", "rows", "drop novel", "list");
    }

    @Test
    void shouldStopReleasingWhenAnApplicationLoadsAgainAndAgain() {
        novelIsThere();
        server.loaded.add("novel");
        server.loadedAgainByApplication = true;

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(server.calls)
                .containsExactly(
                        "list",
                        "describe",
                        "list",
                        "rows",
                        "drop novel",
                        "release",
                        "drop novel",
                        "release",
                        "drop novel",
                        "release",
                        "drop novel",
                        "list");
        assertThat(events.finished)
                .containsEntry(
                        "uid",
                        new Outcome.Refused(
                                Reason.PARTITION_LOADED,
                                "the partition is loaded again as soon as it is released; stop loading it"));
    }

    @Test
    void shouldDropWithoutARowCountWhenCountingIsForbidden() {
        novelIsThere();
        server.fail("rows", Reason.PERMISSION_DENIED, Effect.NONE);

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(events.answered("uid")).isEqualTo(OptionalLong.empty());
    }

    @Test
    void shouldTellAnUnknownOutcomeWithTheTimeThatSettlesIt() {
        novelIsThere();
        server.fail("drop", Reason.SERVER_UNREACHABLE, Effect.UNKNOWN);

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(events.finished.get("uid"))
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.settledAfterNanos() - server.now)
                                .isGreaterThan(Duration.ofSeconds(5).toNanos()));
    }

    /** It took effect though it was not answered, and somebody has made another partition of that name. */
    @Test
    void shouldNeverSendADropTwiceAfterAnUnknownOutcome() {
        novelIsThere();
        server.meanwhile.put("drop", () -> server.partitions.put("novel", new Entry(8, 2)));
        server.fail("drop", Reason.SERVER_UNREACHABLE, Effect.UNKNOWN);

        turn(drop(ALLOWED, WhenLoaded.RELEASE));
        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(server.calls).containsOnlyOnce("drop novel");
    }

    @Test
    void shouldNotSendADropOfUnknownOutcomeAgainByItself() {
        novelIsThere();
        server.fail("drop", Reason.SERVER_UNREACHABLE, Effect.UNKNOWN);

        turn(drop(ALLOWED, WhenLoaded.RELEASE));
        turn(new Request.Look());

        assertThat(server.calls).containsOnlyOnce("drop novel");
    }

    /** It began after that drop, and each further list takes time in which something may happen. */
    @Test
    void shouldGoByTheListOfItsTurnForANameThatAnEarlierTurnDropped() {
        novelIsThere();
        turn(drop(ALLOWED, WhenLoaded.RELEASE));
        novelIsThere();
        server.calls.clear();

        turn(drop(ALLOWED, WhenLoaded.RELEASE));

        assertThat(server.calls).containsExactly("list", "describe", "rows", "drop novel", "list");
    }

    @ParameterizedTest
    @CsvSource({"PERMISSION_DENIED", "SERVER_UNREACHABLE", "INCOMPLETE_ANSWER"})
    void shouldTakeNoAnswerForUnknown(Reason reason) {
        server.fail("list", reason, Effect.NONE);

        turn(new Request.Look());

        assertThat(events.last()).isEqualTo(new Observation.Unknown(reason, reason.text()));
    }

    @Test
    void shouldSendNoWriteWithoutAList() {
        server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE);

        turn(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED));

        assertThat(server.calls).doesNotContain("create one");
        assertThat(events.finished).containsKey("a");
    }

    @Test
    void shouldNotListAgainWhereNothingWasSent() {
        server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE);

        turn(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED));

        assertThat(server.calls).containsExactly("list");
    }

    @Test
    void shouldRestLongerWithEveryListThatFails() {
        server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE);
        look();
        look();

        assertThat(look()).isEqualTo(new Rest(TIMES.retryAfter(3), Rest.Cause.SERVER));
    }

    private void breakDown() {
        server.meanwhile.put("list", () -> {
            throw new IllegalStateException("a defect");
        });
        assertThatIllegalStateException().isThrownBy(lane::turn);
    }

    /** Nobody knows how far it came. */
    @Test
    void shouldTellTheOutcomeOfATurnThatBrokeAsUnknown() {
        lane.submit(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED));

        breakDown();

        assertThat(events.finished.get("a"))
                .isEqualTo(new Outcome.Unknown(
                        Reason.INTERNAL_ERROR,
                        "the operator failed; see its log",
                        server.now + Duration.ofSeconds(36).toNanos()));
    }

    /** A drop lasts for its own deadline only, however long a creation may take. */
    @Test
    void shouldSettleADropOfATurnThatBrokeByTheTimeThatADropTakes() {
        lane.submit(drop(ALLOWED, WhenLoaded.RELEASE));

        breakDown();

        assertThat(events.finished.get("uid"))
                .isEqualTo(new Outcome.Unknown(
                        Reason.INTERNAL_ERROR,
                        "the operator failed; see its log",
                        server.now + TIMES.settle().toNanos()));
    }

    /** It is proven, and told. */
    @Test
    void shouldNotTellAgainWhatWasToldBeforeATurnBroke() {
        server.meanwhile.put("describeById", () -> {
            throw new IllegalStateException("a defect");
        });
        lane.submit(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED));
        lane.submit(new Request.Locate(90));

        assertThatIllegalStateException().isThrownBy(lane::turn);

        assertThat(events.finished.get("a")).isInstanceOf(Outcome.Answered.class);
    }

    /** Whoever asked for nothing but a look waits for it. */
    @Test
    void shouldTellThatATurnBroke() {
        lane.submit(new Request.Look());

        breakDown();

        assertThat(events.last())
                .isEqualTo(new Observation.Unknown(Reason.INTERNAL_ERROR, "the operator failed; see its log"));
    }

    @Test
    void shouldEndAMeasurementWhoseTurnBroke() {
        lane.submit(new Request.Measure("asking", "novel", Optional::empty));

        breakDown();

        assertThat(events.measured).containsKey("novel");
    }

    @Test
    void shouldWaitForNothingAfterATurn() {
        turn(new Request.Look());

        assertThat(lane.waiting()).isFalse();
    }

    @Test
    void shouldFlushAnewInEveryTurn() {
        novelIsThere();
        turn(new Request.Measure("asking", "novel", Optional::empty));

        turn(new Request.Measure("asking", "novel", Optional::empty));

        assertThat(server.calls).filteredOn("flush"::equals).hasSize(2);
    }

    @Test
    void shouldTellAMissingCollectionApartFromAnEmptyOne() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);

        turn(new Request.Look());

        assertThat(word()).isEqualTo(Word.GIVEN);
    }

    private Word word() {
        return ((Observation.NoSuchName) events.last()).word();
    }

    @Test
    void shouldSayThatTheServerRepeatedThatThereIsNoSuchCollection() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        turn(new Request.Look());
        server.now += Absence.APART.toNanos();

        turn(new Request.Look());

        assertThat(word()).isEqualTo(Word.REPEATED);
    }

    @Test
    void shouldCallItNoRepetitionWhenAnAnswerFailedInBetween() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        turn(new Request.Look());
        server.now += Absence.APART.toNanos();
        server.fail("list", Reason.PERMISSION_DENIED, Effect.NONE);
        turn(new Request.Look());
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);

        turn(new Request.Look());

        assertThat(word()).isEqualTo(Word.GIVEN);
    }

    @Test
    void shouldCallItNoRepetitionWhenTheCollectionWasThereInBetween() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        turn(new Request.Look());
        server.now += Absence.APART.toNanos();
        server.failures.remove("list");
        turn(new Request.Look());
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);

        turn(new Request.Look());

        assertThat(word()).isEqualTo(Word.GIVEN);
    }

    @Test
    void shouldNotBelieveASingleAbsenceById() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        server.fail("describeById", Reason.COLLECTION_NOT_FOUND, Effect.NONE);

        turn(new Request.Locate(100));
        turn(new Request.Locate(100));

        assertThat(events.observed).doesNotContain(new Observation.CollectionGone(100));
    }

    @Test
    void shouldBelieveAnAbsenceByIdSeenTwiceApartInTime() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        server.fail("describeById", Reason.COLLECTION_NOT_FOUND, Effect.NONE);

        turn(new Request.Locate(100));
        server.now += Absence.APART.toNanos();
        turn(new Request.Locate(100));

        assertThat(events.last()).isEqualTo(new Observation.CollectionGone(100));
    }

    @Test
    void shouldStartTheProofOfAbsenceAnewAfterAFailedQuestion() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        server.fail("describeById", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        turn(new Request.Locate(100));
        server.now += Absence.APART.toNanos();
        server.fail("describeById", Reason.PERMISSION_DENIED, Effect.NONE);
        turn(new Request.Locate(100));
        server.fail("describeById", Reason.COLLECTION_NOT_FOUND, Effect.NONE);

        turn(new Request.Locate(100));

        assertThat(events.observed).doesNotContain(new Observation.CollectionGone(100));
    }

    @Test
    void shouldStartTheProofOfAnAbsenceAnewAfterAListThatFailedInBetween() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        server.fail("describeById", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        turn(new Request.Locate(100));
        server.now += Absence.APART.toNanos();
        server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE);
        turn(new Request.Look());
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);

        turn(new Request.Locate(100));

        assertThat(events.observed).doesNotContain(new Observation.CollectionGone(100));
    }

    @Test
    void shouldStartTheProofOfAnAbsenceAnewAfterAListThatShowedTheCollection() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        server.fail("describeById", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        turn(new Request.Locate(100));
        server.now += Absence.APART.toNanos();
        server.failures.remove("list");
        turn(new Request.Look());
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);

        turn(new Request.Locate(100));

        assertThat(events.observed).doesNotContain(new Observation.CollectionGone(100));
    }

    @Test
    void shouldStartTheProofOfAnAbsenceAnewAfterAListThatFailedWhenAWriteWasDone() {
        server.fail("describeById", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        turn(new Request.Locate(300));
        server.now += Absence.APART.toNanos();
        server.meanwhile.put("create", () -> server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE));
        turn(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED));
        server.failures.remove("list");

        turn(new Request.Locate(300));

        assertThat(events.observed).doesNotContain(new Observation.CollectionGone(300));
    }

    @Test
    void shouldStartTheProofOfAnAbsenceAnewWhenTheCollectionWasThereBeforeAWrite() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        server.fail("describeById", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        turn(new Request.Locate(100));
        server.now += Absence.APART.toNanos();
        server.failures.remove("list");
        server.meanwhile.put("create", () -> server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE));

        turn(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED), new Request.Locate(100));

        assertThat(events.observed).doesNotContain(new Observation.CollectionGone(100));
    }

    /** In the meantime the collection may have been there and gone again. */
    @Test
    void shouldStartTheProofOfAbsenceAnewAfterALongSilence() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        server.fail("describeById", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        turn(new Request.Locate(100));
        server.now += Absence.LAPSE.toNanos() + 1;

        turn(new Request.Locate(100));

        assertThat(events.observed).doesNotContain(new Observation.CollectionGone(100));
    }

    @Test
    void shouldFindACollectionThatWasMovedToAnotherDatabase() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        server.home = "archive";

        turn(new Request.Locate(100));

        assertThat(events.located).map(CollectionAddress::database).containsExactly("archive");
    }

    @Test
    void shouldFindARenamedCollectionByItsId() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        server.realName = "book_v2";

        turn(new Request.Locate(100));

        assertThat(events.located).containsExactly(new CollectionAddress(BOOK.endpoint(), "default", "book_v2"));
    }

    @ParameterizedTest
    @CsvSource({"1, 250", "2, 500", "3, 1000", "8, 30000", "500, 30000"})
    void shouldPauseLongerAfterEveryFailureUpToALimit(int failures, long millis) {
        assertThat(TIMES.retryAfter(failures)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER_UNREACHABLE, SERVER",
        "SERVER_BUSY, SERVER",
        "UNAUTHENTICATED, SERVER",
        "PERMISSION_DENIED, COLLECTION",
        "INCOMPLETE_ANSWER, COLLECTION"
    })
    void shouldRestAfterAFailure(Reason reason, Rest.Cause cause) {
        server.fail("list", reason, Effect.NONE);

        assertThat(look()).isEqualTo(new Rest(TIMES.firstRetry(), cause));
    }

    @Test
    void shouldRestWhenTheProofFails() {
        server.meanwhile.put("create", () -> server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE));
        lane.submit(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED));

        assertThat(lane.turn()).isEqualTo(new Rest(TIMES.firstRetry(), Rest.Cause.SERVER));
    }

    @Test
    void shouldNotRestAfterAnAnswer() {
        server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE);
        look();
        server.failures.clear();

        assertThat(look()).isEqualTo(Rest.NONE);
    }

    private Rest miss() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        return look();
    }

    @Test
    void shouldLookSoonForAMissingCollectionInsteadOfResting() {
        assertThat(miss()).isEqualTo(new Rest(TIMES.firstRetry(), Rest.Cause.MISSING));
    }

    @Test
    void shouldLookForAMissingCollectionEverMoreSeldom() {
        miss();
        miss();

        assertThat(miss().pause()).isEqualTo(TIMES.retryAfter(3));
    }

    @Test
    void shouldLookOftenAgainForACollectionThatWasThereInBetween() {
        miss();
        server.failures.clear();
        look();

        assertThat(miss().pause()).isEqualTo(TIMES.firstRetry());
    }

    @Test
    void shouldNotRestLongerAfterAFailureBecauseTheCollectionWasMissing() {
        miss();
        miss();
        server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE);

        assertThat(look()).isEqualTo(new Rest(TIMES.firstRetry(), Rest.Cause.SERVER));
    }

    /** The list that follows a creation may lack it, by a filter or a defect of a proxy: then it is asked for anew. */
    @Test
    void shouldNotRelyOnADenialFromBeforeACreation() {
        turn(new Request.Verify("novel"));
        server.hiddenFromLists.add("novel");
        server.meanwhile.put("list", () -> server.partitions.remove("novel"));

        turn(new Request.Create("a", "novel", ScriptedServer.FINGERPRINT, ALLOWED));

        assertThat(((Observation.Listed) events.last()).snapshot().denies("novel"))
                .isFalse();
    }

    /** Each would take its whole deadline, and what the server's silence means would be told at the end of them all. */
    @Test
    void shouldSendNothingMoreInATurnOnceTheServerHasFallenSilent() {
        server.fail("create", Reason.SERVER_UNREACHABLE, Effect.UNKNOWN);

        turn(
                new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED),
                new Request.Create("b", "two", ScriptedServer.FINGERPRINT, ALLOWED));

        assertThat(server.calls).contains("create one").doesNotContain("create two");
    }

    /** Told as a passing thing it would be tried again at once, and recorded anew each time. */
    @Test
    void shouldTellOfTheServersSilenceWhatWasNotSentForIt() {
        server.fail("create", Reason.SERVER_UNREACHABLE, Effect.UNKNOWN);

        turn(
                new Request.Create("a", "one", ScriptedServer.FINGERPRINT, ALLOWED),
                new Request.Create("b", "two", ScriptedServer.FINGERPRINT, ALLOWED));

        assertThat(events.finished.get("b"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.SERVER_UNREACHABLE));
    }
}
