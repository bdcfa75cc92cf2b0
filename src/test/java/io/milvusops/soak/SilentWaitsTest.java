package io.milvusops.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge of waits finds what was planted, and nothing else. */
class SilentWaitsTest {

    private static final Map<String, Map<String, Long>> THERE = Map.of("book", Map.of("novel", Planted.ID));
    private static final Map<String, Map<String, Long>> MISSING = Map.of("book", Map.of());

    private final Planted planted = new Planted();
    private final SilentWaits waits = new SilentWaits(5_000);

    private static String status(int observedGeneration, String ready, String reason) {
        return "observedGeneration: " + observedGeneration
                + ", binding: {ownerUID: a, endpoint: '" + Planted.SERVER + "', partitionID: '7'}"
                + ", conditions: [{type: Ready, status: '" + ready + "', reason: '" + reason + "'}]";
    }

    private List<Finding> waitIn(Map<String, Map<String, Long>> collections) {
        waits.look(0, planted.situation(collections));
        waits.look(1_000, planted.situation(collections));
        return waits.look(10_000, planted.situation(collections));
    }

    @Test
    void shouldAcceptAResourceThatIsAsItIsWanted() {
        planted.version(0, "a", "", "", status(1, "True", "Present"));

        assertThat(waitIn(THERE)).isEmpty();
    }

    @Test
    void shouldFindAResourceWithoutAStatus() {
        planted.version(0, "a", "", "", "observedGeneration: -1");

        assertThat(waitIn(THERE)).hasSize(1);
    }

    @Test
    void shouldFindAStatusAboutAnEarlierGeneration() {
        planted.version(0, "a", "", "", status(0, "True", "Present"));

        assertThat(waitIn(THERE)).hasSize(1);
    }

    @Test
    void shouldFindAPresenceThatIsNotSo() {
        planted.version(0, "a", "", "", status(1, "True", "Present"));

        assertThat(waitIn(MISSING)).hasSize(1);
    }

    @Test
    void shouldFindAnAbsenceThatIsNotSo() {
        planted.version(0, "a", "", ", ensure: absent", status(1, "True", "Dropped"));

        assertThat(waitIn(THERE)).hasSize(1);
    }

    @Test
    void shouldFindACauseThatIsNotThere() {
        planted.version(0, "a", "", "", status(1, "False", "Paused"));

        assertThat(waitIn(THERE)).hasSize(1);
    }

    @Test
    void shouldFindAConnectionCalledUnreadyThatIsNotBeingDeleted() {
        planted.version(0, "a", "", "", status(1, "Unknown", "ConnectionNotReady"));

        assertThat(waitIn(THERE)).hasSize(1);
    }

    @Test
    void shouldFindAnExhaustedBudgetThatIsNoneAnyMore() {
        planted.version(0, "a", ", deletionTimestamp: now", "", status(1, "False", "BudgetExhausted"));

        assertThat(waitIn(THERE)).hasSize(1);
    }

    @Test
    void shouldFindAnAddressCalledChangedThatIsNot() {
        planted.version(0, "a", "", "", status(1, "False", "EndpointChanged"));

        assertThat(waitIn(THERE)).hasSize(1);
    }

    @Test
    void shouldAcceptACauseThatIsThere() {
        planted.version(0, "a", "", "", status(1, "False", "CollectionNotFound"));

        assertThat(waitIn(Map.of())).isEmpty();
    }

    @Test
    void shouldNotCountTheTimeInWhichTheOperatorIsAway() {
        planted.version(0, "a", "", "", "observedGeneration: -1");
        waits.look(0, planted.situation(THERE));
        waits.look(1_000, planted.situation(THERE));
        waits.skip(9_000);

        assertThat(waits.look(10_000, planted.situation(THERE))).isEmpty();
    }

    @Test
    void shouldFindAtRestWhatOnlyPassesWhileSomethingGoesWrong() {
        Version version = planted.version(0, "a", "", "", status(1, "Unknown", "OutcomeUnknown"));

        assertThat(new Explanation(planted.situation(THERE), version).gapAtRest())
                .isNotEmpty();
    }

    @Test
    void shouldFindAtRestADropThatWaitsWithoutSayingThatItIsBlocked() {
        Version version = planted.version(
                0,
                "a",
                ", deletionTimestamp: now, annotations: {milvusops.io/paused: 'true'}",
                "",
                status(1, "Unknown", "Paused"));

        assertThat(new Explanation(planted.situation(THERE), version).gapAtRest())
                .isNotEmpty();
    }
}
