package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.lane.Rest.Cause;
import io.milvusops.partition.CollectionAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackOffsTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final CollectionAddress TOME = new CollectionAddress("http://milvus:19530", "default", "tome");
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock();
    private final BackOffs backOffs = new BackOffs(clock::later);
    private final List<String> turns = new ArrayList<>();

    private void rest(CollectionAddress collection, Cause cause) {
        rest(collection, cause, backOffs.answers());
    }

    private void rest(CollectionAddress collection, Cause cause, long answersBefore) {
        backOffs.rest(collection, new Rest(PAUSE, cause), answersBefore, () -> turns.add(collection.collection()));
    }

    @Test
    void shouldRestForTheWholePauseWhenNobodyIsAnswered() {
        rest(BOOK, Cause.SERVER);
        clock.pass(PAUSE.minusMillis(1));
        assertThat(turns).isEmpty();

        clock.pass(Duration.ofMillis(1));

        assertThat(turns).containsExactly("book");
    }

    @Test
    void shouldWakeAllWhoRestBecauseOfTheServerAtTheFirstAnswer() {
        rest(BOOK, Cause.SERVER);
        rest(TOME, Cause.SERVER);

        backOffs.answered();

        assertThat(turns).containsExactlyInAnyOrder("book", "tome");
    }

    @Test
    void shouldNotWakeWhoRestsBecauseOfItsCollection() {
        rest(BOOK, Cause.COLLECTION);

        backOffs.answered(TOME);

        assertThat(turns).isEmpty();
    }

    @Test
    void shouldTakeOneTurnForOneRest() {
        rest(BOOK, Cause.SERVER);
        backOffs.answered();

        clock.pass(PAUSE);

        assertThat(turns).containsExactly("book");
    }

    /** The answer came while the failing call was under way, or between its failure and the rest. */
    @Test
    void shouldNotMissAnAnswerDuringTheTurnThatFailed() {
        long before = backOffs.answers();
        backOffs.answered(TOME);

        rest(BOOK, Cause.SERVER, before);

        assertThat(turns).containsExactly("book");
    }

    @Test
    void shouldNotBeWokenTwiceInVain() {
        rest(BOOK, Cause.SERVER);
        backOffs.answered(TOME);
        rest(BOOK, Cause.SERVER);

        backOffs.answered(TOME);

        assertThat(turns).containsExactly("book");
    }

    @Test
    void shouldBeWokenAgainAfterAFullRest() {
        rest(BOOK, Cause.SERVER);
        backOffs.answered(TOME);
        rest(BOOK, Cause.SERVER);
        clock.pass(PAUSE);
        rest(BOOK, Cause.SERVER);

        backOffs.answered(TOME);

        assertThat(turns).containsExactly("book", "book", "book");
    }

    @Test
    void shouldBeWokenAgainAfterItWasAnswered() {
        rest(BOOK, Cause.SERVER);
        backOffs.answered(TOME);
        backOffs.answered(BOOK);
        rest(BOOK, Cause.SERVER);

        backOffs.answered(TOME);

        assertThat(turns).containsExactly("book", "book");
    }

    @Test
    void shouldNotEndALaterRestByTheClockOfAnEarlierOne() {
        rest(BOOK, Cause.SERVER);
        backOffs.answered(TOME);
        clock.pass(Duration.ofSeconds(1));
        rest(BOOK, Cause.SERVER);

        clock.pass(PAUSE.minusSeconds(1));

        assertThat(turns).containsExactly("book");
    }
}
