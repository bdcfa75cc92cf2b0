package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.ops.OperatorMetrics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A pass that fails is told: nobody waits without a word. */
class FailedPassesTest {

    private static final String DROPPED = Bench.ATTEMPTED.replace("attemptedAt", "outcome: Dropped, completedAt");

    private final ApiServer apiServer = new ApiServer();
    private final Announcer announcer = mock();
    private final OperatorMetrics metrics = new OperatorMetrics();
    private final FailedPasses failed = new FailedPasses(
            new ConditionWrites(
                    apiServer.client, new ResourceWrites(apiServer.client), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)),
            new Failures(() -> 7),
            announcer,
            metrics);

    private static RefusedWriteException denied() {
        return new RefusedWriteException(
                "take the finalizer off", new KubernetesClientException("by policy", 403, null));
    }

    private MilvusPartitionStatus told(MilvusPartition resource) {
        failed.tell(resource, denied());
        return apiServer.statuses.get(0);
    }

    private Condition told(MilvusPartition resource, String type) {
        return Objects.requireNonNull(told(resource).conditions()).stream()
                .filter(condition -> type.equals(condition.type()))
                .findFirst()
                .orElseThrow();
    }

    private static MilvusPartition live() {
        return Bench.novel("", "", Bench.BOUND);
    }

    private static MilvusPartition dropped() {
        return Bench.novel(Bench.DELETED, "", Bench.BOUND, DROPPED);
    }

    @Test
    void shouldSayWhyNothingGoesOn() {
        assertThat(told(live(), "Ready"))
                .returns("WriteRefused", Condition::reason)
                .extracting(Condition::message)
                .asString()
                .startsWith("the API server does not let the operator take the finalizer off: HTTP 403: by policy");
    }

    @Test
    void shouldTellThatItHasSeenTheLastGeneration() {
        assertThat(told(live()).observedGeneration()).isEqualTo(1);
    }

    @Test
    void shouldKeepWhatTheStatusRecords() {
        MilvusPartition resource = Bench.novel(
                Bench.DELETED,
                "",
                Bench.BOUND,
                DROPPED,
                "partitionState: Absent",
                "onDelete: Drop",
                "measured: {rowCount: 3}",
                "lastHandledReconcileAt: now",
                "replacementPartitionID: \"8\"");

        assertThat(told(resource))
                .usingRecursiveComparison()
                .ignoringFields("conditions", "observedGeneration")
                .isEqualTo(resource.getStatus());
    }

    @Test
    void shouldNotWriteInACircle() {
        MilvusPartition resource = live();
        resource.setStatus(told(resource));

        failed.tell(resource, denied());

        assertThat(apiServer.statuses).hasSize(1);
    }

    @Test
    void shouldWarnOfIt() {
        failed.tell(live(), denied());

        verify(announcer).warning(any(), eq("WriteRefused"), contains("HTTP 403: by policy"));
    }

    @Test
    void shouldWarnOnceWhereNotEvenTheStatusIsTaken() {
        apiServer.refuse(new KubernetesClientException("by policy", 403, null));

        failed.tell(live(), denied());
        failed.tell(live(), denied());

        verify(announcer, times(1)).warning(any(), eq("WriteRefused"), anyString());
    }

    @Test
    void shouldLeaveTheWarningToTheNextPassWhenTheResourceChangedMeanwhile() {
        apiServer.refuse(new KubernetesClientException("conflict", 409, null));

        failed.tell(live(), denied());

        verify(announcer, never()).warning(any(), anyString(), anyString());
    }

    @Test
    void shouldWarnAgainAfterAPassThatDidNotFail() {
        failed.tell(live(), denied());
        failed.forget("uid");

        failed.tell(live(), denied());

        verify(announcer, times(2)).warning(any(), eq("WriteRefused"), anyString());
    }

    @Test
    void shouldCountIt() {
        failed.tell(live(), denied());

        assertThat(metrics.scrape()).contains("milvusops_failed_passes_total{reason=\"WriteRefused\"} 1.0");
    }

    @Test
    void shouldSayOfADeletionThatHangsThatTheDropIsDone() {
        assertThat(told(dropped(), Statuses.DROP_BLOCKED))
                .returns(ConditionStatus.TRUE, Condition::status)
                .extracting(Condition::message)
                .asString()
                .startsWith("the partition was dropped, but the API server does not let the operator")
                .doesNotContain("to cancel the drop");
    }

    @Test
    void shouldNotSayOfAPartitionThatIsWantedAgainThatItsDropIsDone() {
        assertThat(told(Bench.novel("", "", Bench.BOUND, DROPPED), "Ready").message())
                .doesNotContain("dropped, but");
    }

    @Test
    void shouldNameTheWayOutOfADropThatIsStillToCome() {
        assertThat(told(Bench.novel(Bench.DELETED, "", Bench.BOUND, "onDelete: Drop"), Statuses.DROP_BLOCKED)
                        .message())
                .contains("; to cancel the drop, set spec.deletionPolicy: Retain");
    }

    @Test
    void shouldNotCallAFinishedAbsenceADropThatWaits() {
        assertThat(told(Bench.novel("", "ensure: absent", Bench.BOUND, DROPPED), Statuses.DROP_BLOCKED))
                .returns(ConditionStatus.FALSE, Condition::status);
    }

    @Test
    void shouldCallAnAbsenceThatIsNotFinishedADropThatWaits() {
        assertThat(told(Bench.novel("", "ensure: absent", Bench.BOUND), Statuses.DROP_BLOCKED))
                .returns(ConditionStatus.TRUE, Condition::status);
    }

    @Test
    void shouldWarnOnlyWhereTheStatusIsNotUnderstood() {
        failed.tell(Bench.novel("", "", "conditions: broken"), denied());

        assertThat(apiServer.statuses).isEmpty();
        verify(announcer).warning(any(), eq("WriteRefused"), anyString());
    }
}
