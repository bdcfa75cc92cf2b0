package io.milvusops.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.fake.WorldEvent.Hand;
import io.milvusops.fake.WorldEvent.Kind;
import org.junit.jupiter.api.Test;

/** The judge of drops finds what was planted, and nothing else. */
class WrongDropsTest {

    private static final String DELETING = ", deletionTimestamp: now";

    private static final String INTENDING = ", annotations: {milvusops.io/create-intent: a}";
    private static final String BUDGET = ", dropBudget: {limit: 1, window: 1m}";
    private static final String REFUSE = ", adoptionPolicy: Refuse";

    private final Planted planted = new Planted();

    @Test
    void shouldAcceptTheDropOfADeletedResource() {
        planted.version(2_000, "a", "", "");
        planted.version(10_000, "a", DELETING, "");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).isEmpty();
    }

    @Test
    void shouldFindADropThatNobodyOrdered() {
        planted.version(2_000, "a", "", "");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropBeforeItsOrder() {
        planted.version(2_000, "a", "", "");
        planted.version(12_000, "a", DELETING, "");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropOfAnOrderThatWasWithdrawnLongBefore() {
        planted.version(2_000, "a", "", ", ensure: absent");
        planted.version(5_000, "a", "", ", ensure: present");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldExcuseAnOrderThatWasWithdrawnOnTheWayToTheDrop() {
        planted.version(2_000, "a", "", ", ensure: absent");
        planted.version(10_500, "a", "", ", ensure: present");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).isEmpty();
    }

    @Test
    void shouldExcuseAWithdrawalThatABrokenWatchCannotHaveTold() {
        planted.version(2_000, "a", "", ", ensure: absent");
        planted.chronicle.blinded(7_000);
        planted.version(7_100, "a", "", ", ensure: present");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).isEmpty();
    }

    @Test
    void shouldFindADropOfARetainedPartition() {
        planted.version(2_000, "a", DELETING, ", deletionPolicy: Retain");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropOfAPartitionThatTheConnectionsDefaultRetains() {
        planted.connection(1_500, ", defaults: {deletionPolicy: Retain}");
        planted.version(2_000, "a", DELETING, "");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropOfAnAbandonedPartition() {
        planted.version(2_000, "a", DELETING + ", annotations: {milvusops.io/abandon: 'true'}", "");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropWhilePaused() {
        planted.version(2_000, "a", DELETING + ", annotations: {milvusops.io/paused: 'true'}", "");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropThatTheConnectionDoesNotAllow() {
        planted.connection(1_500, ", allowedTargets: [{collection: film}]");
        planted.version(2_000, "a", DELETING, "");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropThatWasNotConfirmed() {
        planted.version(2_000, "a", DELETING, ", dropGuard: {confirmation: Required}");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropBeforeItsDelayIsOver() {
        planted.version(10_000, "a", DELETING, ", dropGuard: {delay: 2s}");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropWhoseAttemptWasNotOnRecord() {
        planted.version(2_000, "a", DELETING, "", Planted.bound("a", Planted.ID));
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropWhoseAttemptWentOnRecordAfterIt() {
        planted.version(2_000, "a", DELETING, "", Planted.bound("a", Planted.ID));
        planted.drop(11_000);
        planted.version(25_000, "a", DELETING, "");

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldAcceptARecordOfTheAttemptThatTheWatchToldLate() {
        planted.version(2_000, "a", DELETING, "", Planted.bound("a", Planted.ID));
        planted.drop(11_000);
        planted.version(15_000, "a", DELETING, "");

        assertThat(planted.wrongDrops()).isEmpty();
    }

    @Test
    void shouldFindADropThatTheBudgetHasNotCounted() {
        planted.connection(1_500, BUDGET);
        planted.version(2_000, "a", DELETING, "");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldAcceptADropWithinTheBudget() {
        planted.connection(1_500, BUDGET);
        counted("a", Planted.ID);
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).isEmpty();
    }

    @Test
    void shouldFindADropBeyondTheBudget() {
        planted.connection(1_500, BUDGET);
        planted.event(Kind.CREATED, Hand.CALL, 8, 1_500, 1_500);
        counted("a", Planted.ID);
        counted("b", 8);
        planted.drop(11_000);
        planted.event(Kind.DROPPED, Hand.CALL, 8, 12_000, 12_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    private void counted(String uid, long id) {
        planted.version(
                5_000, uid, DELETING, "", Planted.bound(uid, id) + ", " + Planted.attempt(uid, id, ", reservedAt: t"));
    }

    @Test
    void shouldFindADropThroughAConnectionThatLeadsElsewhere() {
        planted.move(1_500, "");
        planted.version(2_000, "a", DELETING, "");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropOfWhatAnotherResourceWantsPresent() {
        planted.version(2_000, "a", DELETING, "");
        planted.version(3_000, "b", "", "", "observedGeneration: -1");
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropOfAnIncarnationThatWasNeverRecorded() {
        planted.version(2_000, "a", DELETING, "", Planted.attempting("a", 6));
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropOfAReplacementThatAListHadShown() {
        planted.version(2_000, "a", DELETING, "");
        planted.event(Kind.DROPPED, Hand.CLIENT, Planted.ID, 10_000, 10_000);
        planted.event(Kind.CREATED, Hand.CLIENT, 8, 10_000, 10_000);
        planted.event(Kind.LISTED, Hand.CALL, 0, 10_200, 10_200);
        planted.event(Kind.DROPPED, Hand.CALL, 8, 11_000, 11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldExcuseADropOfAReplacementThatNoListHadShown() {
        planted.version(2_000, "a", DELETING, "");
        planted.event(Kind.LISTED, Hand.CALL, 0, 10_200, 10_200);
        planted.event(Kind.DROPPED, Hand.CLIENT, Planted.ID, 10_900, 10_900);
        planted.event(Kind.CREATED, Hand.CLIENT, 8, 10_900, 10_900);
        planted.event(Kind.DROPPED, Hand.CALL, 8, 11_000, 11_000);

        assertThat(planted.wrongDrops()).isEmpty();
    }

    /** What could rightly be dropped elsewhere says nothing of what came here. */
    @Test
    void shouldFindADropOfWhatHasOnlyTheNameOfTheRightOne() {
        planted.eventIn("film", Kind.CREATED, Hand.CALL, 9, 1_500);
        planted.version(2_000, "a", DELETING, "", Planted.attempting("a", 9));
        planted.event(Kind.CREATED, Hand.CLIENT, 8, 10_900, 10_900);
        planted.event(Kind.DROPPED, Hand.CALL, 8, 11_000, 11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldExcuseADropOfAReplacementInACollectionThatWasRenamed() {
        planted.eventIn("film", Kind.CREATED, Hand.CALL, 9, 1_500);
        planted.version(2_000, "a", DELETING, "", Planted.attempting("a", 9));
        planted.chronicle.renamed(Planted.SERVER, 5_000);
        planted.event(Kind.CREATED, Hand.CLIENT, 8, 10_900, 10_900);
        planted.event(Kind.DROPPED, Hand.CALL, 8, 11_000, 11_000);

        assertThat(planted.wrongDrops()).isEmpty();
    }

    /** Blind again before it could see: what was withdrawn since the first time may not have been told. */
    @Test
    void shouldExcuseAWithdrawalBetweenTwoBreaksOfAWatch() {
        planted.version(2_000, "a", "", ", ensure: absent");
        planted.chronicle.blinded(5_000);
        planted.version(5_100, "a", "", ", ensure: present");
        planted.chronicle.blinded(9_000);
        planted.drop(11_000);

        assertThat(planted.wrongDrops()).isEmpty();
    }

    @Test
    void shouldFindALateDropOfWhatTheOperatorMadeMeanwhile() {
        planted.version(2_000, "a", DELETING, "");
        planted.drop(10_500);
        planted.event(Kind.CREATED, Hand.CALL, 8, 11_000, 11_000);
        planted.event(Kind.DROPPED, Hand.CALL, 8, 10_400, 12_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropOfWhatAStrangerMadeAndTheResourceRefused() {
        planted.event(Kind.CREATED, Hand.CLIENT, 9, 1_500, 1_500);
        planted.version(2_000, "a", DELETING, ", adoptionPolicy: Refuse", Planted.attempting("a", 9));
        planted.event(Kind.DROPPED, Hand.CALL, 9, 11_000, 11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldExcuseAStrangersPartitionThatCameWhileTheResourceWasCreatingItsOwn() {
        planted.version(2_000, "a", INTENDING, REFUSE, "observedGeneration: 1");
        planted.event(Kind.CREATED, Hand.CLIENT, 9, 10_000, 10_000);
        planted.version(11_000, "a", INTENDING + DELETING, REFUSE, Planted.attempting("a", 9));
        planted.event(Kind.DROPPED, Hand.CALL, 9, 12_000, 12_000);

        assertThat(planted.wrongDrops()).isEmpty();
    }

    @Test
    void shouldFindADropOfAStrangersPartitionThatAnOldIntentTookForItsOwn() {
        planted.version(2_000, "a", INTENDING, REFUSE, "observedGeneration: 1");
        planted.event(Kind.CREATED, Hand.CLIENT, 9, 60_000, 60_000);
        planted.version(61_000, "a", INTENDING + DELETING, REFUSE, Planted.attempting("a", 9));
        planted.event(Kind.DROPPED, Hand.CALL, 9, 62_000, 62_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }

    @Test
    void shouldFindADropOfWhatReappearedAfterTheOrderWasFulfilled() {
        planted.version(2_000, "a", "", ", ensure: absent", Planted.bound("a", 6) + ", drop: {outcome: Dropped}");
        planted.event(Kind.CREATED, Hand.CLIENT, 9, 5_000, 5_000);
        planted.version(6_000, "a", "", ", ensure: absent", Planted.attempting("a", 9));
        planted.event(Kind.DROPPED, Hand.CALL, 9, 11_000, 11_000);

        assertThat(planted.wrongDrops()).hasSize(1);
    }
}
