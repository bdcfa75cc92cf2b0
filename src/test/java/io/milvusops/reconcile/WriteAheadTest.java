package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.api.DropStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Flight;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The record that entitles to a drop: written on the newest version only, good for seconds, and not in a circle. */
class WriteAheadTest {

    private static final Map<String, Entry> NOVEL = Map.of("novel", new Entry(7, 1));
    private static final MilvusPartition ORDERED = Bench.novel(Bench.DELETED, "", Bench.BOUND);
    private static final MilvusPartition RECORDED = Bench.novel(Bench.DELETED, "", Bench.BOUND, Bench.ATTEMPTED);
    private static final Outcome.Refused BUSY = new Outcome.Refused(Reason.SERVER_BUSY, "busy");

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Sight seen(MilvusPartition resource) {
        bench.show(resource);
        bench.sights.seen(resource);
        bench.milvus.partitions.putAll(NOVEL);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, NOVEL));
        return bench.view.look(resource, KindState.SERVED);
    }

    /** Somebody has changed the resource, and the watch does not show it yet. */
    private void overtake() {
        bench.apiServer.refuse(new KubernetesClientException(
                "the object has been modified",
                409,
                new StatusBuilder().withCode(409).build()));
    }

    private Flight flight() {
        String newest = bench.apiServer.version("uid");
        return bench.flights.of("uid", newest, Sights.BOUND, Sights.REACH, OptionalLong.empty(), Trace.NONE);
    }

    @Test
    void shouldEntitleToNothingWhenItsWriteMeetsANewerVersion() {
        Sight sight = seen(ORDERED);
        overtake();

        bench.recordSteps.arm(sight);

        assertThat(flight()).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldEndThePassWhoseWriteMeetsANewerVersion() {
        Sight sight = seen(ORDERED);
        overtake();

        assertThat(bench.recordSteps.arm(sight).resource()).isEmpty();
    }

    @Test
    void shouldHandNothingToALaneWhenItsWriteMeetsANewerVersion() {
        seen(ORDERED);
        overtake();

        bench.pass.run(ORDERED);

        assertThat(bench.flights.airborne("uid")).isFalse();
    }

    private Outcome dropAfter(Duration waited) {
        bench.stopClock();
        bench.flights.armed("uid", "5");
        Sight sight = seen(RECORDED);
        bench.leap(waited);
        bench.laneSteps.drop(sight, (Step.Drop) sight.plan().step());
        return bench.outcome("uid");
    }

    /** @param meanwhile happens at the head of the lane, while the collection is listed */
    private void drop(Runnable meanwhile) {
        Sight sight = seen(RECORDED);
        bench.milvus.meanwhile.put("list", meanwhile);
        bench.laneSteps.drop(sight, (Step.Drop) sight.plan().step());
    }

    /** It waits for its turn meanwhile. */
    @Test
    void shouldEntitleForAlmostTwentySeconds() {
        assertThat(dropAfter(Duration.ofSeconds(20).minusMillis(1))).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void shouldNotEntitleAfterTwentySeconds() {
        assertThat(dropAfter(Duration.ofSeconds(20))).isInstanceOf(Outcome.Refused.class);
    }

    /** What is older than the record may be claimed by now, and the claim not be known. */
    @Test
    void shouldNotEntitleBeforeTheWatchHasToldOfIt() {
        bench.flights.armed("uid", "5");
        Sight sight = seen(RECORDED);
        bench.watch.forget("uid");

        bench.laneSteps.drop(sight, (Step.Drop) sight.plan().step());

        assertThat(bench.outcome("uid")).isInstanceOf(Outcome.Refused.class);
    }

    private Sight refused() {
        bench.flights.armed("uid", "5");
        drop(() -> bench.show(Bench.novel("", "", Bench.BOUND)));
        bench.outcome("uid");
        bench.holds.ended("uid", BUSY);
        bench.milvus.meanwhile.clear();
        return seen(RECORDED);
    }

    @Test
    void shouldNotBeRenewedAtOnceAfterTheDropWasRefused() {
        bench.recordSteps.arm(refused());

        assertThat(flight()).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldBeRenewedWhenTheDropThatWasRefusedHasRested() {
        Sight sight = refused();
        bench.leap(Duration.ofSeconds(5));

        bench.recordSteps.arm(sight);

        assertThat(flight()).isEqualTo(Flight.ARMED);
    }

    /** What was looked at before the drop speaks against it. */
    private Sight objected() {
        bench.stopClock();
        Sight sight = seen(RECORDED);
        bench.holds.begun(sight);
        bench.holds.ended("uid", new Outcome.Refused(Reason.PARTITION_LOADED, "loaded"));
        bench.leap(Duration.ofSeconds(5));
        return sight;
    }

    private MilvusPartition recorded(Sight sight) {
        bench.recordSteps.arm(sight);
        return bench.apiServer.newest("uid");
    }

    private static @Nullable String attemptedAt(MilvusPartition resource) {
        return Optional.ofNullable(resource.getStatus())
                .map(MilvusPartitionStatus::drop)
                .map(DropStatus::attemptedAt)
                .orElse(null);
    }

    /** A resource may be held for days. */
    @Test
    void shouldNotBeWrittenAnewWhileItIsOnlyLookedAtWhatSpeaksAgainstTheDrop() {
        assertThat(attemptedAt(recorded(objected()))).isEqualTo(attemptedAt(RECORDED));
    }

    /** A record that was not made for this try proves nothing of what the watch has shown. */
    @Test
    void shouldEntitleToNoDropWhatWasOnlyLookedAtAgain() {
        Sight sight = seen(recorded(objected()));

        bench.laneSteps.drop(sight, (Step.Drop) sight.plan().step());

        assertThat(bench.outcome("uid")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void shouldBeWrittenAnewWhenNothingSpeaksAgainstTheDropAnyMore() {
        Sight sight = objected();
        bench.holds.ended("uid", new Outcome.Refused(Reason.DROPPING, "its record is written anew first"));

        assertThat(attemptedAt(recorded(sight))).isNotNull().isNotEqualTo(attemptedAt(RECORDED));
    }

    /** It made no version, so that the watch that shows it may stand still since long before. */
    @Test
    void shouldEntitleToNothingWhenItSaysWhatItSaidBefore() {
        bench.stopClock();
        MilvusPartition told = recorded(seen(RECORDED));
        bench.flights.forget("uid");

        recorded(seen(told));

        assertThat(flight()).isNotEqualTo(Flight.ARMED);
    }

    /** The watch may have shown that version long ago, and nothing since. */
    @Test
    void shouldSendNothingOnTheWordOfARecordThatIsNotNew() {
        bench.flights.repeated("uid", "5");
        Sight sight = seen(RECORDED);

        bench.laneSteps.drop(sight, (Step.Drop) sight.plan().step());

        assertThat(bench.outcome("uid")).isInstanceOf(Outcome.Refused.class);
        assertThat(bench.milvus.calls).doesNotContain("drop novel");
    }

    @Test
    void shouldTellWhyADropRests() {
        bench.recordSteps.arm(refused());

        assertThat(bench.apiServer.reasons()).containsExactly("ServerBusy");
    }
}
