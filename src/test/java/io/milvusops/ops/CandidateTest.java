package io.milvusops.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CandidateTest {

    private static final ElectionRules RULES = new ElectionRules(
            "operators", "lease", Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

    private final LeasesInMemory leases = new LeasesInMemory();
    private long seconds = 1_000;
    private final Member one = new Member("one");
    private final Member other = new Member("other");

    /** A process with a monotonic clock of its own, which says nothing to the other's. */
    private final class Member {
        private final long ahead;
        final Leadership leadership = Leadership.standby(RULES, this::nanos);
        final Candidate candidate;

        Member(String identity) {
            ahead = identity.hashCode();
            candidate = new Candidate(identity, RULES, leases, leadership, this::nanos);
        }

        private long nanos() {
            return TimeUnit.SECONDS.toNanos(seconds + ahead);
        }

        boolean entitled() {
            return leadership.remaining().isPresent();
        }

        boolean leads() {
            return leadership.leads();
        }
    }

    /** As an API server keeps it: one object, each write a new version, a write to another version a conflict. */
    private final class LeasesInMemory implements Leases {
        private Optional<LeaseRecord> stored = Optional.empty();
        private int writes;
        private int seconds;
        private Optional<RuntimeException> failure = Optional.empty();

        @Override
        public Optional<LeaseRecord> read() {
            failure.ifPresent(thrown -> {
                throw thrown;
            });
            return stored;
        }

        @Override
        public Optional<LeaseRecord> create(LeaseRecord first) {
            return stored.isPresent() ? Optional.empty() : write(first);
        }

        @Override
        public Optional<LeaseRecord> replace(LeaseRecord next) {
            boolean newest = stored.filter(known -> known.version().equals(next.version()))
                    .isPresent();
            return newest ? write(next) : Optional.empty();
        }

        /** Takes its time, and may lose the answer. */
        private Optional<LeaseRecord> write(LeaseRecord lease) {
            stored =
                    Optional.of(new LeaseRecord(lease.holder(), lease.duration(), lease.transitions(), "v" + ++writes));
            CandidateTest.this.seconds += seconds;
            failure.ifPresent(thrown -> {
                throw thrown;
            });
            return stored;
        }

        void touch(String holder) {
            write(stored.orElseThrow().heldBy(holder, RULES.leaseDuration()));
        }

        String holder() {
            return stored.map(LeaseRecord::holder).orElse("");
        }
    }

    @Test
    void shouldLeadWhenThereIsNoLease() {
        one.candidate.attempt();

        assertThat(one.leads()).isTrue();
    }

    @Test
    void shouldStandByWhileAnotherOneRenews() {
        one.candidate.attempt();
        for (int round = 0; round < 100; round++) {
            seconds += 9;
            one.candidate.attempt();
            other.candidate.attempt();
        }

        assertThat(one.leads()).isTrue();
        assertThat(other.leads()).isFalse();
    }

    @Test
    void shouldTakeALeaseOnlyAfterItSawItUnchangedForItsWholeDuration() {
        one.candidate.attempt();
        seconds += 60;
        other.candidate.attempt();
        assertThat(other.leads()).isFalse();
        seconds += 14;
        other.candidate.attempt();
        assertThat(other.leads()).isFalse();

        seconds += 1;
        other.candidate.attempt();

        assertThat(other.leads()).isTrue();
        assertThat(one.leads()).isFalse();
    }

    /** The holder counts on what it wrote, not on what others are set to. */
    @Test
    void shouldWaitForAsLongAsTheLeaseSays() {
        one.candidate.attempt();
        leases.write(new LeaseRecord("one", Duration.ofSeconds(60), 0, ""));
        other.candidate.attempt();
        seconds += 59;
        other.candidate.attempt();
        assertThat(other.leads()).isFalse();

        seconds += 1;
        other.candidate.attempt();

        assertThat(other.leads()).isTrue();
    }

    /** However slow the answers, however long a process hangs: their times to send never overlap. */
    @Test
    void shouldNeverEntitleTwoAtOnce() {
        Random chance = new Random(7);
        Member[] members = {one, other};
        for (int step = 0; step < 5_000; step++) {
            leases.seconds = chance.nextInt(5);
            int turn = chance.nextInt(members.length);
            members[turn].candidate.attempt();
            seconds += chance.nextInt(chance.nextInt(20) == 0 ? 40 : 4);
            assertThat(Stream.of(members).filter(Member::entitled)).hasSizeLessThan(2);
            if (members[turn].leadership.isLost()) {
                members[turn] = new Member("process " + step);
            }
        }
        assertThat(leases.stored.map(LeaseRecord::transitions))
                .hasValueSatisfying(transitions -> assertThat(transitions).isGreaterThan(20));
    }

    @Test
    void shouldLoseWhenAnotherOneHoldsTheLease() {
        one.candidate.attempt();
        leases.touch("other");

        one.candidate.attempt();

        assertThat(one.leadership.isLost()).isTrue();
    }

    /** Somebody led in between, or may have: what this process knows is of a time before. */
    @Test
    void shouldLoseALeaseThatWasGivenBackInItsAbsence() {
        one.candidate.attempt();
        leases.touch("");

        one.candidate.attempt();

        assertThat(one.leadership.isLost()).isTrue();
        assertThat(leases.holder()).isEmpty();
    }

    @Test
    void shouldLoseALeaseThatSomebodyDeleted() {
        one.candidate.attempt();
        leases.stored = Optional.empty();

        one.candidate.attempt();

        assertThat(one.leadership.isLost()).isTrue();
        assertThat(leases.stored).isEmpty();
    }

    @Test
    void shouldTakeNoPartAfterItLost() {
        one.candidate.attempt();
        leases.stored = Optional.empty();
        one.candidate.attempt();

        one.candidate.attempt();

        assertThat(leases.stored).isEmpty();
    }

    /** Such as a label on the Lease. */
    @Test
    void shouldKeepALeaseThatSomebodyElseEdited() {
        one.candidate.attempt();
        leases.touch("one");
        seconds += 9;

        one.candidate.attempt();

        assertThat(one.leadership.remaining()).contains(Duration.ofSeconds(15));
    }

    @Test
    void shouldNotCountOnARenewalWithoutAnAnswer() {
        one.candidate.attempt();
        seconds += 9;
        leases.failure = Optional.of(new IllegalStateException("no answer"));

        assertThatThrownBy(one.candidate::attempt).hasMessage("no answer");

        assertThat(one.leadership.remaining()).contains(Duration.ofSeconds(6));
    }

    @Test
    void shouldFindItsOwnRenewalWhoseAnswerWasLost() {
        one.candidate.attempt();
        leases.failure = Optional.of(new IllegalStateException("no answer"));
        assertThatThrownBy(one.candidate::attempt).hasMessage("no answer");
        leases.failure = Optional.empty();
        seconds += 9;

        one.candidate.attempt();

        assertThat(one.leadership.remaining()).contains(Duration.ofSeconds(15));
    }

    @Test
    void shouldCountFromTheBeginOfASlowRequest() {
        leases.seconds = 4;

        one.candidate.attempt();

        assertThat(one.leadership.remaining()).contains(Duration.ofSeconds(11));
    }

    @Test
    void shouldGiveTheLeaseBackForTheNextOneToTakeAtOnce() {
        one.candidate.attempt();

        one.candidate.resign();
        other.candidate.attempt();

        assertThat(one.leads()).isFalse();
        assertThat(other.leads()).isTrue();
    }

    @Test
    void shouldNotTakeTheLeaseAgainAfterItGaveItBack() {
        one.candidate.attempt();
        one.candidate.resign();

        one.candidate.attempt();

        assertThat(leases.holder()).isEmpty();
    }

    @Test
    void shouldLeaveTheLeaseOfAnotherOneWhenItResigns() {
        one.candidate.attempt();
        leases.touch("other");

        one.candidate.resign();

        assertThat(leases.holder()).isEqualTo("other");
    }

    @Test
    void shouldCountHowOftenTheLeaseChangedHands() {
        one.candidate.attempt();
        one.candidate.attempt();
        one.candidate.resign();
        other.candidate.attempt();

        assertThat(leases.stored.map(LeaseRecord::transitions)).contains(1);
    }
}
