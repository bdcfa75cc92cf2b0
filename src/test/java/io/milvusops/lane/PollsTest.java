package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.milvusops.partition.CollectionAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollsTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock();
    private final ScriptedServer server = new ScriptedServer();
    private boolean gone;
    private boolean missing;
    private int looks;

    private final CollectionLane lane = new CollectionLane(
            server, BOOK, LaneTimes.of(DAY, Duration.ofSeconds(5)), new RecordedEvents(), server::nanos);

    /** Looks as a lane does, and finds the collection missing while it is. */
    private Polls looking(Duration interval) {
        Polls[] polls = new Polls[1];
        polls[0] = new Polls(interval, clock::later, same -> !gone, same -> {
            looks++;
            if (missing) {
                polls[0].missing(same, HALF_A_MINUTE);
            } else {
                polls[0].found(same);
            }
        });
        polls[0].begin(lane);
        return polls[0];
    }

    private int looksIn(Duration time) {
        int before = looks;
        clock.pass(time);
        return looks - before;
    }

    @Test
    void shouldLookOnceInEachInterval() {
        looking(DAY);

        assertThat(looksIn(DAY.minusMillis(1))).isZero();
        assertThat(looksIn(DAY)).isOne();
        assertThat(looksIn(DAY)).isOne();
    }

    /** Whatever becomes of one look. */
    @Test
    void shouldHavePlannedTheNextLookWhenOneFails() {
        Polls polls = new Polls(DAY, clock::later, same -> true, same -> {
            looks++;
            throw new IllegalStateException("a defect");
        });
        polls.begin(lane);

        assertThatIllegalStateException().isThrownBy(() -> clock.pass(DAY));
        assertThatIllegalStateException().isThrownBy(() -> clock.pass(DAY));
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void shouldLookForAMissingCollectionLongBeforeTheNextPoll() {
        missing = true;
        looking(DAY).missing(lane, Duration.ofMillis(250));

        assertThat(looksIn(Duration.ofMillis(250))).isOne();
    }

    @Test
    void shouldLookForAMissingCollectionOnceInHalfAMinute() {
        missing = true;
        looking(DAY).missing(lane, HALF_A_MINUTE);

        assertThat(looksIn(DAY)).isEqualTo(2 * 60 * 24);
    }

    /** An interval that is hardly longer than the pause must not double the lists. */
    @Test
    void shouldNotPollBesideTheLooksForAMissingCollection() {
        missing = true;
        looking(HALF_A_MINUTE.plusSeconds(1)).missing(lane, HALF_A_MINUTE);

        assertThat(looksIn(Duration.ofMinutes(10))).isEqualTo(20);
    }

    @Test
    void shouldLookForAMissingCollectionInNoLongerTimeThanTheInterval() {
        missing = true;
        looking(Duration.ofSeconds(1)).missing(lane, HALF_A_MINUTE);

        assertThat(looksIn(Duration.ofMinutes(1))).isEqualTo(60);
    }

    @Test
    void shouldPlanTheNextLookAnewWhenTheLaneHasLookedForOthers() {
        missing = true;
        Polls polls = looking(DAY);
        polls.missing(lane, HALF_A_MINUTE);
        clock.pass(Duration.ofSeconds(29));

        polls.missing(lane, HALF_A_MINUTE);

        assertThat(looksIn(Duration.ofSeconds(29))).isZero();
        assertThat(looksIn(Duration.ofSeconds(1))).isOne();
    }

    @Test
    void shouldLookNoSoonerOnceTheCollectionIsFound() {
        missing = true;
        Polls polls = looking(DAY);
        polls.missing(lane, HALF_A_MINUTE);

        polls.found(lane);

        assertThat(looksIn(DAY.minusMillis(1))).isZero();
    }

    @Test
    void shouldGoOnPollingWhenTheCollectionWasMissing() {
        missing = true;
        looking(DAY).missing(lane, HALF_A_MINUTE);
        clock.pass(DAY);
        missing = false;
        clock.pass(HALF_A_MINUTE);

        assertThat(looksIn(DAY)).isOne();
    }

    @Test
    void shouldPlanNothingMoreForALaneThatIsGone() {
        looking(DAY).missing(lane, HALF_A_MINUTE);
        gone = true;

        assertThat(looksIn(DAY)).isZero();
        assertThat(clock.idle()).isTrue();
    }
}
