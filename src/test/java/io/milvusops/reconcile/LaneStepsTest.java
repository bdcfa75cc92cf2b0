package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Intent;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call that was decided waits at the head of its lane, and then the world changes. */
class LaneStepsTest {

    private static final CollectionAddress RENAMED = new CollectionAddress(Sights.ENDPOINT, "default", "book_2025");
    private static final Map<String, Entry> NOVEL = Map.of("novel", new Entry(7, 1));
    private static final Intent INTENT = new Intent(Sights.ENDPOINT, 100, 101, -1, OptionalLong.empty(), 1);
    private static final Outcome NOT_DROPPED =
            new Outcome.Refused(Reason.DROPPING, "the resource changed before the drop was sent");
    private static final Outcome NOT_CREATED =
            new Outcome.Refused(Reason.OBSERVING, "the resource changed before the partition was created");

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** A resource that is being deleted, whose attempt to drop the partition with the id 7 is on record. */
    private static MilvusPartition leaving(String uid, String version) {
        return Bench.partition("""
                metadata:
                  name: book-novel
                  namespace: search
                  uid: %1$s
                  resourceVersion: "%2$s"
                  generation: 1
                  deletionTimestamp: "2026-01-01T00:00:00Z"
                  finalizers: [milvusops.io/partition]
                spec: {collection: book, partition: novel}
                status:
                  binding:
                    ownerUID: %1$s
                    endpoint: "http://milvus:19530"
                    collectionID: "100"
                    partitionID: "7"
                    collectionName: book
                  drop:
                    ownerUID: %1$s
                    collectionID: "100"
                    partitionID: "7"
                    generation: 1
                    requestedAt: "2026-01-01T00:00:00Z"
                    attemptedAt: "2026-01-01T00:00:00Z"
                """.formatted(uid, version));
    }

    /** A resource whose intent to create the partition is on record. */
    private static MilvusPartition wanting(String uid, String spec) {
        return Bench.partition("""
                metadata:
                  name: book-novel
                  namespace: search
                  uid: %1$s
                  resourceVersion: "5"
                  generation: 1
                  finalizers: [milvusops.io/partition]
                  annotations: {milvusops.io/create-intent: "%2$s"}
                spec: {collection: book, partition: novel%3$s}
                """.formatted(uid, Records.intentText(uid, INTENT), spec));
    }

    private static MilvusConnection paused() {
        MilvusConnection connection = Bench.connection("");
        connection.getMetadata().setAnnotations(Map.of("milvusops.io/paused", "true"));
        return connection;
    }

