package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.Binding;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Listing;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Order;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Snapshot;
import io.milvusops.partition.Wish;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What resources of a collection see that is not found by its name any more: book, with the recorded id 100. */
class BoardTest {

    private static final CollectionAddress BOOK = new CollectionAddress(Sights.ENDPOINT, "default", "book");
    private static final CollectionAddress RENAMED = new CollectionAddress(Sights.ENDPOINT, "default", "book_2025");
    private static final Observation NO_SUCH_NAME = new Observation.NoSuchName(10, Observation.Word.REPEATED);
    private static final Observation.Unknown REFUSED =
            new Observation.Unknown(Reason.PERMISSION_DENIED, "no right to list it");
    private static final Wish LIVE = Sights.remembering(Sights.BOUND).wish();
    private static final Wish LEAVING = Sights.deleting(Reason.DROPPING).wish();

    private final Board board = new Board();

    @BeforeEach
    void renamed() {
        board.post(BOOK, NO_SUCH_NAME);
    }

    private static Observation listed(CollectionAddress address) {
        return listed(address, 20);
    }

    private static Observation listed(CollectionAddress address, long began) {
        return listed(address, began, 100, address.collection());
    }

    private static Observation listed(CollectionAddress address, long began, long id, String realName) {
        return new Observation.Listed(new Snapshot(
                address,
                new CollectionDescription(id, "default", realName),
                new Listing(101, Map.of()),
                Set.of(),
                Map.of(),
                began,
                began + 1));
    }

    @Test
    void shouldShowItsCollectionWhereItIsNowToWhoGivesItUp() {
        board.moved(BOOK, 100, RENAMED);
        board.post(RENAMED, listed(RENAMED));

        assertThat(board.answer(LEAVING, Sights.BOUND).observation()).isEqualTo(listed(RENAMED));
    }

    /** It wants its partition in the collection that it names. */
    @Test
    void shouldShowALiveResourceOnlyWhatHasTheNameThatItGives() {
        board.moved(BOOK, 100, RENAMED);
        board.post(RENAMED, listed(RENAMED));

        assertThat(board.answer(LIVE, Sights.BOUND).observation()).isEqualTo(NO_SUCH_NAME);
    }

    @Test
    void shouldTellWhyTheCollectionCannotBeSeenWhereItIsNow() {
        board.moved(BOOK, 100, RENAMED);
        board.post(RENAMED, REFUSED);

        assertThat(board.answer(LEAVING, Sights.BOUND).observation()).isEqualTo(REFUSED);
    }

    private void moved() {
        board.moved(BOOK, 100, RENAMED);
        board.post(RENAMED, listed(RENAMED));
    }

    @Test
    void shouldFollowWhereAnotherCollectionHasTheName() {
        moved();
        board.post(BOOK, listed(BOOK, 30, 200, "book"));

        assertThat(board.answer(LEAVING, Sights.BOUND).observation()).isEqualTo(listed(RENAMED));
    }

    private static final Memory FINISHED = new Memory(
            Sights.BOUND.binding(),
            Optional.empty(),
            Optional.of(new Order(
                    Sights.BOUND.binding().map(Binding::incarnation),
                    Order.Stage.DROPPED,
                    1,
                    Instant.EPOCH,
                    Optional.empty())));

    /** Somebody else proved that the recorded collection is gone: a partition of the name is there all the same. */
    @Test
    void shouldShowAFinishedAbsenceWhatHasTheNameThoughItsFormerCollectionIsGone() {
        board.post(BOOK, listed(BOOK, 30, 200, "book"));
        board.post(BOOK, new Observation.CollectionGone(100));

        assertThat(board.answer(Sights.absent(Reason.ABSENT).wish(), FINISHED).observation())
                .isEqualTo(listed(BOOK, 30, 200, "book"));
    }

    /** It may move between a list and a drop. */
    @Test
    void shouldFollowWhereTheNameIsAnAlias() {
        moved();
        board.post(BOOK, listed(BOOK, 30, 100, "book_2025"));

        assertThat(board.answer(LEAVING, Sights.BOUND).observation()).isEqualTo(listed(RENAMED));
    }

    @Test
    void shouldFollowWhereAnotherCollectionIsGone() {
        moved();
        board.post(BOOK, new Observation.CollectionGone(200));

        assertThat(board.answer(LEAVING, Sights.BOUND).observation()).isEqualTo(listed(RENAMED));
    }

    @Test
    void shouldNotFollowWhereTheCollectionHasItsNameAgain() {
        moved();
        board.post(BOOK, listed(BOOK, 30));

        assertThat(board.answer(LEAVING, Sights.BOUND).observation()).isEqualTo(listed(BOOK, 30));
    }

    @Test
    void shouldNotFollowWhereTheNameGotNoAnswer() {
        moved();
        board.post(BOOK, REFUSED);

        assertThat(board.answer(LEAVING, Sights.BOUND).observation()).isEqualTo(REFUSED);
    }

