package io.milvusops.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever one of the judges finds is found by all of them together, as a run asks them. */
class JudgesTest {

    private static final String DELETING = ", deletionTimestamp: now";
    private static final String UNTOLD = "observedGeneration: -1";
    private static final Map<String, Map<String, Long>> THERE = Map.of("book", Map.of("novel", Planted.ID));

    /** When the operator has run for long enough to have told everybody. */
    private static final long FIRST_LOOK = 11_000;

    private final Planted planted = new Planted();
    private final Judges judges = new Judges(planted.chronicle, new RowHistory(), new Pulse(new SoakClock()));

    private void look(long now) {
        judges.look(now, 0, planted.situation(THERE));
    }

    private List<Finding.Kind> found() {
        return judges.findings().stream().map(Finding::kind).toList();
    }

    @Test
    void shouldFindNothingWhereEverythingIsAsItIsWanted() {
        planted.version(2_000, "a", "", "", settled("True", "Present"));
        look(FIRST_LOOK);
        look(FIRST_LOOK + 60_000);

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldFindAWrongDropWhileTheRunGoesOn() {
        planted.version(2_000, "a", "", "", settled("True", "Present"));
        planted.drop(3_000);
        look(FIRST_LOOK);

        assertThat(found()).containsExactly(Finding.Kind.WRONG_DROP);
    }

    @Test
    void shouldFindALostDropWhileTheRunGoesOn() {
        planted.gone(planted.version(2_000, "a", DELETING, ""), 5_000);
        look(FIRST_LOOK);

        assertThat(found()).containsExactly(Finding.Kind.LOST_DROP);
    }

    @Test
    void shouldFindASilentWaitOfThirtyOneSeconds() {
        planted.version(2_000, "a", "", "", UNTOLD);
        look(FIRST_LOOK);
        look(FIRST_LOOK + 31_000);

        assertThat(found()).containsExactly(Finding.Kind.SILENT_WAIT);
    }

    @Test
    void shouldAcceptASilentWaitOfTwentyNineSeconds() {
        planted.version(2_000, "a", "", "", UNTOLD);
        look(FIRST_LOOK);
        look(FIRST_LOOK + 29_000);

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldNotCountTheTimeInWhichTheOperatorStarts() {
        planted.version(2_000, "a", "", "", UNTOLD);
        look(FIRST_LOOK);
        look(FIRST_LOOK + 16_000);
        judges.look(FIRST_LOOK + 25_000, FIRST_LOOK + 17_000, planted.situation(THERE));
        judges.look(FIRST_LOOK + 32_000, FIRST_LOOK + 17_000, planted.situation(THERE));

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldFindAtRestWhatDoesNotEnd() {
        planted.version(2_000, "a", "", "", settled("Unknown", "OutcomeUnknown"));
        judges.lookAtRest(FIRST_LOOK, planted.situation(THERE));

        assertThat(found()).containsExactly(Finding.Kind.SILENT_WAIT);
    }

    @Test
    void shouldFindInTheEndAWrongDropOfTheLastMoment() {
        planted.gone(planted.version(2_000, "a", "", "", settled("True", "Present")), 3_000);
        planted.drop(FIRST_LOOK);
        judges.lookAtTheEnd(FIRST_LOOK, planted.situation(Map.of()));

        assertThat(found()).containsExactly(Finding.Kind.WRONG_DROP);
    }

    @Test
    void shouldFindInTheEndAPartitionThatNobodyStandsFor() {
        judges.lookAtTheEnd(FIRST_LOOK, planted.situation(THERE));

        assertThat(found()).containsExactly(Finding.Kind.LOST_DROP);
    }

    @Test
    void shouldFindInTheEndAResourceThatDoesNotGo() {
        planted.version(2_000, "a", DELETING, "", settled("False", "Dropping"));
        judges.lookAtTheEnd(FIRST_LOOK, planted.situation(THERE));

        assertThat(found()).containsExactly(Finding.Kind.SILENT_WAIT);
    }

    private static String settled(String ready, String reason) {
        return Planted.bound("a", Planted.ID) + ", conditions: [{type: Ready, status: '" + ready + "', reason: '"
                + reason + "'}]";
    }
}
