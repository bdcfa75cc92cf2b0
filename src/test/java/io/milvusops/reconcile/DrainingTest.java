package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Intent;
import io.milvusops.partition.Step;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stopping operator still does, and what it waits for. */
class DrainingTest {

    private static final Duration EVER = Duration.ofMinutes(1);
    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final Incarnation NOVEL = new Incarnation(100, 7);

    private final Draining draining = new Draining();

    static Stream<Step> beginnings() {
        return Stream.of(
                new Step.Look(),
                new Step.Verify(BOOK),
                new Step.Locate(100),
                new Step.Intend(new Intent("http://milvus:19530", 100, 101, 50, OptionalLong.empty(), 1)),
                new Step.Create(),
                new Step.Reserve(),
                new Step.Arm(NOVEL),
                new Step.Drop(NOVEL, BOOK));
    }

    static Stream<Step> records() {
        return Stream.of(
                new Step.Remember(),
                new Step.LetGo(),
                new Step.Await(Optional.empty()),
                new Step.Rest(),
                new Step.AskKind());
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void shouldLeaveToTheNextProcessWhatIsNotBegunYet(Step step) {
        draining.begin();

        assertThat(draining.leaves(step)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldStillPutOnRecordWhatWasSeen(Step step) {
        draining.begin();

        assertThat(draining.leaves(step)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void shouldLeaveNothingWhileItWorks(Step step) {
        assertThat(draining.leaves(step)).isFalse();
    }

    @Test
    void shouldWaitForThePassThatPutsAnOutcomeOnRecord() {
        draining.told("uid-1");
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> draining.await(EVER));

        draining.recorded("uid-1", draining.outstanding("uid-1"));

        assertThat(waiting).succeedsWithin(EVER);
    }

    /** The pass may have looked at the resource before the second outcome was told. */
    @Test
    void shouldNotTakeAnOutcomeForRecordedThatWasToldDuringThePass() {
        draining.told("uid-1");
        int atTheBeginning = draining.outstanding("uid-1");
        draining.told("uid-1");

        draining.recorded("uid-1", atTheBeginning);

        assertThat(draining.outstanding("uid-1")).isEqualTo(2);
    }

    @Test
    void shouldNotWaitForAResourceThatIsGone() {
        draining.told("uid-1");

        draining.forget("uid-1");

        assertThat(draining.outstanding("uid-1")).isZero();
    }

    @Test
    void shouldWaitNoLongerThanItMay() {
        draining.told("uid-1");

        draining.await(Duration.ofMillis(1));

        assertThat(draining.outstanding("uid-1")).isOne();
    }
}