    /** The watch shows the resource, and then the collection is listed. */
    private void come(MilvusPartition resource, Map<String, Entry> partitions) {
        bench.show(resource);
        bench.sights.seen(resource);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, partitions));
    }

    private Sight seen(MilvusPartition resource, Map<String, Entry> partitions) {
        come(resource, partitions);
        bench.milvus.partitions.putAll(partitions);
        return bench.view.look(resource, KindState.SERVED);
    }

    /** What becomes of the drop when that happens while it waits at the head of its lane. */
    private Outcome drop(Runnable meanwhile) {
        bench.flights.armed("uid", "5");
        Sight sight = seen(leaving("uid", "5"), NOVEL);
        bench.milvus.meanwhile.put("list", meanwhile);
        bench.laneSteps.drop(sight, (Step.Drop) sight.plan().step());
        return bench.outcome("uid");
    }

    private Outcome create(Runnable meanwhile) {
        bench.flights.armed("uid", "5", INTENT);
        Sight sight = seen(wanting("uid", ""), Map.of());
        assertThat(sight.plan().step()).isEqualTo(new Step.Create());
        bench.milvus.meanwhile.put("list", meanwhile);
        bench.laneSteps.create(sight);
        return bench.outcome("uid");
    }

    @Test
    void shouldSendADropThatIsOrderedStill() {
        assertThat(drop(() -> {})).isInstanceOf(Outcome.Answered.class);
    }

    /** What a try before counted says nothing of what this one drops. */
    @Test
    void shouldForgetTheRowsThatAnEarlierTryCounted() {
        bench.counts.counted("uid", 500);

        drop(() -> {});

        assertThat(bench.counts.rows("uid")).isEmpty();
    }

    @Test
    void shouldSendNoDropWhoseRecordIsOld() {
        bench.flights.armed("uid", "5");
        Sight sight = seen(leaving("uid", "5"), NOVEL);
        bench.leap(Flights.ARMED_FOR);

        bench.laneSteps.drop(sight, (Step.Drop) sight.plan().step());

        assertThat(bench.outcome("uid")).isEqualTo(NOT_DROPPED);
    }

    private Outcome dropWhileRowsAreAskedFor(Duration time) {
        bench.flights.armed("uid", "5");
        Sight sight = seen(leaving("uid", "5"), NOVEL);
        bench.milvus.meanwhile.put("rows", () -> bench.leap(time));
        bench.laneSteps.drop(sight, (Step.Drop) sight.plan().step());
        return bench.outcome("uid");
    }

    /** A slow server would be asked in a circle. */
    @Test
    void shouldSendADropWhoseRecordHasGrownOldDuringItsOwnCalls() {
        assertThat(dropWhileRowsAreAskedFor(Duration.ofSeconds(21))).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void shouldSendNoDropWhoseOwnCallsTookLongerThanTheirDeadlines() {
        assertThat(dropWhileRowsAreAskedFor(Duration.ofSeconds(57))).isEqualTo(NOT_DROPPED);
    }

    @Test
    void shouldCreateNothingForAResourceThatIsNotUnderstoodAnyMore() {
        assertThat(create(() -> bench.show(wanting("uid", ", ensure: quarantined"))))
                .isEqualTo(NOT_CREATED);
    }

    @Test
    void shouldCreateNothingForAResourceWhoseSpecHasAnotherShape() {
        assertThat(create(() -> bench.show(wanting("uid", ", ensure: {a: b}")))).isEqualTo(NOT_CREATED);
    }

    @Test
    void shouldSendNoDropOfAResourceThatHasAnotherVersion() {
        assertThat(drop(() -> bench.show(leaving("uid", "6")))).isEqualTo(NOT_DROPPED);
    }

    @Test
    void shouldSendNoDropOfAResourceThatHasAnotherVersionOfWhichNobodyWasTold() {
        assertThat(drop(() -> bench.keep(leaving("uid", "6")))).isEqualTo(NOT_DROPPED);
    }

    /** What is older than the record may be claimed by now, and the claim not be known. */
    @Test
    void shouldSendNoDropWhenTheWatchHasToldOfAnEarlierVersionOnly() {
        assertThat(drop(() -> bench.watch.told(leaving("uid", "4")))).isEqualTo(NOT_DROPPED);
    }

    /** An earlier process may have had another timeout, and has nothing to do with the calls of this one. */
    @Test
    void shouldProlongARecordByTheCallsThatAreMadeNow() {
        MilvusConnection edited = Bench.connection("");
        edited.getMetadata().setGeneration(2L);
        bench.show(edited);

        assertThat(dropWhileRowsAreAskedFor(Duration.ofSeconds(57))).isEqualTo(NOT_DROPPED);
    }

    @Test
    void shouldSendADropOfAResourceWhoseStatusWeWroteMeanwhile() {
        assertThat(drop(() -> {
                    bench.flights.rewritten("uid", "5", "6");
                    bench.show(leaving("uid", "6"));
                }))
                .isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void shouldSendNoDropOnTheOrderOfANamesake() {
        assertThat(drop(() -> come(leaving("another", "5"), NOVEL))).isEqualTo(NOT_DROPPED);
    }

    @Test
    void shouldSendNoDropOfAResourceThatIsGone() {
        assertThat(drop(() -> bench.hide(leaving("uid", "5")))).isEqualTo(NOT_DROPPED);
    }

    @Test
    void shouldSendNoDropThatIsNotDecidedAnyMore() {
        assertThat(drop(() -> bench.show(paused()))).isEqualTo(NOT_DROPPED);
    }

    /** Under the old name there may be another collection by now. */
    @Test
    void shouldSendNoDropWhereItIsDecidedElsewhereNow() {
        assertThat(drop(() -> {
                    bench.board()
                            .post(Bench.BOOK, new Observation.NoSuchName(bench.nanos(), Observation.Word.REPEATED));
                    bench.board().moved(Bench.BOOK, 100, RENAMED);
                    bench.board().post(RENAMED, bench.listed(RENAMED, NOVEL));
                }))
                .isEqualTo(NOT_DROPPED);
    }

    @Test
    void shouldSendACreationThatIsWantedStill() {
        assertThat(create(() -> {})).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void shouldSendNoCreationThatIsNotWantedAnyMore() {
        assertThat(create(() -> bench.show(wanting("uid", ", ensure: absent")))).isEqualTo(NOT_CREATED);
    }

    @Test
    void shouldSendNoCreationOnTheWishOfANamesake() {
        assertThat(create(() -> come(wanting("another", ""), Map.of()))).isEqualTo(NOT_CREATED);
    }

    @Test
    void shouldSendNoCreationForAResourceThatIsGone() {
        assertThat(create(() -> bench.hide(wanting("uid", "")))).isEqualTo(NOT_CREATED);
    }

    private List<Reason> saidAt(String call) {
        List<Reason> said = new CopyOnWriteArrayList<>();
        bench.flights.armed("uid", "5");
        Sight sight = seen(leaving("uid", "5"), NOVEL);
        bench.milvus.meanwhile.put(
                call,
                () -> said.add(bench.view
                        .look(leaving("uid", "5"), KindState.SERVED)
                        .plan()
                        .reason()));
        bench.laneSteps.drop(sight, (Step.Drop) sight.plan().step());
        bench.outcome("uid");
        return said;
    }

    /** What is asked before the drop is no drop. */
    @Test
    void shouldNotCallTheOutcomeUnknownOfADropThatWasNotSent() {
        assertThat(saidAt("rows")).containsExactly(Reason.DROPPING);
    }

    @Test
    void shouldCallTheOutcomeUnknownOfADropThatIsBeingSent() {
        assertThat(saidAt("drop")).containsExactly(Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void shouldCallTheOutcomeUnknownOfACreationThatIsBeingSent() {
        List<Reason> said = new CopyOnWriteArrayList<>();
        bench.milvus.meanwhile.put(
                "create",
                () -> said.add(bench.view
                        .look(wanting("uid", ""), KindState.SERVED)
                        .plan()
                        .reason()));

        create(() -> {});

        assertThat(said).containsExactly(Reason.OUTCOME_UNKNOWN);
    }

    /** The write that says that it waits would take turns with the one that says what it was refused for. */
    @Test
    void shouldSayWhatTheServerSaidOfADropThatWaitsToBeRepeated() {
        bench.holds.ended("uid", new Outcome.Refused(Reason.QUOTA_EXCEEDED, "full"));
        bench.flights.sent("uid", "5");
        Sight sight = seen(leaving("uid", "5"), NOVEL);

        bench.laneSteps.ask(sight);

        assertThat(bench.apiServer.reasons()).contains("QuotaExceeded");
    }

    /** An absence that is on record, of a resource whose status says this of it. */
    private static MilvusPartition absent(String reason, String message) {
        return Bench.novel(
                "",
                "ensure: absent",
                "conditions: [{type: Ready, status: \"True\", reason: %s, message: %s, lastTransitionTime: then}]"
                        .formatted(reason, message),
                "drop: {ownerUID: uid, generation: 1, outcome: NothingToDrop, requestedAt: \"2026-01-01T00:00:00Z\"}");
    }

    private String toldBeforeAnAnswer(MilvusPartition resource) {
        bench.show(resource);
        Sight sight = bench.view.look(resource, KindState.SERVED);
        assertThat(sight.plan().step()).isEqualTo(new Step.Look());
        bench.laneSteps.ask(sight);
        return Conditions.ready(StatusCopies.with(resource, bench.apiServer.statuses.get(0)))
                .orElseThrow()
                .message();
    }

    /** After a start, too: what was seen before is not forgotten, and two writes are saved. */
    @Test
    void shouldKeepTheWordsOfAFinishedAbsenceWhileNothingIsSeen() {
        assertThat(toldBeforeAnAnswer(absent("Absent", "no such collection"))).isEqualTo("no such collection");
    }

    @Test
    void shouldNotKeepTheWordsOfAnotherReason() {
        assertThat(toldBeforeAnAnswer(absent("Paused", "paused"))).isEqualTo("there is no such partition");
    }

    /** For a moment everybody would take it for gone. */
    @Test
    void shouldNotTakeBackThatAPartitionReappearedBeforeAnythingIsSeen() {
        MilvusPartition reappeared = Bench.novel(
                "",
                "ensure: absent",
                "observedGeneration: 1",
                "conditions: [{type: Ready, status: \"False\", reason: Reappeared, message: there,"
                        + " lastTransitionTime: then, observedGeneration: 1}]",
                "drop: {ownerUID: uid, generation: 1, outcome: NothingToDrop, requestedAt: \"2026-01-01T00:00:00Z\"}");
        bench.show(reappeared);

        bench.laneSteps.ask(bench.view.look(reappeared, KindState.SERVED));

        assertThat(bench.apiServer.statuses).isEmpty();
    }

    /** Another one is served, and was before the start. */
    @Test
    void shouldNotSayOfAnAbsenceThatAnotherOneTakesOverAgainBeforeAnythingIsSeen() {
        MilvusPartition claimed = Bench.novel(
                "",
                "ensure: absent",
                "observedGeneration: 1",
                "conditions: [{type: Ready, status: \"False\", reason: ClaimedByOther, message: wanted,"
                        + " lastTransitionTime: then, observedGeneration: 1}]",
                Bench.BOUND);
        Sight sight = Sights.of(claimed, Sights.BOUND, Reason.HANDING_OVER);
        Plan unseen = new Plan(Reason.HANDING_OVER, "taken over", Sights.BOUND, new Step.Look(), Optional.empty());

        bench.laneSteps.ask(new Sight(claimed, sight.reach(), sight.wish(), sight.memory(), unseen));

        assertThat(bench.apiServer.statuses).isEmpty();
    }
}
