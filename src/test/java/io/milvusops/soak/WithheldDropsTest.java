package io.milvusops.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.fake.WorldEvent.Hand;
import io.milvusops.fake.WorldEvent.Kind;
import org.junit.jupiter.api.Test;

/** The judge of drops knows all that can stand against one, and how far each of its excuses goes. */
class WithheldDropsTest {

    private static final String DELETING = ", deletionTimestamp: now";
    private static final String REFUSE = ", adoptionPolicy: Refuse";
    private static final String CONFIRMATION = ", dropGuard: {confirmation: Required}";
    private static final String BLOCK = ", dropGuard: {whenLoaded: Block}";
    private static final String NO_ROWS = ", dropGuard: {maxRows: 0}";
    private static final long STRANGER = 9;
    private static final long REPLACEMENT = 8;

    private final Planted planted = new Planted();

    private void judgedWrong(boolean wrong) {
        assertThat(planted.wrongDrops()).hasSize(wrong ? 1 : 0);
    }

    @Test
    void shouldFindADropOfTooManyRows() {
        planted.rows.set(Planted.SERVER, Planted.ID, 1, -20_000);
        planted.version(2_000, "a", DELETING, NO_ROWS);
        planted.drop(11_000);

        judgedWrong(true);
    }

    @Test
    void shouldExcuseRowsThatCameWhileTheyWereCounted() {
        planted.version(2_000, "a", DELETING, NO_ROWS);
        planted.rows.set(Planted.SERVER, Planted.ID, 1, 5_000);
        planted.drop(11_000);

        judgedWrong(false);
    }

    @Test
    void shouldFindTheRowsThatARenumberedPartitionHasKept() {
        planted.rows.set(Planted.SERVER, 6, 1, -30_000);
        planted.rows.renumbered(Planted.SERVER, 6, Planted.ID, -20_000);
        planted.version(2_000, "a", DELETING, NO_ROWS);
        planted.drop(11_000);

        judgedWrong(true);
    }

    @Test
    void shouldFindADropWhileTheConnectionIsPaused() {
        planted.mark(1_500, ", annotations: {milvusops.io/paused: 'true'}");
        planted.version(2_000, "a", DELETING, "");
        planted.drop(11_000);

        judgedWrong(true);
    }

    @Test
    void shouldFindADropThatWasConfirmedForAnotherGeneration() {
        planted.version(2_000, "a", DELETING + ", annotations: {milvusops.io/confirm-drop: '7.2'}", CONFIRMATION);
        planted.drop(11_000);

        judgedWrong(true);
    }

    @Test
    void shouldAcceptADropThatWasConfirmed() {
        planted.version(2_000, "a", DELETING + ", annotations: {milvusops.io/confirm-drop: '7.1'}", CONFIRMATION);
        planted.drop(11_000);

        judgedWrong(false);
    }

    @Test
    void shouldFindAReleaseByWhoLeavesAloneWhatIsLoaded() {
        planted.version(2_000, "a", DELETING, BLOCK);
        planted.event(Kind.RELEASED, Hand.CALL, Planted.ID, 11_000, 11_000);

        judgedWrong(true);
    }

    @Test
    void shouldAcceptADropOfWhatAClientReleased() {
        planted.version(2_000, "a", DELETING, BLOCK);
        planted.drop(11_000);

        judgedWrong(false);
    }

    @Test
    void shouldAcceptAReleaseForADrop() {
        planted.version(2_000, "a", DELETING, "");
        planted.event(Kind.RELEASED, Hand.CALL, Planted.ID, 11_000, 11_000);

        judgedWrong(false);
    }

    @Test
    void shouldFindAReleaseThatNobodyOrdered() {
        planted.version(2_000, "a", "", "");
        planted.event(Kind.RELEASED, Hand.CALL, Planted.ID, 11_000, 11_000);

        judgedWrong(true);
    }

    /** A watch that was broken is whole again by then. */
    @Test
    void shouldFindADropOfAnOrderThatWasWithdrawnLongAfterAWatchBroke() {
        planted.version(2_000, "a", "", ", ensure: absent");
        planted.chronicle.blinded(5_000);
        planted.version(5_100, "a", "", ", ensure: present");
        planted.drop(15_000);

        judgedWrong(true);
    }

    /** Its collection has another name than it names, or had it: what it has recorded is its own. */
    @Test
    void shouldFindADropOfWhatAnotherResourceHasRecordedUnderAnotherName() {
        planted.version(2_000, "a", DELETING, "");
        planted.version(3_000, "b", "", ", collection: tale", Planted.bound("b", Planted.ID));
        planted.drop(11_000);

        judgedWrong(true);
    }

    @Test
    void shouldAcceptADropOfWhatAnotherResourceIsNotAllowedToWant() {
        planted.connection(1_500, ", allowedTargets: [{collection: book}]");
        planted.version(2_000, "a", DELETING, "");
        planted.version(3_000, "b", "", ", collection: tale", Planted.bound("b", Planted.ID));
        planted.drop(11_000);

        judgedWrong(false);
    }

    /** Nobody can tell whether it was there before the drop. */
    @Test
    void shouldExcuseADropOfWhatAResourceWantsThatCameAboutThatMoment() {
        planted.version(2_000, "a", DELETING, "");
        planted.writtenBetween(9_000, 12_000, "b");
        planted.drop(11_000);

        judgedWrong(false);
    }

    @Test
    void shouldFindADropOfAReplacementThatCameLongBefore() {
        planted.version(2_000, "a", DELETING, "");
        planted.event(Kind.DROPPED, Hand.CLIENT, Planted.ID, 7_000, 7_000);
        planted.event(Kind.CREATED, Hand.CLIENT, REPLACEMENT, 7_000, 7_000);
        planted.event(Kind.DROPPED, Hand.CALL, REPLACEMENT, 11_000, 11_000);

        judgedWrong(true);
    }

    /** What it refuses for itself it takes over from another one that had it. */
    @Test
    void shouldAcceptADropOfAStrangersPartitionThatWasInherited() {
        planted.event(Kind.CREATED, Hand.CLIENT, STRANGER, 1_500, 1_500);
        planted.version(1_600, "b", DELETING, "", Planted.bound("b", STRANGER));
        planted.version(2_000, "a", DELETING, REFUSE, Planted.attempting("a", STRANGER));
        planted.event(Kind.DROPPED, Hand.CALL, STRANGER, 11_000, 11_000);

        judgedWrong(false);
    }

    /** Nothing was there for its order while its own creation was on its way: that is no end of it. */
    @Test
    void shouldAcceptADropOfWhatCameWhileTheIntentWasOpen() {
        planted.version(
                2_000,
                "a",
                ", annotations: {milvusops.io/create-intent: a}",
                ", ensure: absent",
                Planted.bound("a", 6) + ", drop: {outcome: Dropped}");
        planted.event(Kind.CREATED, Hand.CLIENT, STRANGER, 5_000, 5_000);
        planted.version(6_000, "a", "", ", ensure: absent", Planted.attempting("a", STRANGER));
        planted.event(Kind.DROPPED, Hand.CALL, STRANGER, 11_000, 11_000);

        judgedWrong(false);
    }
}
