package io.milvusops.ops;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Whether this process leads, and how long what it sends now may last. All instants are monotonic, and a Lease counts
 * from when its last successful renewal was begun: every other process sees that renewal later, and waits from there.
 * So whatever the clocks say, this process stops counting on the Lease before another one takes it. Thread-safe.
 */
public final class Leadership {

    /** A call with less time than this would only end as one whose outcome is unknown. */
    static final Duration LEAST = Duration.ofSeconds(2);

    /** Longer than any call. */
    private static final Duration UNLIMITED = Duration.ofDays(1);

    private sealed interface State {
        record Standby() implements State {}

        record Alone() implements State {}

        record Leading(long sinceNanos, long renewedNanos) implements State {}

        record Lost() implements State {}

        record Resigned() implements State {}
    }

    private final ElectionRules rules;
    private final LongSupplier nanos;
    private final AtomicReference<State> state;
    private final CountDownLatch won = new CountDownLatch(1);

    private Leadership(ElectionRules rules, LongSupplier nanos, State first) {
        this.rules = rules;
        this.nanos = nanos;
        this.state = new AtomicReference<>(first);
    }

    /** Of the only process there is: it leads without a Lease, from the start and for ever. */
    public static Leadership alone() {
        ElectionRules none = new ElectionRules("", "", UNLIMITED, Duration.ZERO, Duration.ZERO);
        Leadership alone = new Leadership(none, System::nanoTime, new State.Alone());
        alone.won.countDown();
        return alone;
    }

    /** Of a process that stands by until it wins the Lease. */
    static Leadership standby(ElectionRules rules, LongSupplier nanos) {
        return new Leadership(rules, nanos, new State.Standby());
    }

    /** Whether this process leads. */
    public boolean leads() {
        return state.get() instanceof State.Alone || !untilRenewDeadline().isNegative();
    }

    /**
     * How long a call that is sent now, and that changes a server, may last at most: it ends before another process can
     * lead. Empty when none may be sent.
     */
    public Optional<Duration> remaining() {
        State now = state.get();
        if (now instanceof State.Alone) {
            return Optional.of(UNLIMITED);
        }
        return now instanceof State.Leading leading
                ? Optional.of(left(leading.renewedNanos(), rules.leaseDuration()))
                        .filter(left -> left.compareTo(LEAST) >= 0)
                : Optional.empty();
    }

    /** Returns when this process leads, at once where it is alone. */
    public void awaitWon() throws InterruptedException {
        won.await();
    }

    /** Returns when no call of the leader before it can be under way any more, at once where there was none. */
    public void awaitPause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(pause().toNanos());
    }

    /** How long a new leader still sends nothing: a call of the one before it may be under way. */
    Duration pause() {
        return state.get() instanceof State.Leading leading
                ? left(leading.sinceNanos(), rules.margin())
                : Duration.ZERO;
    }

    /** How long this process may go on without renewing; negative when it may not, or does not lead. */
    Duration untilRenewDeadline() {
        return state.get() instanceof State.Leading leading
                ? left(leading.renewedNanos(), rules.renewDeadline())
                : Duration.ofNanos(-1);
    }

    /** A request that wrote this process into the Lease was answered with success. */
    void renewed(long begunNanos) {
        long answered = nanos.getAsLong();
        state.updateAndGet(before -> {
            if (before instanceof State.Standby) {
                return new State.Leading(answered, begunNanos);
            }
            return before instanceof State.Leading leading
                    ? new State.Leading(leading.sinceNanos(), begunNanos)
                    : before;
        });
        won.countDown();
    }

    /** The leader has lost the Lease, for good; nothing changes for one that does not lead. */
    void lost() {
        state.updateAndGet(before -> before instanceof State.Leading ? new State.Lost() : before);
    }

    /** This process takes no part any more. */
    void resigned() {
        state.updateAndGet(before -> before instanceof State.Lost ? before : new State.Resigned());
    }

    /** Whether this process won the Lease, and neither lost it nor gave it back; it may have run out. */
    boolean elected() {
        return state.get() instanceof State.Leading;
    }

    boolean isLost() {
        return state.get() instanceof State.Lost;
    }

    /** Whether this process will never lead again. */
    boolean over() {
        return isLost() || state.get() instanceof State.Resigned;
    }

    private Duration left(long fromNanos, Duration whole) {
        return whole.minusNanos(nanos.getAsLong() - fromNanos);
    }
}
