package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.api.PolicyDefaults;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Access;
import io.milvusops.partition.Flight;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Intent;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Order;
import io.milvusops.partition.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlightsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Memory ATTEMPTED = new Memory(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Order(
                    Optional.of(new Incarnation(100, 7)), Order.Stage.ATTEMPTED, 1, Instant.EPOCH, Optional.empty())));

    private static final Reach REACH = new Reach(
            new Access.Withheld(Reason.CONNECTION_NOT_FOUND, ""),
            "",
            PolicyDefaults.UNSET,
            false,
            address -> true,
            Duration.ofSeconds(6),
            Duration.ofSeconds(36),
            Duration.ofSeconds(6),
            Optional.empty());

    private static final Memory INTENDED = new Memory(
            Optional.empty(),
            Optional.of(new Intent("http://milvus:19530", 100, 1, 1, OptionalLong.empty(), 1)),
            Optional.empty());

    private long now = 50 * SECOND;
    private final Flights flights = new Flights(() -> now);

    private Flight seen(Memory memory, long listBegan) {
        return flights.of("uid", "5", memory, REACH, OptionalLong.of(listBegan), Trace.NONE);
    }

    private Flight showing(Memory memory, long listBegan) {
        return flights.of("uid", "5", memory, REACH, OptionalLong.of(listBegan), Trace.SHOWN);
    }

    private void land() {
        flights.armed("uid", "4");
        flights.sent("uid", "4");
        flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), now));
        assertThat(showing(ATTEMPTED, now + SECOND)).isEqualTo(Flight.LANDED);
    }

    /** The answer to the write of the record was lost: it is there, and nothing was sent. */
    @Test
    void shouldNotTakeAnEarlierCallForTheOneThatIsAboutToBeRecorded() {
        land();

        flights.arming("uid");
        flights.disarmed("uid");

        assertThat(showing(ATTEMPTED, now + SECOND)).isEqualTo(Flight.NONE);
    }

    /** The watch may show the record before its write is answered, and others must not take it for one that came to nothing. */
    @Test
    void shouldNotCallARecordInVainThatIsBeingWritten() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Refused(Reason.SERVER_BUSY, "busy"));

        flights.arming("uid");

        assertThat(flights.grounded("uid")).isFalse();
    }

    @Test
    void shouldCallTheEarlierRecordInVainWhenNoNewOneCameOfIt() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Refused(Reason.SERVER_BUSY, "busy"));
        flights.arming("uid");

        flights.disarmed("uid");

        assertThat(flights.grounded("uid")).isTrue();
    }

    /** Others wait for what it did, whether anybody can ask for it or not. */
    @Test
    void shouldTellWhenACallCanDoNothingAnyMoreAlsoWhenItsOutcomeWasSeen() {
        flights.sent("uid", "5");
        assertThat(flights.settled("uid")).isEmpty();

        flights.finished("uid", new Outcome.Unknown(Reason.SERVER_BUSY, "busy", now + SECOND));
        assertThat(flights.settled("uid")).hasValue(now + SECOND);

        showing(ATTEMPTED, now + 2 * SECOND);
        assertThat(flights.settled("uid")).hasValue(now + SECOND);
    }

    /** Its call may be under way. */
    @Test
    void shouldWaitForAnAttemptOfAnEarlierProcessThatIsShownWhileARecordIsWritten() {
        seen(Memory.NONE, now);

        flights.arming("uid");
        flights.disarmed("uid");

        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.UNSETTLED);
    }

    /** Else a drop could go by a record of any age. */
    @Test
    void shouldGiveItsCallsTheirTimeOnce() {
        flights.armed("uid", "5");
        flights.sent("uid", "5");
        flights.begun("uid", Duration.ofSeconds(1));
        now += 25 * SECOND;
        flights.begun("uid", Duration.ofSeconds(1));
        now += 2 * SECOND;

        assertThat(flights.entitled("uid", "5")).isFalse();
    }

    /** What we say of the wait brings its turn no second time. */
    @Test
    void shouldGiveItsCallsTheirTimeOnceThoughItsStatusIsWrittenMeanwhile() {
        flights.armed("uid", "5");
        flights.sent("uid", "5");
        flights.begun("uid", Duration.ofSeconds(1));
        flights.rewritten("uid", "5", "6");
        now += 25 * SECOND;
        flights.begun("uid", Duration.ofSeconds(1));
        now += 2 * SECOND;

        assertThat(flights.entitled("uid", "6")).isFalse();
    }

    @Test
    void shouldStillGiveItsCallsTheirTimeWhenItsStatusIsWrittenMeanwhile() {
        flights.armed("uid", "5");
        flights.sent("uid", "5");
        flights.begun("uid", Duration.ofSeconds(1));
        flights.rewritten("uid", "5", "6");
        now += 25 * SECOND;

        assertThat(flights.entitled("uid", "6")).isTrue();
    }

    @Test
    void shouldGiveItsCallsTheirTimeWhenItsTurnHasCome() {
        flights.armed("uid", "5");
        flights.sent("uid", "5");
        flights.begun("uid", Duration.ofSeconds(1));
        now += 25 * SECOND;

        assertThat(flights.entitled("uid", "5")).isTrue();
    }

    @Test
    void shouldTellThatTheServerMustBeAskedAgain() {
        seen(ATTEMPTED, now);
        now += 7 * SECOND;

        assertThat(seen(ATTEMPTED, now - 5 * SECOND)).isEqualTo(Flight.OVERDUE);
    }

    @Test
    void shouldBeGroundedAtFirst() {
        assertThat(seen(Memory.NONE, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldWaitForAnAttemptOfAnEarlierProcess() {
        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.UNSETTLED);
    }

    @Test
    void shouldWaitForACreationOfAnEarlierProcessAsLongAsItMayTake() {
        seen(INTENDED, now);

        assertThat(seen(INTENDED, now + 35 * SECOND)).isEqualTo(Flight.UNSETTLED);
    }

    @Test
    void shouldSettleACreationOfAnEarlierProcessByALaterList() {
        seen(INTENDED, now);

        assertThat(seen(INTENDED, now + 37 * SECOND)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldSettleAnAttemptOfAnEarlierProcessByALaterList() {
        seen(ATTEMPTED, now);

        assertThat(seen(ATTEMPTED, now + 7 * SECOND)).isEqualTo(Flight.INHERITED);
    }

    /** What the earlier process was answered, nobody can tell any more. */
    @Test
    void shouldNotTakeAnAttemptOfAnEarlierProcessForItsOwnByAnyLaterList() {
        seen(ATTEMPTED, now);
        seen(ATTEMPTED, now + 7 * SECOND);

        assertThat(seen(ATTEMPTED, now + 8 * SECOND)).isEqualTo(Flight.INHERITED);
    }

    @Test
    void shouldKnowItsOwnAttemptThatFollowedThatOfAnEarlierProcess() {
        seen(ATTEMPTED, now);
        now += 7 * SECOND;
        seen(ATTEMPTED, now);

        land();
    }

    /** The first list after a start may be older than the record. */
    @Test
    void shouldWaitForAnAttemptOfAnEarlierProcessThatIsShownLate() {
        seen(Memory.NONE, now);
        now += 90 * SECOND;

        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.UNSETTLED);
    }

    @Test
    void shouldWaitForACreationOfAnEarlierProcessThatIsShownLate() {
        seen(Memory.NONE, now);
        now += 90 * SECOND;

        assertThat(seen(INTENDED, now + 35 * SECOND)).isEqualTo(Flight.UNSETTLED);
    }

    @Test
    void shouldSettleAnAttemptThatIsShownLateByAListThatBeganItsDeadlineAfterThat() {
        shouldWaitForAnAttemptOfAnEarlierProcessThatIsShownLate();

        assertThat(seen(ATTEMPTED, now + 7 * SECOND)).isEqualTo(Flight.INHERITED);
    }

    /** Otherwise each refusal would be waited for as if nobody knew what it did. */
    @Test
    void shouldNotTakeAnAttemptOfItsOwnForThatOfAnEarlierProcess() {
        seen(Memory.NONE, now);
        flights.armed("uid", "5");
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Refused(Reason.PARTITION_LOADED, ""));

        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldBeArmedForExactlyTheRecordedVersion() {
        flights.armed("uid", "4");

        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldBeArmedAtTheRecordedVersion() {
        flights.armed("uid", "5");

        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.ARMED);
    }

    @Test
    void shouldLoseTheEntitlementAfterSeconds() {
        flights.armed("uid", "5");
        now += Flights.ARMED_FOR.toNanos();

        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldSendOneAtATime() {
        flights.sent("uid", "5");

        assertThat(flights.sent("uid", "5")).isFalse();
    }

    @Test
    void shouldNotSendWhileAnOutcomeIsUnknown() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "", now + SECOND));

        assertThat(flights.sent("uid", "5")).isFalse();
    }

    @Test
    void shouldNotSettleByAListBegunBeforeTheDeadline() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "", now + SECOND));

        assertThat(seen(Memory.NONE, now)).isEqualTo(Flight.UNSETTLED);
    }

    @Test
    void shouldEndWithTheFirstListAfterTheAnswer() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), now));

        assertThat(seen(Memory.NONE, now + 1)).isEqualTo(Flight.LANDED);
    }

    @Test
    void shouldNotEndWithAListBegunBeforeTheAnswer() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), now));

        assertThat(seen(Memory.NONE, now)).isEqualTo(Flight.UNSETTLED);
    }

    @Test
    void shouldLandWithAListThatShowsTheCreation() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), now));

        assertThat(showing(INTENDED, now + 1)).isEqualTo(Flight.LANDED);
    }

    @Test
    void shouldStayLandedWhileListsShowTheCreation() {
        shouldLandWithAListThatShowsTheCreation();

        assertThat(showing(INTENDED, now + 2)).isEqualTo(Flight.LANDED);
    }

    @Test
    void shouldNotTakeWhatAppearsAfterAListWithoutItForTheCreation() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), now));
        seen(INTENDED, now + 1);

        assertThat(showing(INTENDED, now + 2)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldNotTakeWhatAppearsAfterARefusalForTheCreation() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Refused(Reason.PARTITION_LIMIT_REACHED, ""));

        assertThat(showing(INTENDED, now + 1)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldNotRememberAResourceThatIsGone() {
        flights.sent("uid", "5");
        flights.forget("uid");
        flights.finished("uid", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "", now + SECOND));

        assertThat(seen(Memory.NONE, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldTellADropThatWasRefusedFromOneThatWasSent() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Refused(Reason.PARTITION_REPLACED, ""));

        assertThat(seen(ATTEMPTED, now + 1)).isEqualTo(Flight.NONE);
    }

    /** The drop that the record of a version entitles to is handed to its lane. */
    private void depart() {
        flights.armed("uid", "5");
        flights.sent("uid", "5");
    }

    @Test
    void shouldEntitleByTheVersionItWasDecidedOn() {
        depart();

        assertThat(List.of(flights.entitled("uid", "5"), flights.entitled("uid", "6")))
                .containsExactly(true, false);
    }

    /** What is told while a count takes its time must not void the drop that the count is for. */
    @Test
    void shouldTakeAStatusWriteOfOursForNoChange() {
        depart();
        flights.rewritten("uid", "5", "6");

        assertThat(flights.entitled("uid", "6")).isTrue();
    }

    @Test
    void shouldTakeAWriteOnAChangedResourceForAChange() {
        depart();
        flights.rewritten("uid", "6", "7");

        assertThat(flights.entitled("uid", "7")).isFalse();
    }

    @Test
    void shouldNotSettleWithoutAnyAnswer() {
        seen(ATTEMPTED, now);

        assertThat(flights.of("uid", "5", ATTEMPTED, REACH, OptionalLong.empty(), Trace.NONE))
                .isEqualTo(Flight.UNSETTLED);
    }

    @Test
    void shouldNotWaitForAnOrderThatWasNotAttempted() {
        Memory requested = new Memory(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Order(
                        Optional.of(new Incarnation(100, 7)),
                        Order.Stage.REQUESTED,
                        1,
                        Instant.EPOCH,
                        Optional.empty())));

        assertThat(seen(requested, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldBeInFlightFromTheMomentItTookOff() {
        flights.sent("uid", "5");

        assertThat(seen(ATTEMPTED, now + SECOND)).isEqualTo(Flight.QUEUED);
    }

    /** Its turn has come, and what is asked before the call takes its time. */
    @Test
    void shouldNotCallSentWhatWaitsForWhatIsAskedBefore() {
        flights.sent("uid", "5");
        flights.begun("uid", Duration.ofSeconds(1));

        assertThat(seen(ATTEMPTED, now + SECOND)).isEqualTo(Flight.QUEUED);
    }

    @Test
    void shouldNotKnowTheOutcomeOfWhatIsBeingSent() {
        flights.sent("uid", "5");
        flights.calling("uid");

        assertThat(seen(ATTEMPTED, now + SECOND)).isEqualTo(Flight.UNSETTLED);
    }

    @Test
    void shouldKnowThatACallWasSentWhenTheStatusIsWrittenMeanwhile() {
        flights.sent("uid", "5");
        flights.calling("uid");
        flights.rewritten("uid", "5", "6");

        assertThat(seen(ATTEMPTED, now + SECOND)).isEqualTo(Flight.UNSETTLED);
    }

    private static final Memory BOUND_AND_ATTEMPTED =
            new Memory(Sights.BOUND.binding(), Optional.empty(), ATTEMPTED.order());

    @Test
    void shouldLookForWhatADropOfAnEarlierProcessDid() {
        assertThat(flights.unresolved("uid", BOUND_AND_ATTEMPTED)).isTrue();
    }

    @Test
    void shouldNotLookForWhatADropDidThatWasNotHandedToALane() {
        flights.armed("uid", "5");

        assertThat(flights.unresolved("uid", BOUND_AND_ATTEMPTED)).isFalse();
    }

    /** The watch may show the record before its write is answered. */
    @Test
    void shouldNotLookForWhatADropDidWhoseRecordIsBeingWritten() {
        flights.arming("uid");

        assertThat(flights.unresolved("uid", BOUND_AND_ATTEMPTED)).isFalse();
    }

    @Test
    void shouldNotLookForWhatADropDidThatWasRefused() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Refused(Reason.PARTITION_LOADED, "loaded"));

        assertThat(flights.unresolved("uid", BOUND_AND_ATTEMPTED)).isFalse();
    }

    @Test
    void shouldLookForACreationThatAnEarlierProcessMayHaveSent() {
        Memory repairing = BOUND_AND_ATTEMPTED.intending(new Intent(Sights.ENDPOINT, 100, 1, 1, OptionalLong.of(7), 1));

        assertThat(flights.unresolved("uid", repairing)).isTrue();
    }

    static Stream<Arguments> records() {
        return Stream.of(
                arguments(INTENDED, true), arguments(BOUND_AND_ATTEMPTED, true), arguments(Memory.NONE, false));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldLookForWhatACallDidThatIsOnRecord(Memory recorded, boolean unresolved) {
        assertThat(flights.unresolved("uid", recorded)).isEqualTo(unresolved);
    }

    /** What is on record may be somebody else's, and what was sent may come after its drop. */
    @Test
    void shouldWaitForACallThatMayTakeEffectThoughItsCreationIsOnRecord() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "cut", Long.MAX_VALUE / 2));

        flights.recorded("uid");

        assertThat(flights.mayTakeEffect("uid")).isTrue();
    }

    @Test
    void shouldTakeOffWhenNothingIsInTheAir() {
        assertThat(flights.sent("uid", "5")).isTrue();
    }

    @Test
    void shouldTakeOffFromAnArmedRecord() {
        flights.armed("uid", "5");

        assertThat(flights.sent("uid", "5")).isTrue();
    }

    @Test
    void shouldEntitleForSecondsFromTheRecordOn() {
        depart();
        now += Flights.ARMED_FOR.toNanos() - 1;

        assertThat(flights.entitled("uid", "5")).isTrue();
    }

    @Test
    void shouldNotEntitleAnyLonger() {
        depart();
        now += Flights.ARMED_FOR.toNanos();

        assertThat(flights.entitled("uid", "5")).isFalse();
    }

    /** What we say of the wait makes no record younger. */
    @Test
    void shouldNotEntitleAnyLongerByAStatusWriteOfOurs() {
        depart();
        now += Flights.ARMED_FOR.toNanos();
        flights.rewritten("uid", "5", "6");

        assertThat(flights.entitled("uid", "6")).isFalse();
    }

    @Test
    void shouldEntitleToNothingWithoutARecord() {
        flights.sent("uid", "5");

        assertThat(flights.entitled("uid", "5")).isFalse();
    }

    @Test
    void shouldEntitleToNothingBeforeItTookOff() {
        flights.armed("uid", "5");

        assertThat(flights.entitled("uid", "5")).isFalse();
    }

    @Test
    void shouldNotCarryAnEntitlementOverToARewrittenVersion() {
        flights.armed("uid", "4");
        flights.rewritten("uid", "4", "5");

        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldBeAirborneUntilTheOutcomeOfTheCallIsSettled() {
        boolean before = flights.airborne("uid");
        flights.sent("uid", "5");
        boolean sent = flights.airborne("uid");
        flights.finished("uid", new Outcome.Unknown(Reason.QUOTA_EXCEEDED, "", now));
        boolean unknown = flights.airborne("uid");
        seen(Memory.NONE, now + 1);

        assertThat(List.of(before, sent, unknown, flights.airborne("uid"))).containsExactly(false, true, true, false);
    }

    /** A list may lack what is there: the server is asked by name before the intent is given up. */
    @Test
    void shouldBelieveInACreationThatAListDoesNotShowAndNobodyDenies() {
        seen(INTENDED, now);
        now += 37 * SECOND;

        Flight flight = flights.of("uid", "5", INTENDED, REACH, OptionalLong.of(now), Trace.UNPROVEN);

        assertThat(flight).isEqualTo(Flight.LANDED);
    }

    @Test
    void shouldNotBelieveInACreationAnyMoreThatIsDeniedLater() {
        seen(INTENDED, now);
        now += 37 * SECOND;
        flights.of("uid", "5", INTENDED, REACH, OptionalLong.of(now), Trace.UNPROVEN);

        assertThat(seen(INTENDED, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldRememberTheIntentOfACallUnderWayWhateverBecomesOfItsRecord() {
        flights.armed("uid", "5", INTENDED.intent().orElseThrow());
        flights.sent("uid", "5");

        assertThat(flights.remembered("uid", Memory.NONE)).isEqualTo(INTENDED);
    }

    @Test
    void shouldRememberTheIntentOfACallOfUnknownOutcome() {
        flights.armed("uid", "5", INTENDED.intent().orElseThrow());
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "no answer", now + SECOND));

        assertThat(flights.remembered("uid", Memory.NONE)).isEqualTo(INTENDED);
    }

    /** Until the creation is recorded, what the list shows of it is its own. */
    @Test
    void shouldRememberTheIntentOfACallThatLanded() {
        flights.armed("uid", "5", INTENDED.intent().orElseThrow());
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), now));
        showing(INTENDED, now + 1);

        assertThat(flights.remembered("uid", Memory.NONE)).isEqualTo(INTENDED);
    }

    private void fly() {
        flights.armed("uid", "5", INTENDED.intent().orElseThrow());
        flights.sent("uid", "5");
    }

    @Test
    void shouldBelieveTheIntentThatIsOnRecord() {
        fly();
        Memory recorded = Memory.NONE.intending(new Intent("http://milvus:19530", 100, 2, 2, OptionalLong.empty(), 2));

        assertThat(flights.remembered("uid", recorded)).isEqualTo(recorded);
    }

    @Test
    void shouldRememberNoIntentOfWhatIsBoundSince() {
        fly();

        assertThat(flights.remembered("uid", Sights.BOUND)).isEqualTo(Sights.BOUND);
    }

    @Test
    void shouldRememberNoIntentOfACallThatHadNone() {
        flights.sent("uid", "5");

        assertThat(flights.remembered("uid", Memory.NONE)).isEqualTo(Memory.NONE);
    }

    /** A list that begins at that very moment settles nothing yet. */
    @Test
    void shouldExpectAnEffectUntilTheDeadlineIsOver() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "no answer", now));

        assertThat(flights.mayTakeEffect("uid")).isTrue();
    }

    /** A resource that is seen again under its uid starts anew. */
    @Test
    void shouldRememberNoIntentOfAResourceThatIsGone() {
        fly();
        flights.forget("uid");
        flights.sent("uid", "5");

        assertThat(flights.remembered("uid", Memory.NONE)).isEqualTo(Memory.NONE);
    }

    @Test
    void shouldRememberNoIntentWhoseCallWasNotSent() {
        flights.armed("uid", "5", INTENDED.intent().orElseThrow());

        assertThat(flights.remembered("uid", Memory.NONE)).isEqualTo(Memory.NONE);
    }

    @Test
    void shouldRememberNoIntentWhoseCallWasRefused() {
        flights.armed("uid", "5", INTENDED.intent().orElseThrow());
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Refused(Reason.QUOTA_EXCEEDED, "full"));

        assertThat(flights.remembered("uid", Memory.NONE)).isEqualTo(Memory.NONE);
    }

    @Test
    void shouldBeGroundedWhenTheCallWasRefused() {
        flights.sent("uid", "5");
        flights.finished("uid", new Outcome.Refused(Reason.PARTITION_LOADED, "loaded"));

        assertThat(flights.grounded("uid")).isTrue();
    }

    @Test
    void shouldCallNothingSentThatOnlyWaitsInItsLane() {
        flights.armed("uid", "5");
        flights.sent("uid", "5");

        assertThat(flights.called("uid")).isFalse();
    }

    @Test
    void shouldCallSentWhatNobodyHasSeenTheEndOf() {
        flights.armed("uid", "5");
        flights.sent("uid", "5");
        flights.calling("uid");

        assertThat(flights.called("uid")).isTrue();

        flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), now));

        assertThat(flights.called("uid")).isTrue();
    }

    @Test
    void shouldCallNothingSentThatWasRefused() {
        refuse();

        assertThat(flights.called("uid")).isFalse();
    }

    private void refuse() {
        depart();
        flights.finished("uid", new Outcome.Refused(Reason.QUOTA_EXCEEDED, "full"));
    }

    /** Two passes may come to it: what the second one records says nothing of what the first one sent. */
    @Test
    void shouldNotForgetWhatIsInTheAirForARecordThatIsAboutToBeWritten() {
        flights.sent("uid", "5");

        flights.arming("uid");

        assertThat(flights.airborne("uid")).isTrue();
    }

    @Test
    void shouldEntitleToWriteByARecordThatWasWrittenForThisTry() {
        depart();

        assertThat(flights.entitledToWrite("uid")).isTrue();
    }

    /** The watch may not have shown yet what came after that record. */
    @Test
    void shouldNotEntitleToWriteByTheRecordOfAnEarlierTry() {
        flights.repeated("uid", "5");
        flights.sent("uid", "5");

        assertThat(flights.entitledToWrite("uid")).isFalse();
    }

    @Test
    void shouldEntitleNobodyToWriteWhoseCallWasRefused() {
        refuse();

        assertThat(flights.entitledToWrite("uid")).isFalse();
    }

    /** A lane that is closed tells that nothing was sent, and its turn may still come to it. */
    @Test
    void shouldGiveNoTimeToWhatIsOverAlready() {
        refuse();

        flights.begun("uid", Duration.ofSeconds(1));

        assertThat(flights.grounded("uid")).isTrue();
    }

    /** Nobody would tell its end a second time. */
    @Test
    void shouldNotCallUnderWayWhatIsOverAlready() {
        refuse();

        flights.calling("uid");

        assertThat(flights.grounded("uid")).isTrue();
    }
}
