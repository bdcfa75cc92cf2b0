package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {

    private long now = Long.MAX_VALUE - 5;
    private final Patience patience = new Patience(() -> now);

    private Patience.Verdict judge(Sight sight) {
        return patience.judge(sight, sight.plan());
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void shouldKeepQuietAboutWhatIsOverWithinTwoSeconds() {
        assertThat(judge(Sights.saying(Reason.CREATING)).quiet()).contains(Duration.ofSeconds(2));
    }

    @Test
    void shouldSpeakOfWhatLastsLonger() {
        judge(Sights.saying(Reason.CREATING));
        pass(Duration.ofSeconds(2));

        assertThat(judge(Sights.saying(Reason.CREATING)).quiet()).isEmpty();
    }

    @Test
    void shouldCountAnewForAnotherReason() {
        judge(Sights.saying(Reason.OBSERVING));
        pass(Duration.ofSeconds(2));

        assertThat(judge(Sights.saying(Reason.CREATING)).quiet()).contains(Duration.ofSeconds(2));
    }

    @Test
    void shouldSpeakAtOnceOfWhatDoesNotPass() {
        assertThat(judge(Sights.saying(Reason.ALREADY_EXISTS)).quiet()).isEmpty();
    }

    @Test
    void shouldCallADeniedPermissionProgressForAMinute() {
        judge(Sights.saying(Reason.PERMISSION_DENIED));
        pass(Duration.ofSeconds(59));

        assertThat(judge(Sights.saying(Reason.PERMISSION_DENIED)))
                .isEqualTo(new Patience.Verdict(
                        Reason.Progress.RECONCILING,
                        Patience.Outlook.LASTING,
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(1))));
    }

    @Test
    void shouldExpectADropToBeOverSoon() {
        judge(Sights.deleting(Reason.DROPPING));
        pass(Duration.ofSeconds(59));

        assertThat(judge(Sights.deleting(Reason.DROPPING)))
                .isEqualTo(new Patience.Verdict(
                        Reason.Progress.RECONCILING,
                        Patience.Outlook.PASSING,
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(1))));
    }

    @Test
    void shouldExpectNoEndOfADropThatHasBeenOnItsWayForAMinute() {
        judge(Sights.deleting(Reason.DROPPING));
        pass(Duration.ofMinutes(1));

        assertThat(judge(Sights.deleting(Reason.DROPPING)).outlook()).isEqualTo(Patience.Outlook.LASTING);
    }

    private void takeTurns(Sight one, Sight other, Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(2)) {
            judge(one);
            pass(Duration.ofSeconds(1));
            judge(other);
            pass(Duration.ofSeconds(1));
        }
    }

    /** Neither lasts long enough to be told, and together they never end. */
    @Test
    void shouldSpeakOfAnOrderThatHasBeenTwoThingsInTurnForAMinute() {
        takeTurns(Sights.deleting(Reason.DROPPING), Sights.deleting(Reason.INCOMPLETE_ANSWER), Duration.ofMinutes(1));

        Patience.Verdict verdict = judge(Sights.deleting(Reason.DROPPING));

        assertThat(verdict.outlook()).isEqualTo(Patience.Outlook.LASTING);
        assertThat(verdict.quiet()).isEmpty();
    }

    @Test
    void shouldKeepQuietAboutALiveResourceThatHasBeenTwoThingsInTurnForAMinute() {
        takeTurns(Sights.saying(Reason.OBSERVING), Sights.saying(Reason.CREATING), Duration.ofMinutes(1));

        assertThat(judge(Sights.saying(Reason.OBSERVING)).quiet()).isPresent();
    }

    /** Its status would change with every turn. */
    @Test
    void shouldSayOnlyOnceThatAnOrderHasBeenTwoThingsInTurn() {
        takeTurns(Sights.deleting(Reason.DROPPING), Sights.deleting(Reason.INCOMPLETE_ANSWER), Duration.ofMinutes(1));
        Sight told = Sights.deleting(Reason.DROPPING);
        told.resource()
                .setStatus(new MilvusPartitionStatus(
                        1L,
                        List.of(new Condition(
                                "DropBlocked", ConditionStatus.TRUE, 1L, "2026-01-01T00:00:00Z", "Dropping", "")),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));

        assertThat(judge(told).quiet()).isPresent();
    }

    @Test
    void shouldCountAnewWhenSomethingElseWasSaidInBetween() {
        judge(Sights.deleting(Reason.DROPPING));
        pass(Duration.ofMinutes(1));
        judge(Sights.deleting(Reason.QUOTA_EXCEEDED));

        assertThat(judge(Sights.deleting(Reason.DROPPING)).outlook()).isEqualTo(Patience.Outlook.PASSING);
    }

    @Test
    void shouldCallADeniedPermissionStalledAfterAMinute() {
        judge(Sights.saying(Reason.PERMISSION_DENIED));
        pass(Duration.ofMinutes(1));

        assertThat(judge(Sights.saying(Reason.PERMISSION_DENIED)).progress()).isEqualTo(Reason.Progress.STALLED);
    }

    @Test
    void shouldCallAClaimOfAnotherStalledAfterFiveMinutes() {
        judge(Sights.saying(Reason.CLAIMED_BY_OTHER));
        pass(Duration.ofMinutes(5));

        assertThat(judge(Sights.saying(Reason.CLAIMED_BY_OTHER)).progress()).isEqualTo(Reason.Progress.STALLED);
    }

    /** Only its own word counts: that it stalled, and by this reason. */
    @ParameterizedTest
    @CsvSource({
        "Stalled, TRUE, PermissionDenied, STALLED",
        "Stalled, FALSE, PermissionDenied, RECONCILING",
        "Stalled, TRUE, ClaimedByOther, RECONCILING",
        "Reconciling, TRUE, PermissionDenied, RECONCILING"
    })
    void shouldStayStalledAfterARestart(String type, ConditionStatus status, String reason, Reason.Progress progress) {
        MilvusPartition resource = Sights.resource(1, Map.of());
        resource.setStatus(new MilvusPartitionStatus(
                1L,
                List.of(new Condition(type, status, 1L, "2026-01-01T00:00:00Z", reason, "")),
                null,
                null,
                null,
                null,
                null,
                null,
                null));

        assertThat(judge(Sights.of(resource, Memory.NONE, Reason.PERMISSION_DENIED))
                        .progress())
                .isEqualTo(progress);
    }

    @Test
    void shouldBeginAnewForAResourceOfTheSameName() {
        judge(Sights.saying(Reason.CREATING));
        pass(Duration.ofSeconds(2));
        patience.forget("uid");

        assertThat(judge(Sights.saying(Reason.CREATING)).quiet()).contains(Duration.ofSeconds(2));
    }
}
