package io.milvusops.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.milvusops.fake.WorldEvent.Hand;
import io.milvusops.fake.WorldEvent.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of resources that are gone finds what was planted, and nothing else. */
class LostDropsTest {

    private static final String DELETING = ", deletionTimestamp: now";

    private final Planted planted = new Planted();

    @Test
    void shouldFindAPartitionThatIsStillThereWhenItsResourceIsGone() {
        planted.gone(planted.version(2_000, "a", DELETING, ""), 10_000);

        assertThat(planted.lostDrops()).hasSize(1);
    }

    @Test
    void shouldAcceptAPartitionThatWasDropped() {
        Version last = planted.version(2_000, "a", DELETING, "");
        planted.drop(9_000);
        planted.gone(last, 10_000);

        assertThat(planted.lostDrops()).isEmpty();
    }

    @Test
    void shouldAcceptAPartitionThatIsRetained() {
        planted.gone(planted.version(2_000, "a", DELETING, ", deletionPolicy: Retain"), 10_000);

        assertThat(planted.lostDrops()).isEmpty();
    }

    @Test
    void shouldAcceptAPartitionThatWasAbandoned() {
        planted.gone(
                planted.version(2_000, "a", DELETING + ", annotations: {milvusops.io/abandon: 'true'}", ""), 10_000);

        assertThat(planted.lostDrops()).isEmpty();
    }

    @Test
    void shouldAcceptAPartitionThatWasNeverRecorded() {
        planted.gone(planted.version(2_000, "a", DELETING, "", "observedGeneration: -1"), 10_000);

        assertThat(planted.lostDrops()).isEmpty();
    }

    @Test
    void shouldAcceptAPartitionThatAnotherResourceHasTakenOver() {
        planted.version(3_000, "b", "", "");
        planted.gone(planted.version(4_000, "a", DELETING, ""), 10_000);

        assertThat(planted.lostDrops()).isEmpty();
    }

    @Test
    void shouldFindAPartitionWhoseAbandonmentWasTakenBackLongBefore() {
        planted.version(2_000, "a", DELETING + ", annotations: {milvusops.io/abandon: 'true'}", "");
        planted.gone(planted.version(3_000, "a", DELETING, ""), 10_000);

        assertThat(planted.lostDrops()).hasSize(1);
    }

    /** A resource that vanishes without a deletion, as with its finalizer taken away, has told nobody. */
    @Test
    void shouldFindAPartitionWhoseRetentionWasTakenBackLongBefore() {
        planted.version(2_000, "a", "", ", deletionPolicy: Retain");
        planted.gone(planted.version(3_000, "a", "", ""), 30_000);

        assertThat(planted.lostDrops()).hasSize(1);
    }

    @Test
    void shouldAcceptAPartitionWhoseRetentionWasTakenBackAtTheLastMoment() {
        planted.version(2_000, "a", "", ", deletionPolicy: Retain");
        planted.gone(planted.version(25_000, "a", "", ""), 30_000);

        assertThat(planted.lostDrops()).isEmpty();
    }

    @Test
    void shouldFindAPartitionThatOnlyAResourceThatIsBeingDeletedHasTakenOver() {
        planted.version(3_000, "b", DELETING, "");
        planted.gone(planted.version(4_000, "a", DELETING, ""), 10_000);

        assertThat(planted.lostDrops()).hasSize(1);
    }

    /** The finalizer says that its drop is not done. */
    @Test
    void shouldFindAPartitionWhoseResourceWentWhileItsAbsenceWasStillHeld() {
        planted.gone(planted.version(2_000, "a", "", ", ensure: absent"), 10_000);

        assertThat(planted.lostDrops()).hasSize(1);
    }

    @Test
    void shouldAcceptAPartitionAtAnAddressThatAnAdministratorHasGivenUp() {
        Version last = planted.version(2_000, "a", DELETING, "");
        planted.move(5_000, ", annotations: {milvusops.io/accept-endpoint: '" + Planted.ELSEWHERE + "'}");
        planted.gone(last, 10_000);

        assertThat(planted.lostDrops()).isEmpty();
    }

    @Test
    void shouldFindAPartitionAtAnAddressThatNobodyHasGivenUp() {
        Version last = planted.version(2_000, "a", DELETING, "");
        planted.move(5_000, "");
        planted.gone(last, 10_000);

        assertThat(planted.lostDrops()).hasSize(1);
    }

    @Test
    void shouldFindAPartitionThatTheOperatorMadeForNobody() {
        assertThat(leftOvers()).hasSize(1);
    }

    private List<Finding> leftOvers() {
        return new LostDrops(planted.chronicle).judgeLeftOvers(10_000);
    }

    /** One of that name in another collection says nothing of this one. */
    @Test
    void shouldFindAPartitionThatTheOperatorMadeInACollectionOfNobody() {
        planted.version(500, "a", "", "");
        planted.eventIn("film", Kind.CREATED, Hand.CALL, 9, 2_000);

        assertThat(leftOvers())
                .singleElement()
                .extracting(Finding::text, STRING)
                .contains("id 9");
    }

    /** Its collection was renamed, and another one has the name. */
    @Test
    void shouldAcceptAPartitionWhoseResourceIsServedAnew() {
        planted.version(500, "a", "", "", Planted.bound("a", Planted.ID));
        Version last = planted.version(3_000, "a", "", "", Planted.bound("a", 9));
        planted.gone(last, 4_000);

        assertThat(leftOvers()).isEmpty();
    }

    /** In a collection that was renamed another name leads to what was made. */
    @Test
    void shouldAcceptAPartitionThatWhoTookItOverUnderAnotherNameKeeps() {
        String elsewhere = ", collection: renamed, deletionPolicy: Retain";
        planted.gone(planted.version(3_000, "a", DELETING, "", Planted.bound("a", Planted.ID)), 4_000);
        planted.gone(planted.version(3_500, "b", "", elsewhere, Planted.bound("b", Planted.ID)), 6_000);

        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void shouldFindAPartitionWhoseResourceWentWithoutADrop() {
        Version last = planted.version(500, "a", "", "", Planted.bound("a", Planted.ID));
        planted.gone(last, 4_000);

        assertThat(leftOvers()).hasSize(1);
    }

    @Test
    void shouldFindAPartitionThatTheOperatorMadeOnAServerOfNobody() {
        planted.move(500, "");
        planted.version(600, "a", "", "");
        planted.event(Kind.DROPPED, Hand.CALL, Planted.ID, 50_000, 50_000);
        planted.event(Kind.CREATED, Hand.CALL, 9, 60_000, 60_000);

        assertThat(new LostDrops(planted.chronicle).judgeLeftOvers(70_000)).hasSize(1);
    }

    @Test
    void shouldAcceptAPartitionWhoseCreationWasUnderWayWhenTheConnectionMoved() {
        planted.version(500, "a", "", "");
        planted.move(3_000, "");
        planted.event(Kind.DROPPED, Hand.CALL, Planted.ID, 4_000, 4_000);
        planted.event(Kind.CREATED, Hand.CALL, 9, 6_000, 6_000);

        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void shouldAcceptAPartitionThatTheOperatorMadeForALivingResource() {
        planted.version(500, "a", "", "");

        assertThat(leftOvers()).isEmpty();
    }
}
