package io.milvusops.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeadershipTest {

    /** Near the end of its range: the clock of a JVM may start anywhere, and runs over. */
    private static final long START = Long.MAX_VALUE - 5;

    private static final ElectionRules RULES = new ElectionRules(
            "operators", "lease", Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

    private long seconds;
    private final Leadership leadership = Leadership.standby(RULES, () -> at(seconds));

    private static long at(long seconds) {
        return START + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** The last row is as after a process was stopped and went on. */
    @ParameterizedTest
    @CsvSource({
        // begun, answered, asked, remaining, whether it leads
        "0, 0, 0, 15, true",
        "0, 0, 10, 5, true",
        "0, 0, 11, 4, false",
        "0, 0, 13, 2, false",
        "0, 0, 14, , false",
        "0, 4, 4, 11, true",
        "0, 4, 13, 2, false",
        "0, 4, 14, , false",
        "0, 0, 600, , false",
    })
    void shouldEntitleFromTheBeginOfTheLastRenewal(
            long begun, long answered, long asked, Long remaining, boolean leads) {
        renew(begun, answered);
        seconds = asked;

        assertThat(leadership.remaining())
                .isEqualTo(Optional.ofNullable(remaining).map(Duration::ofSeconds));
        assertThat(leadership.leads()).isEqualTo(leads);
    }

    @Test
    void shouldEntitleAnewWithEachRenewal() {
        renew(0, 0);
        renew(8, 9);

        assertThat(leadership.remaining()).contains(Duration.ofSeconds(14));
    }

    @Test
    void shouldEntitleToNothingBeforeItWins() {
        assertThat(leadership.remaining()).isEmpty();
        assertThat(leadership.leads()).isFalse();
    }

    @Test
    void shouldEntitleToNothingAfterItLost() {
        renew(0, 0);
        leadership.lost();

        assertThat(leadership.remaining()).isEmpty();
        assertThat(leadership.leads()).isFalse();
    }

    @Test
    void shouldEntitleToNothingAfterItResigned() {
        renew(0, 0);
        leadership.resigned();

        assertThat(leadership.remaining()).isEmpty();
    }

    /** The answer to a renewal that was under way when the Lease was lost. */
    @Test
    void shouldNeverLeadAgain() {
        renew(0, 0);
        leadership.lost();
        renew(1, 1);

        assertThat(leadership.remaining()).isEmpty();
        assertThat(leadership.isLost()).isTrue();
    }

    /** Why the process ends is told by that. */
    @Test
    void shouldStayLostWhenItResigns() {
        renew(0, 0);
        leadership.lost();
        leadership.resigned();

        assertThat(leadership.isLost()).isTrue();
    }

    /** A standby that finds the Lease in other hands goes on waiting. */
    @Test
    void shouldNotLoseWhatItNeverHad() {
        leadership.lost();
        renew(0, 0);

        assertThat(leadership.leads()).isTrue();
    }

    /** What is under way when the process ends may fail to renew by then: that is no loss any more. */
    @Test
    void shouldNotLoseWhatItGaveBack() {
        renew(0, 0);
        leadership.resigned();
        leadership.lost();

        assertThat(leadership.isLost()).isFalse();
        assertThat(leadership.over()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 5", "0, 1, 1, 5", "0, 1, 4, 2", "0, 0, 6, -1"})
    void shouldPauseForOneDeadlineOfADropAfterItWon(long begun, long answered, long asked, long pause) {
        renew(begun, answered);
        seconds = asked;

        assertThat(leadership.pause()).isEqualTo(Duration.ofSeconds(pause));
    }

    @Test
    void shouldNotPauseAgainWithARenewal() {
        renew(0, 0);
        renew(4, 4);

        assertThat(leadership.pause()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldLeadAloneAtOnceAndForEver() throws InterruptedException {
        Leadership alone = Leadership.alone();

        alone.awaitWon();
        alone.awaitPause();

        assertThat(alone.leads()).isTrue();
        assertThat(alone.remaining())
                .hasValueSatisfying(left -> assertThat(left).isGreaterThan(Duration.ofHours(1)));
    }

    private void renew(long begun, long answered) {
        seconds = answered;
        leadership.renewed(at(begun));
    }

    private static final EnumSet<Thread.State> STANDS =
            EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);

    /** How the thread of whoever waits is found as soon as it stands. */
    private static Thread.State seen(Wait wait) throws InterruptedException {
        Thread waiter = new Thread(() -> {
            try {
                wait.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        waiter.start();
        while (!STANDS.contains(waiter.getState())) {
            Thread.onSpinWait();
        }
        Thread.State found = waiter.getState();
        waiter.interrupt();
        waiter.join();
        return found;
    }

    private interface Wait {
        void await() throws InterruptedException;
    }

    /** Two processes would act at once. */
    @Test
    void shouldMakeAStandbyWait() throws InterruptedException {
        assertThat(seen(leadership::awaitWon)).isEqualTo(Thread.State.WAITING);
    }

    @Test
    @Timeout(10)
    void shouldLetGoOnWhoWaitsForItToWin() throws InterruptedException {
        renew(0, 0);

        leadership.awaitWon();

        assertThat(leadership.leads()).isTrue();
    }

    /** A call of the leader before it may be under way. */
    @Test
    void shouldMakeANewLeaderWaitForThePause() throws InterruptedException {
        renew(0, 0);

        assertThat(seen(leadership::awaitPause)).isEqualTo(Thread.State.TIMED_WAITING);
    }
}