    @Test
    void shouldNotFollowWhoRecordedNothing() {
        moved();

        assertThat(board.answer(LEAVING, Memory.NONE).observation()).isEqualTo(NO_SUCH_NAME);
    }

    @Test
    void shouldLookByTheNameAgainWhereTheCollectionHasMovedOn() {
        moved();
        board.post(RENAMED, listed(RENAMED, 30, 200, "book_2025"));

        assertThat(board.answer(LEAVING, Sights.BOUND).observation()).isEqualTo(NO_SUCH_NAME);
    }

    /** Another collection had that name until a moment ago, as where two exchange their names. */
    @Test
    void shouldNotTakeAListOfBeforeForOneOfWhatWasFoundThere() {
        board.post(RENAMED, listed(RENAMED, 10, 200, "book_2025"));

        board.moved(BOOK, 100, RENAMED);

        assertThat(board.answer(LEAVING, Sights.BOUND).home())
                .isEqualTo(new Observation.Elsewhere(
                        100, RENAMED, new Observation.Unknown(Reason.OBSERVING, "asking the server")));
        assertThat(board.found(Sights.ENDPOINT, 100)).contains(RENAMED);
    }

    @Test
    void shouldForgetWhereTheCollectionWasThatHasMovedOn() {
        shouldLookByTheNameAgainWhereTheCollectionHasMovedOn();

        assertThat(board.found(Sights.ENDPOINT, 100)).isEmpty();
    }

    @Test
    void shouldWakeThoseWhoseCollectionWasFoundThere() {
        moved();

        assertThat(board.lookingAt(RENAMED)).containsExactly(BOOK);
    }

    /** One after the other may be given the same name. */
    @Test
    void shouldWakeAllWhoseCollectionsWereFoundThere() {
        CollectionAddress film = new CollectionAddress(Sights.ENDPOINT, "default", "film");
        moved();

        board.moved(film, 200, RENAMED);

        assertThat(board.lookingAt(RENAMED)).containsExactlyInAnyOrder(BOOK, film);
    }

    @Test
    void shouldNotSeekAnyMoreWhatWasFound() {
        board.unlocated(BOOK, 100, REFUSED);
        moved();

        assertThat(board.sought(Sights.ENDPOINT, 100)).isFalse();
    }

    private OptionalLong answered() {
        return board.answer(LIVE, Sights.BOUND).askedNanos();
    }

    @Test
    void shouldNotLetAnOlderListTakeThePlaceOfALaterOne() {
        board.post(BOOK, listed(BOOK, 30));

        board.post(BOOK, listed(BOOK, 29));

        assertThat(board.answer(LIVE, Sights.BOUND).observation()).isEqualTo(listed(BOOK, 30));
    }

    @Test
    void shouldNotLetAnOlderListTakeThePlaceOfALaterWordThatTheNameIsUnknown() {
        board.post(BOOK, listed(BOOK, 9));

        assertThat(board.answer(LIVE, Sights.BOUND).observation()).isEqualTo(NO_SUCH_NAME);
    }

    @Test
    void shouldLetALaterListTakeThePlaceOfTheOneBefore() {
        board.post(BOOK, listed(BOOK, 30));

        board.post(BOOK, listed(BOOK, 31));

        assertThat(board.answer(LIVE, Sights.BOUND).observation()).isEqualTo(listed(BOOK, 31));
    }

    /** The clock of a JVM may start anywhere, and runs over. */
    @Test
    void shouldTellTheLaterListWhereTheClockRanOver() {
        board.post(RENAMED, listed(RENAMED, Long.MAX_VALUE));
        board.moved(BOOK, 100, RENAMED);

        board.post(RENAMED, listed(RENAMED, Long.MIN_VALUE));

        assertThat(board.answer(LEAVING, Sights.BOUND).observation()).isEqualTo(listed(RENAMED, Long.MIN_VALUE));
    }

    /** A call is settled by an answer that was asked for after it: too late a stamp would settle it too early. */
    @Test
    void shouldTellWhenItWasAskedThatTheNameIsUnknown() {
        assertThat(answered()).hasValue(10);
    }

    @Test
    void shouldTellWhenTheListBegan() {
        board.post(BOOK, listed(BOOK, 30));

        assertThat(answered()).hasValue(30);
    }

    @Test
    void shouldTellOfAListElsewhereWhenThatBegan() {
        board.moved(BOOK, 100, RENAMED);
        board.post(RENAMED, listed(RENAMED, 30));

        assertThat(board.answer(LEAVING, Sights.BOUND).askedNanos()).hasValue(30);
    }

    @Test
    void shouldNotTakeNoAnswerForOne() {
        board.post(BOOK, REFUSED);

        assertThat(answered()).hasValue(10);
    }

