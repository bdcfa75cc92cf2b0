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
                        Reason.Progress.RECONCILING, Optional.empty(), Optional.of(Duration.ofSeconds(1))));
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

    @Test
    void shouldStayStalledAfterARestart() {
        MilvusPartition resource = Sights.resource(1, Map.of());
        resource.setStatus(new MilvusPartitionStatus(
                1L,
                List.of(new Condition(
                        "Stalled", ConditionStatus.TRUE, 1L, "2026-01-01T00:00:00Z", "PermissionDenied", "")),
                null,
                null,
                null,
                null,
                null,
                null,
                null));

        assertThat(judge(Sights.of(resource, Memory.NONE, Reason.PERMISSION_DENIED))
                        .progress())
                .isEqualTo(Reason.Progress.STALLED);
    }

    @Test
    void shouldBeginAnewForAResourceOfTheSameName() {
        judge(Sights.saying(Reason.CREATING));
        pass(Duration.ofSeconds(2));
        patience.forget("uid");

        assertThat(judge(Sights.saying(Reason.CREATING)).quiet()).contains(Duration.ofSeconds(2));
    }
}
