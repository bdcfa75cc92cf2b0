package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Intent;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a resource is held and when it is let go. The partition is there, with the id 7. */
class CustodyTest {

    private static final String BOUND = """
            status:
              binding:
                ownerUID: uid
                endpoint: "http://milvus:19530"
                collectionID: "100"
                partitionID: "7"
                collectionName: book
            """;
    private static final String HELD = "finalizers: [milvusops.io/partition]";
    private static final String INTENT =
            Records.intentText("uid", new Intent(Sights.ENDPOINT, 100, 101, 50, OptionalLong.empty(), 1));
    private static final String LEAVING = HELD + "\n  deletionTimestamp: \"2026-01-01T00:00:00Z\"";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static MilvusPartition resource(String metadata, String spec, String status) {
        return Bench.partition("""
                metadata:
                  name: book-novel
                  namespace: search
                  uid: uid
                  resourceVersion: "5"
                  generation: 1
                  creationTimestamp: "2026-01-02T00:00:00Z"
                  %s
                spec: {collection: book, partition: novel%s}
                %s
                """.formatted(metadata, spec, status));
    }

    private Sight seen(MilvusPartition resource) {
        bench.sights.seen(resource);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, Map.of("novel", new Entry(7, 1))));
        return bench.view.look(resource, KindState.SERVED);
    }

    private Sight bound(String metadata, String spec) {
        return seen(resource(metadata, spec, BOUND));
    }

    /** Whoever keeps its partition, gave it up or has none has nothing that its deletion could drop. */
    @ParameterizedTest
    @CsvSource({
        "'', true",
        "', deletionPolicy: Delete', true",
        "', deletionPolicy: Retain', false",
        "', deletionPolicy: Retain, ensure: absent', true",
    })
    void shouldMissWhatMayHaveToBeDropped(String spec, boolean missing) {
        assertThat(bench.custody.missing(bound("", spec))).isEqualTo(missing);
    }

    @Test
    void shouldMissNothingThatIsHeld() {
        assertThat(bench.custody.missing(bound(HELD, ""))).isFalse();
    }

    @Test
    void shouldMissNothingOfAResourceThatIsBeingDeleted() {
        assertThat(bench.custody.missing(bound("deletionTimestamp: \"2026-01-01T00:00:00Z\"", "")))
                .isFalse();
    }

    @Test
    void shouldMissNothingOfWhoHasNothing() {
        assertThat(bench.custody.missing(bench.view.look(resource("", "", ""), KindState.SERVED)))
                .isFalse();
    }

    /** The resource, and another one that is older and wants the partition, too. */
    private MilvusPartition besideAnother(MilvusPartition resource, String status) {
        Enrolment enrolment = bench.enrolment();
        enrolment.begin();
        MilvusPartition other = Bench.partition("""
                metadata: {name: owner, namespace: search, uid: owner, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {collection: book, partition: novel}
                """ + status.replace("ownerUID: uid", "ownerUID: owner"));
        List.of(other, resource).forEach(bench::show);
        List.of(other, resource).forEach(enrolment::noticed);
        return resource;
    }

    @Test
    void shouldMissNothingThatAnotherOneOwns() {
        MilvusPartition second = besideAnother(resource("", "", BOUND), BOUND);

        assertThat(bench.custody.missing(seen(second))).isFalse();
    }

    /** Its deletion would drop nothing. */
    @Test
    void shouldNotNeedToHoldWhoHasNothingOfWhatAnotherOneOwns() {
        MilvusPartition second = besideAnother(resource(HELD, "", BOUND), BOUND);

        assertThat(bench.custody.needless(seen(second))).isTrue();
    }

    /** It was let go when the other one was served, and would be held and let go again with each answer. */
    @Test
    void shouldNotHoldAgainForAnotherOneThatIsNotSeenNow() {
        MilvusPartition absent = besideAnother(resource("", ", ensure: absent", BOUND), "");

        assertThat(bench.custody.missing(unanswered(absent))).isFalse();
    }

    /** The other one may give it up before it has it. */
    @Test
    void shouldHoldWhoWaitsForAnotherOneToTakeThePartitionOver() {
        MilvusPartition absent = besideAnother(resource("", ", ensure: absent", BOUND), "");

        assertThat(bench.custody.missing(seen(absent))).isTrue();
    }

    /** Its deletion may come before the server is back. */
    @Test
    void shouldHoldWhatMayHaveToBeDroppedWithoutAnAnswer() {
        assertThat(bench.custody.missing(unanswered(resource("", "", BOUND)))).isTrue();
    }

    @Test
    void shouldMissTheIntentThatSomebodyTookOffDuringTheCall() {
        bench.flights.armed("uid", "5", Records.annotatedIntent(annotated()).orElseThrow());
        bench.flights.sent("uid", "5");

        assertThat(bench.custody.missing(seen(resource(HELD, "", "")))).isTrue();
    }

    @Test
    void shouldMissNoIntentThatIsOnRecord() {
        bench.flights.armed("uid", "5", Records.annotatedIntent(annotated()).orElseThrow());
        bench.flights.sent("uid", "5");

        assertThat(bench.custody.missing(seen(annotated()))).isFalse();
    }

    private static MilvusPartition annotated() {
        return resource(HELD + "\n  annotations: {milvusops.io/create-intent: \"" + INTENT + "\"}", "", "");
    }

    /** The policy that a resource has from its connection may be Retain. */
    @ParameterizedTest
    @CsvSource({"'', false", "', deletionPolicy: Delete', true", "', ensure: absent', true"})
    void shouldHoldNobodyWhosePolicyIsNotKnown(String spec, boolean missing) {
        Sight sight = bound("", spec);
        bench.hide(Bench.connection(""));

        assertThat(bench.custody.missing(sight)).isEqualTo(missing);
    }

    @ParameterizedTest
    @CsvSource({"'', false", "', deletionPolicy: Retain', true", "', deletionPolicy: Retain, ensure: absent', false"})
    void shouldNotNeedToHoldWhatIsKept(String spec, boolean needless) {
        assertThat(bench.custody.needless(bound(HELD, spec))).isEqualTo(needless);
    }

    @Test
    void shouldLetNobodyGoWhoIsNotHeld() {
        assertThat(bench.custody.needless(bound("", ", deletionPolicy: Retain")))
                .isFalse();
    }

    @Test
    void shouldLetNobodyGoBeforeWhatIsToBeRecorded() {
        assertThat(bench.custody.needless(seen(resource(HELD, ", deletionPolicy: Retain", ""))))
                .isFalse();
    }

    private Sight unanswered(MilvusPartition resource) {
        bench.sights.seen(resource);
        return bench.view.look(resource, KindState.SERVED);
    }

    /** The server may show in the next moment what its deletion would have to drop. */
    @ParameterizedTest
    @CsvSource({"'', false", "', deletionPolicy: Retain', true", "', deletionPolicy: Retain, ensure: absent', false"})
    void shouldLetWhoHasNothingGoWithoutAnAnswerOnlyWhereItKeepsWhatItGets(String spec, boolean needless) {
        assertThat(bench.custody.needless(unanswered(resource(HELD, spec, "")))).isEqualTo(needless);
    }

    /** It is not known whether anything is there. */
    @Test
    void shouldLetNobodyGoWhoHasNothingAndNoWayToTheServer() {
        bench.show(Bench.connection("allowedTargets: [{collection: poems}]"));

        assertThat(bench.custody.needless(unanswered(resource(HELD, "", "")))).isFalse();
    }

    /** Nobody else takes its finalizer off when the server never comes back. */
    @ParameterizedTest
    @CsvSource({"'', false", "', deletionPolicy: Retain', true", "', deletionPolicy: Retain, ensure: absent', false"})
    void shouldLetWhoKeepsItsPartitionGoWithoutAWayToTheServer(String spec, boolean needless) {
        bench.show(Bench.connection("allowedTargets: [{collection: poems}]"));

        assertThat(bench.custody.needless(bound(HELD, spec))).isEqualTo(needless);
    }

    @Test
    void shouldLetWhoKeepsItsPartitionGoWhileTheServerIsAway() {
        MilvusPartition resource = resource(HELD, ", deletionPolicy: Retain", BOUND);
        bench.sights.seen(resource);

        assertThat(bench.custody.needless(bench.view.look(resource, KindState.SERVED)))
                .isTrue();
    }

    /** What it did is to be settled first. */
    @Test
    void shouldLetNobodyGoWhoseDropWasAttempted() {
        MilvusPartition resource = resource(HELD, ", deletionPolicy: Retain", BOUND + "  " + Bench.ATTEMPTED);
        bench.sights.seen(resource);

        assertThat(bench.custody.needless(bench.view.look(resource, KindState.SERVED)))
                .isFalse();
    }

    @Test
    void shouldLetNobodyGoWhoseCreationMayBeCarriedOut() {
        String annotated = HELD + "\n  annotations: {milvusops.io/create-intent: \"" + INTENT + "\"}";
        MilvusPartition resource = resource(annotated, ", deletionPolicy: Retain", "");
        bench.sights.seen(resource);

        assertThat(bench.custody.needless(bench.view.look(resource, KindState.SERVED)))
                .isFalse();
    }

    /** It is let go by the end of its own order. */
    @Test
    void shouldLetNobodyGoHereWhoIsBeingDeleted() {
        assertThat(bench.custody.needless(bound(LEAVING, ", deletionPolicy: Retain")))
                .isFalse();
    }

    /** The uids of what was written to, in that order. */
    private List<String> held() {
        return bench.apiServer.patches.stream()
                .map(patch -> patch.path(0).path("value").asText())
                .toList();
    }

    /** The way to the server outlives every drop. */
    @Test
    void shouldHoldTheConnectionBeforeItsFirstPartition() {
        bench.custody.take(bound("", ""), Map.of());

        assertThat(held()).containsExactly("connection", "uid");
    }

    @Test
    void shouldHoldNoConnectionTwice() {
        MilvusConnection used = Bench.connection("");
        used.getMetadata().setFinalizers(List.of("milvusops.io/in-use"));
        bench.show(used);

        bench.custody.take(bound("", ""), Map.of());

        assertThat(held()).containsExactly("uid");
    }

    /** Its drop waits visibly instead of being lost. */
    @Test
    void shouldHoldAPartitionWhoseConnectionTakesNoFinalizerAnyMore() {
        MilvusConnection leaving = Bench.connection("");
        leaving.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
        bench.show(leaving);

        bench.custody.take(bound("", ""), Map.of());

        assertThat(held()).containsExactly("uid");
    }

    @Test
    void shouldHoldNoPartitionBeforeItsConnection() {
        bench.apiServer.refuse(new KubernetesClientException("changed", 409, null));

        bench.custody.take(bound("", ""), Map.of());

        assertThat(held()).containsExactly("connection");
    }

    @Test
    void shouldNeedNoConnectionForWhomItLetGo() {
        bench.custody.take(bound("", ""), Map.of());

        bench.custody.spare(bound(HELD, ", deletionPolicy: Retain"));

        assertThat(bench.inUse.expected(Bench.DEFAULT)).isEmpty();
    }

    @Test
    void shouldKnowWhomItLetGo() {
        bench.custody.release(bound(LEAVING, ""), () -> {});

        assertThat(bench.custody.released("uid")).isTrue();
    }

    @Test
    void shouldTellWhatBecomesOfThePartitionWhenTheResourceIsLetGo() {
        List<String> told = new ArrayList<>();

        bench.custody.release(bound(LEAVING, ""), () -> told.add("kept"));
        bench.custody.released("uid");

        assertThat(told).containsExactly("kept");
    }

    @Test
    void shouldTellItOnceWhereTheResourceIsSeenToBeGoneBeforeTheAnswer() {
        List<String> told = new ArrayList<>();
        bench.apiServer.meanwhile = () -> bench.custody.released("uid");

        bench.custody.release(bound(LEAVING, ""), () -> told.add("kept"));

        assertThat(told).containsExactly("kept");
    }

    /** Nobody else tells it then. */
    @Test
    void shouldTellItWhenTheResourceIsSeenToBeGoneThoughTheAnswerWasLost() {
        List<String> told = new ArrayList<>();
        Sight leaving = bound(LEAVING, "");
        bench.apiServer.refuse(new KubernetesClientException("no answer"));
        assertThatExceptionOfType(RefusedWriteException.class)
                .isThrownBy(() -> bench.custody.release(leaving, () -> told.add("kept")));

        assertThat(bench.custody.released("uid")).isTrue();

        assertThat(told).containsExactly("kept");
    }

    @Test
    void shouldTellNothingOfAReleaseThatWasRefused() {
        List<String> told = new ArrayList<>();
        Sight leaving = bound(LEAVING, "");
        bench.apiServer.refuse(new KubernetesClientException("by policy", 403, null));
        assertThatExceptionOfType(RefusedWriteException.class)
                .isThrownBy(() -> bench.custody.release(leaving, () -> told.add("kept")));

        bench.custody.released("uid");

        assertThat(told).isEmpty();
    }

    @Test
    void shouldTellOnceWhomItLetGo() {
        bench.custody.release(bound(LEAVING, ""), () -> {});
        bench.custody.released("uid");

        assertThat(bench.custody.released("uid")).isFalse();
    }

    @Test
    void shouldNotTakeAResourceForLetGoThatChangedMeanwhile() {
        bench.apiServer.refuse(new KubernetesClientException("changed", 409, null));

        bench.custody.release(bound(LEAVING, ""), () -> {});

        assertThat(bench.custody.released("uid")).isFalse();
    }

    /** Somebody else may take the finalizer off then, and that is to be told. */
    @Test
    void shouldNotTakeAResourceForLetGoWhoseReleaseWasRefused() {
        bench.apiServer.refuse(new KubernetesClientException("by policy", 403, null));
        Sight leaving = bound(LEAVING, "");

        assertThatExceptionOfType(RefusedWriteException.class)
                .isThrownBy(() -> bench.custody.release(leaving, () -> {}));

        assertThat(bench.custody.released("uid")).isFalse();
    }

    /** It lives on, and its end may be another one. */
    @Test
    void shouldNotTakeALiveResourceForLetGo() {
        bench.custody.spare(bound(HELD, ", deletionPolicy: Retain"));

        assertThat(bench.custody.released("uid")).isFalse();
    }

    @Test
    void shouldFindAnIntentMisleadingThatNothingCameOf() {
        bench.flights.sent("uid", "4");
        bench.flights.finished("uid", new Outcome.Refused(Reason.QUOTA_EXCEEDED, "full"));

        assertThat(bench.custody.misleading(seen(annotated()))).isTrue();
    }

    @Test
    void shouldNotFindAnIntentMisleadingThatMayBeCarriedOut() {
        assertThat(bench.custody.misleading(seen(annotated()))).isFalse();
    }

    /** It was carried out: what is bound since is what came of it. */
    @Test
    void shouldNotFindAnIntentMisleadingThatIsOverAnyway() {
        String annotated = HELD + "\n  annotations: {milvusops.io/create-intent: \"" + INTENT + "\"}";

        assertThat(bench.custody.misleading(bound(annotated, ""))).isFalse();
    }

    @Test
    void shouldGoOnWithTheVersionThatIsHeld() {
        assertThat(bench.custody.take(bound("", ""), Map.of())).isPresent();
    }

    @Test
    void shouldTellTheVersionThatIsLetGo() {
        assertThat(bench.custody.release(bound(LEAVING, ""), () -> {})).isPresent();
    }

    @Test
    void shouldGoOnWithTheVersionThatIsSpared() {
        assertThat(bench.custody.spare(bound(HELD, ", deletionPolicy: Retain"))).isPresent();
    }

    @Test
    void shouldGoOnWithTheVersionWithoutItsIntent() {
        assertThat(bench.custody.withdraw(seen(annotated()))).isPresent();
    }
}
