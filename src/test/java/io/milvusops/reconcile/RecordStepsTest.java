package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Intent;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is recorded before a creation, and when that has to wait. */
class RecordStepsTest {

    private static final Step.Intend REPAIR =
            new Step.Intend(new Intent(Sights.ENDPOINT, 100, 101, 50, OptionalLong.of(7), 1));

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static MilvusPartition resource() {
        return Bench.partition("""
                metadata: {name: book-novel, namespace: search, uid: uid, resourceVersion: "5", generation: 1}
                spec: {collection: book, partition: novel}
                """);
    }

    /** A resource whose partition is lost. */
    private static Sight lost() {
        return Sights.of(resource(), Sights.BOUND, Reason.CREATING);
    }

    private void repair(int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            bench.recordSteps.intend(lost(), REPAIR);
        }
    }

    private long intents() {
        return bench.apiServer.patches.stream()
                .filter(patch ->
                        patch.findValuesAsText("path").contains("/metadata/annotations/milvusops.io~1create-intent"))
                .count();
    }

    private Sight seen(MilvusPartition resource) {
        bench.show(resource);
        bench.sights.seen(resource);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, Map.of("novel", new Entry(7, 1))));
        return bench.view.look(resource, KindState.SERVED);
    }

    @Test
    void shouldLetGoWhatIsHeldNeedlesslyBeforeAnythingElse() {
        Sight retained = seen(Bench.novel("", "deletionPolicy: Retain", Bench.BOUND));

        assertThat(bench.recordSteps.hold(retained)).isPresent();

        assertThat(bench.apiServer.patches).hasSize(1);
    }

    @Test
    void shouldWaitForNothingMoreOfACreationThatIsOverAndOnRecord() {
        Memory intended = Memory.NONE.intending(REPAIR.intent());
        Plan created = new Plan(
                Reason.PRESENT, "created", Sights.BOUND, new Step.Remember(), Optional.of(Plan.Notice.CREATED));
        Sight sight = Sights.of(resource(), intended, Reason.CREATING);
        bench.flights.sent("uid", "5");
        bench.flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), 10));
        bench.flights.of("uid", "5", Sights.BOUND, Sights.REACH, OptionalLong.of(11), Trace.SHOWN);

        bench.recordSteps.remember(new Sight(sight.resource(), sight.reach(), sight.wish(), sight.memory(), created));

        assertThat(bench.flights.grounded("uid")).isTrue();
    }

    private static MilvusPartition annotated(String bound) {
        return Bench.novel(
                "annotations: {milvusops.io/create-intent: \"" + Records.intentText("uid", REPAIR.intent()) + "\"}",
                "",
                bound);
    }

    static Stream<Arguments> voidIntents() {
        Step look = new Step.Look();
        Step await = new Step.Await(Optional.empty());
        // Bound anew to what was thought lost before, it would take what it created meanwhile for a creation to come.
        String another = Bench.BOUND.replace("\"7\"", "\"8\"");
        return Stream.of(
                arguments("came to nothing", Bench.BOUND, look, 1),
                arguments("came to nothing, and the drop waits", Bench.BOUND, await, 1),
                arguments("is to be replaced", Bench.BOUND, REPAIR, 0),
                arguments("goes with the finalizer", Bench.BOUND, new Step.LetGo(), 0),
                arguments("would count again", another, new Step.Remember(), 1));
    }

    /** Another process would believe it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("voidIntents")
    void shouldTakeAVoidIntentBackBeforeAnythingIsRecorded(String row, String bound, Step step, int withdrawn) {
        Sight sight = Sights.of(annotated(bound), Sights.BOUND, Reason.PRESENT);
        Plan plan = new Plan(Reason.PRESENT, "because", Sights.BOUND, step, Optional.empty());

        bench.recordSteps.hold(new Sight(sight.resource(), sight.reach(), sight.wish(), sight.memory(), plan));

        assertThat(intents()).isEqualTo(withdrawn);
    }

    /** The last that is ever said of a partition that stays. */
    @Test
    void shouldTellWhatStaysWhenItsResourceIsLetGo() {
        Sight leaving = seen(Bench.novel(Bench.DELETED, "deletionPolicy: Retain", Bench.BOUND));

        bench.recordSteps.letGo(leaving);

        Awaitility.await()
                .untilAsserted(() -> assertThat(bench.apiServer.events.told())
                        .singleElement()
                        .asString()
                        .contains("deletionPolicy is Retain"));
    }

    /** The watch of the connection may stand still, and nothing else tells why nothing happens. */
    @Test
    void shouldTellWhenAHoldMeetsANewerVersionForLong() {
        bench.stopClock();
        MilvusPartition free = Bench.novel("", "", Bench.BOUND);
        free.getMetadata().setFinalizers(List.of());
        Sight sight = seen(free);
        bench.apiServer.refusePatches(new KubernetesClientException("changed", 409, null));
        bench.recordSteps.hold(sight);
        bench.leap(Duration.ofSeconds(3));

        bench.recordSteps.hold(sight);

        assertThat(bench.apiServer.reasons()).containsExactly("Observing");
    }

    @Test
    void shouldTellWhenAnIntentMeetsANewerVersionForLong() {
        bench.stopClock();
        bench.apiServer.refusePatches(new KubernetesClientException("changed", 409, null));
        repair(1);
        bench.leap(Duration.ofSeconds(3));

        repair(1);

        assertThat(bench.apiServer.reasons()).containsExactly("Observing");
    }

    @Test
    void shouldRecordTheIntentsOfTenRepairsInAMinute() {
        repair(10);

        assertThat(intents()).isEqualTo(10);
    }

    @Test
    void shouldRecordNoIntentOfAnEleventhRepairInAMinute() {
        repair(11);

        assertThat(intents()).isEqualTo(10);
    }

    @Test
    void shouldComeBackToAnEleventhRepairWhenAMinuteIsOver() {
        repair(10);

        Optional<Duration> again = bench.recordSteps.intend(lost(), REPAIR).again();

        assertThat(again).hasValueSatisfying(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofMinutes(1)));
    }

    @Test
    void shouldRecordTheIntentOfAnEleventhRepairWhenAMinuteIsOver() {
        repair(10);
        bench.leap(Duration.ofMinutes(1));

        repair(1);

        assertThat(intents()).isEqualTo(11);
    }

    @Test
    void shouldNotSlowFirstCreationsDown() {
        repair(10);

        bench.recordSteps.intend(
                Sights.of(resource(), Memory.NONE, Reason.CREATING),
                new Step.Intend(new Intent(Sights.ENDPOINT, 100, 101, 50, OptionalLong.empty(), 1)));

        assertThat(intents()).isEqualTo(11);
    }

    /** What the flight before came to says nothing of a record whose write may have failed. */
    @Test
    void shouldForgetTheLastFlightBeforeAnIntentIsRecorded() {
        landed();

        repair(1);

        assertThat(bench.flights.grounded("uid")).isTrue();
    }

    @Test
    void shouldForgetTheLastFlightBeforeAnAttemptIsRecorded() {
        landed();

        bench.recordSteps.arm(lost());

        assertThat(bench.flights.grounded("uid")).isTrue();
    }

    /** A call of the resource has done what it was to do, and the API server gives no answer to any write. */
    private void landed() {
        bench.flights.armed("uid", "5");
        bench.flights.sent("uid", "5");
        bench.flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), 1));
        bench.flights.of("uid", "5", Memory.NONE, Sights.REACH, OptionalLong.of(2), Trace.SHOWN);
        bench.apiServer.refuse(new KubernetesClientException("conflict", 409, null));
    }

    /** An intent that is recorded early would explain what somebody else creates during the wait. */
    @Test
    void shouldRecordNoIntentWhileARefusedCreationRests() {
        bench.holds.begun(lost());
        bench.holds.ended("uid", new Outcome.Refused(Reason.QUOTA_EXCEEDED, "full"));

        repair(1);

        assertThat(intents()).isZero();
    }

    @Test
    void shouldTellWhyACreationRests() {
        bench.holds.begun(lost());
        bench.holds.ended("uid", new Outcome.Refused(Reason.QUOTA_EXCEEDED, "full"));

        repair(1);

        assertThat(bench.apiServer.reasons()).containsExactly("QuotaExceeded");
    }
}