    @Test
    void shouldNotTakeTheConclusionThatTheCollectionIsGoneForALaterAnswer() {
        board.post(BOOK, new Observation.CollectionGone(100));

        assertThat(answered()).hasValue(10);
    }

    @Test
    void shouldHaveNoAnswerOfACollectionThatNobodyAskedFor() {
        board.forget(BOOK);

        assertThat(answered()).isEmpty();
    }

    @Test
    void shouldTellWhoLooksForItsCollectionWhyTheServerDoesNotSayWhereItIs() {
        board.unlocated(BOOK, 100, REFUSED);

        assertThat(board.answer(LEAVING, Sights.BOUND).observation()).isEqualTo(REFUSED);
    }

    /** One resource's question is no answer to the others. */
    @Test
    void shouldNotTellTheOthersOfAQuestionThatWasRefused() {
        board.unlocated(BOOK, 100, REFUSED);

        assertThat(board.answer(LIVE, Sights.BOUND).observation()).isEqualTo(NO_SUCH_NAME);
    }

    @Test
    void shouldBelieveThatTheCollectionIsGoneWhenThatIsProvenLater() {
        board.unlocated(BOOK, 100, REFUSED);
        board.post(BOOK, new Observation.CollectionGone(100));

        assertThat(board.answer(LEAVING, Sights.BOUND).observation()).isEqualTo(new Observation.CollectionGone(100));
    }

    @Test
    void shouldNotLookWhereNobodyDoesAnyMore() {
        moved();

        board.forget(RENAMED);

        assertThat(board.found(Sights.ENDPOINT, 100)).isEmpty();
    }

    @Test
    void shouldForgetWhereACollectionIsThatNobodyNames() {
        moved();

        board.forget(BOOK);

        assertThat(board.found(Sights.ENDPOINT, 100)).isEmpty();
    }

    @Test
    void shouldForgetWhoLookedAtACollectionThatNobodyLooksAt() {
        moved();

        board.forget(RENAMED);

        assertThat(board.lookingAt(RENAMED)).isEmpty();
    }

    /** Collections come and go for as long as the process lives. */
    @Test
    void shouldKeepNothingOfWhereTheLastLookedThatIsGone() {
        moved();

        board.forget(BOOK);

        assertThat(board).extracting("followers", InstanceOfAssertFactories.MAP).isEmpty();
    }

    @Test
    void shouldForgetWhoLookedElsewhereAndIsGone() {
        moved();
        CollectionAddress other = new CollectionAddress(Sights.ENDPOINT, "default", "film");
        board.moved(other, 200, RENAMED);

        board.forget(BOOK);

        assertThat(board.lookingAt(RENAMED)).containsExactly(other);
    }

    @Test
    void shouldForgetWhatWasLookedForInVainForACollectionThatNobodyNames() {
        board.unlocated(BOOK, 100, REFUSED);

        board.forget(BOOK);

        assertThat(board.sought(Sights.ENDPOINT, 100)).isFalse();
    }

    @Test
    void shouldKeepWhatIsKnownOfOtherCollections() {
        moved();
        board.unlocated(BOOK, 300, REFUSED);

        board.forget(new CollectionAddress(Sights.ENDPOINT, "default", "film"));

        assertThat(board.found(Sights.ENDPOINT, 100)).contains(RENAMED);
        assertThat(board.sought(Sights.ENDPOINT, 300)).isTrue();
    }

    @Test
    void shouldTellALiveResourceWhereItsRecordedCollectionIs() {
        board.moved(BOOK, 100, RENAMED);

        assertThat(board.answer(LIVE, Sights.BOUND).home())
                .isEqualTo(new Observation.Elsewhere(
                        100, RENAMED, new Observation.Unknown(Reason.OBSERVING, "asking the server")));
    }

    @Test
    void shouldTellALiveResourceWhatIsSeenOfItsRecordedCollection() {
        moved();

        assertThat(board.answer(LIVE, Sights.BOUND).home()).isEqualTo(listed(RENAMED));
    }

    /** Only its own collection tells what a drop did. */
    @Test
    void shouldTellWhenTheRecordedCollectionWasAskedWhereItIsNow() {
        moved();
        board.post(BOOK, listed(BOOK, 30, 200, "book"));

        assertThat(board.answer(LIVE, Sights.BOUND).homeNanos()).hasValue(20);
    }

    @Test
    void shouldNotTakeAnAnswerAboutTheNameForOneAboutTheRecordedCollection() {
        board.post(BOOK, listed(BOOK, 30, 200, "book"));

        assertThat(board.answer(LEAVING, Sights.BOUND).homeNanos()).isEmpty();
    }

    @Test
    void shouldTellWhenTheRecordedCollectionWasAskedForThatIsGone() {
        board.post(BOOK, new Observation.CollectionGone(100));

        assertThat(board.answer(LIVE, Sights.BOUND).homeNanos()).hasValue(10);
    }
}
