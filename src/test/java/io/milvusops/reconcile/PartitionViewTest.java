package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Binding;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Intent;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Snapshot;
import io.milvusops.partition.Step;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartitionViewTest {

    private static final CollectionAddress RENAMED = new CollectionAddress(Sights.ENDPOINT, "default", "book_2025");
    private static final Map<String, Entry> NOVEL = Map.of("novel", new Entry(7, 1));

    /** A resource that is being deleted and owns the partition with the id 7 in the collection with the id 100. */
    private static final MilvusPartition LEAVING = Bench.novel(Bench.DELETED, "", Bench.BOUND, Bench.ATTEMPTED);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** Nothing holds what its drop would be recorded on, and whoever took the finalizer off has ordered that. */
    @Test
    void shouldDropNothingWhenOnlyAnotherFinalizerIsLeft() {
        MilvusPartition stripped = Bench.novel(Bench.DELETED, "", Bench.BOUND);
        stripped.getMetadata().setFinalizers(List.of("foregroundDeletion"));
        bench.sights.seen(stripped);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, NOVEL));

        assertThat(bench.view.look(stripped, KindState.SERVED).plan().step()).isInstanceOf(Step.LetGo.class);
    }

    /** The collection may have been made since. */
    @Test
    void shouldCallNothingAbsentOnAnAnswerFromBeforeItWasDeclaredSo() {
        bench.board().post(Bench.BOOK, new Observation.NoSuchName(bench.nanos(), Observation.Word.REPEATED));
        bench.leap(Duration.ofSeconds(1));
        MilvusPartition absent = Bench.novel("", "ensure: absent");

        assertThat(bench.view.look(absent, KindState.SERVED).plan().reason()).isEqualTo(Reason.OBSERVING);
    }

    @Test
    void shouldCallAbsentWhatTheServerHasNoCollectionForSinceItWasDeclaredSo() {
        MilvusPartition absent = Bench.novel("", "ensure: absent");
        bench.sights.seen(absent);
        bench.leap(Duration.ofSeconds(1));
        bench.board().post(Bench.BOOK, new Observation.NoSuchName(bench.nanos(), Observation.Word.REPEATED));

        assertThat(bench.view.look(absent, KindState.SERVED).plan().reason()).isEqualTo(Reason.ABSENT);
    }

    private void rename() {
        bench.sights.seen(LEAVING);
        bench.board().post(Bench.BOOK, new Observation.NoSuchName(bench.nanos(), Observation.Word.REPEATED));
        bench.board().moved(Bench.BOOK, 100, RENAMED);
        bench.board().post(RENAMED, bench.listed(RENAMED, NOVEL));
    }

    /** What is seen by whoever has just recorded the attempt. */
    private Sight seen() {
        bench.flights.armed("uid", "5");
        return bench.view.look(LEAVING, KindState.SERVED);
    }

    private Plan plan() {
        return seen().plan();
    }

    @Test
    void shouldFollowARenamedCollectionWhereThatIsAllowed() {
        bench.show(Bench.connection("allowedTargets: [{collection: \"book*\"}]"));
        rename();

        assertThat(plan().step()).isEqualTo(new Step.Drop(new Incarnation(100, 7), RENAMED));
    }

    @Test
    void shouldNotFollowARenamedCollectionWhereThatIsNotAllowed() {
        bench.show(Bench.connection("allowedTargets: [{collection: book}]"));
        rename();

        assertThat(plan().step()).isEqualTo(new Step.Rest());
    }

    @Test
    void shouldTellThatTheCollectionIsWhereItIsNotAllowed() {
        bench.show(Bench.connection("allowedTargets: [{collection: book}]"));
        rename();

        assertThat(plan().message())
                .isEqualTo("the collection is now where the MilvusConnection's spec.allowedTargets do not allow this"
                        + " partition; allow it there, or rename the collection back");
    }

    @Test
    void shouldTellWhatIsNotAllowedWhereTheCollectionWasNotRenamed() {
        bench.show(Bench.connection("allowedTargets: [{collection: poems}]"));
        bench.sights.seen(LEAVING);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, NOVEL));

        assertThat(plan().message()).startsWith("MilvusConnection search/default does not allow database default");
    }

    @Test
    void shouldAskTheLaneWhereTheCollectionIsNow() {
        rename();

        assertThat(bench.view.found(seen())).contains(RENAMED);
    }

    @Test
    void shouldAskNoOtherLaneWhereTheCollectionIsWhereItWas() {
        rename();
        bench.board().moved(RENAMED, 100, Bench.BOOK);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, NOVEL));

        assertThat(bench.view.found(seen())).isEmpty();
    }

    @Test
    void shouldTellWhichCollectionTheServerDidNotSayTheWhereaboutsOf() {
        bench.board().unlocated(Bench.BOOK, 100, new Observation.Unknown(Reason.SERVER_UNREACHABLE, "away"));

        assertThat(bench.view.unlocated(seen())).hasValue(100);
    }

    @Test
    void shouldLookForNoCollectionThatWasNotSought() {
        assertThat(bench.view.unlocated(seen())).isEmpty();
    }

    /** A live resource whose creation was intended at that address, and its deadline passed since. */
    private Sight intended(String endpoint) {
        return intended(endpoint, 50);
    }

    private static MilvusPartition intending(Intent intent, String spec) {
        return Bench.novel(
                "annotations: {milvusops.io/create-intent: \"" + Records.intentText("uid", intent) + "\"}", spec);
    }

    private Sight intended(String endpoint, long newest) {
        Intent intent = new Intent(endpoint, 100, 101, newest, OptionalLong.empty(), 1);
        MilvusPartition resource = intending(intent, "");
        bench.view.look(resource, KindState.SERVED);
        bench.leap(Duration.ofMinutes(2));
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, NOVEL));
        return bench.view.look(resource, KindState.SERVED);
    }

    /** What happened there is not told by what is seen here. */
    @Test
    void shouldNotSettleACreationAtAFormerAddressByWhatIsSeenAtTheNewOne() {
        assertThat(intended("http://former:19530").plan().reason()).isEqualTo(Reason.ENDPOINT_CHANGED);
    }

    @Test
    void shouldSettleACreationAtAFormerAddressWhenTheNewOneIsAccepted() {
        MilvusConnection accepted = Bench.connection("");
        accepted.getMetadata().setAnnotations(Map.of("milvusops.io/accept-endpoint", Sights.ENDPOINT));
        bench.show(accepted);

        assertThat(intended("http://former:19530").plan().step()).isEqualTo(new Step.Remember());
    }

    @Test
    void shouldSettleACreationAtTheAddressByWhatIsSeenThere() {
        assertThat(intended(Sights.ENDPOINT).plan().step()).isEqualTo(new Step.Remember());
    }

    /** It was there before: what appears later under the name is not ours either. */
    @Test
    void shouldGiveUpAnIntentThatTheListDisproves() {
        assertThat(intended(Sights.ENDPOINT).memory().openIntent()).isEmpty();
    }

    private static final Map<String, Entry> STRANGER = Map.of("novel", new Entry(8, 60));

    /** An absence of which a creation was intended, and its deadline passed since; the name is another collection's. */
    private MilvusPartition intendedBeforeTheRename() {
        Intent intent = new Intent(Sights.ENDPOINT, 100, 101, 50, OptionalLong.empty(), 1);
        MilvusPartition resource = intending(intent, "ensure: absent");
        bench.view.look(resource, KindState.SERVED);
        bench.leap(Duration.ofMinutes(2));
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, 200, STRANGER));
        return resource;
    }

    /** Where the collection is now there is a partition of the name with the id 7, created at that time. */
    private Sight seenThere(long createdAt) {
        MilvusPartition resource = intendedBeforeTheRename();
        bench.board().moved(Bench.BOOK, 100, RENAMED);
        bench.board().post(RENAMED, bench.listed(RENAMED, Map.of("novel", new Entry(7, createdAt))));
        return bench.view.look(resource, KindState.SERVED);
    }

    /** What came to nothing is on record still, and would have it look for its partition in the wrong place. */
    @Test
    void shouldDropWhatIsRecordedBesideAnIntentForAnotherCollection() {
        Intent intent = new Intent(Sights.ENDPOINT, 200, 201, 50, OptionalLong.of(7), 1);
        MilvusPartition leaving = Bench.novel(
                Bench.DELETED + "\n  annotations: {milvusops.io/create-intent: \"" + Records.intentText("uid", intent)
                        + "\"}",
                "",
                Bench.BOUND,
                Bench.ATTEMPTED);
        bench.sights.seen(leaving);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, 200, STRANGER));
        bench.board().moved(Bench.BOOK, 100, RENAMED);
        bench.board().post(RENAMED, bench.listed(RENAMED, NOVEL));
        bench.flights.armed("uid", "5");

        assertThat(bench.view.look(leaving, KindState.SERVED).plan().step())
                .isEqualTo(new Step.Drop(new Incarnation(100, 7), RENAMED));
    }

    @Test
    void shouldSettleNoCreationByWhatIsSeenOfAnotherCollectionOfTheName() {
        MilvusPartition resource = intendedBeforeTheRename();

        assertThat(bench.view.look(resource, KindState.SERVED).plan().step()).isEqualTo(new Step.Locate(100));
    }

    @Test
    void shouldSettleACreationByWhatIsSeenWhereItsCollectionIsNow() {
        Sight sight = seenThere(60);

        assertThat(sight.plan().memory().binding()).map(Binding::incarnation).contains(new Incarnation(100, 7));
    }

    /** It is not ours, and nobody ordered anything about it. */
    @Test
    void shouldBindNothingThatWasThereBeforeWhereACreationWasOnlySought() {
        Sight sight = seenThere(40);

        assertThat(sight.plan().memory().binding()).map(Binding::incarnation).contains(new Incarnation(200, 8));
    }

    /** It wants its partition in the collection that it names. */
    @Test
    void shouldFollowForNobodyWhoWantsItsPartition() {
        MilvusPartition live = Bench.partition("""
                metadata: {name: book-novel, namespace: search, uid: uid, resourceVersion: "5", generation: 1}
                spec: {collection: book, partition: novel}
                status:
                  binding:
                    ownerUID: uid
                    endpoint: "http://milvus:19530"
                    collectionID: "100"
                    partitionID: "7"
                    collectionName: book
                """);
        rename();

        assertThat(bench.view.found(bench.view.look(live, KindState.UNASKED))).isEmpty();
    }

    @Test
    void shouldTakeForItsOwnWhatTheIntentExplains() {
        assertThat(intended(Sights.ENDPOINT, 0).plan().memory().binding())
                .map(Binding::origin)
                .contains(Binding.Origin.CREATED);
    }

    /** Whoever wipes a status takes away the record, too, and nothing else tells where to ask what the call did. */
    @Test
    void shouldSettleByTheNameACallWhoseRecordIsLost() {
        MilvusPartition wiped = Bench.novel("", "");
        bench.sights.seen(wiped);
        bench.flights.armed("uid", "4");
        bench.flights.sent("uid", "4");
        bench.flights.finished("uid", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "no answer", bench.nanos()));

        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, NOVEL));

        assertThat(bench.view.look(wiped, KindState.SERVED).plan().step()).isEqualTo(new Step.Remember());
    }

    private static String annotated(Intent intent) {
        return "annotations: {milvusops.io/create-intent: \"" + Records.intentText("uid", intent) + "\"}";
    }

    /** The name led to another collection by then: its answer says nothing of what the call did. */
    @Test
    void shouldNotGiveUpACreationForWhatItsCollectionLackedBeforeTheCall() {
        Intent intent = new Intent(Sights.ENDPOINT, 100, 101, 50, OptionalLong.empty(), 1);
        MilvusPartition live = Bench.novel(annotated(intent), "");
        bench.sights.seen(live);
        Snapshot before = bench.listed(RENAMED, Map.of()).snapshot().beside(Set.of("novel"), Map.of());
        bench.flights.armed("uid", "5", intent);
        bench.flights.sent("uid", "5");
        bench.flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), bench.nanos()));
        bench.board().moved(Bench.BOOK, 100, RENAMED);
        bench.board().post(RENAMED, new Observation.Listed(before));

        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, 200, STRANGER));

        assertThat(bench.view.look(live, KindState.SERVED).memory().openIntent())
                .contains(intent);
    }

    /** Its creation anew in the collection with the id 200 was refused, and the recorded collection is gone. */
    private MilvusPartition leavingWithAVoidIntent() {
        Intent refused = new Intent(Sights.ENDPOINT, 200, 201, 50, OptionalLong.of(7), 1);
        MilvusPartition leaving = Bench.novel(Bench.DELETED + "\n  " + annotated(refused), "", Bench.BOUND);
        bench.sights.seen(leaving);
        bench.flights.armed("uid", "5", refused);
        bench.flights.sent("uid", "5");
        bench.flights.finished("uid", new Outcome.Refused(Reason.QUOTA_EXCEEDED, "full"));
        return leaving;
    }

    /** Else it would ask for its collection by the id for ever, whatever the answer. */
    @Test
    void shouldLearnThatItsCollectionIsGoneThoughAVoidIntentIsForTheOneThatHasTheName() {
        MilvusPartition leaving = leavingWithAVoidIntent();
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, 200, Map.of()));

        bench.board().post(Bench.BOOK, new Observation.CollectionGone(100));

        assertThat(bench.view.look(leaving, KindState.SERVED).plan().reason()).isEqualTo(Reason.ABSENT);
    }

    /** The same where that one was found under another name. */
    @Test
    void shouldLearnThatItsCollectionIsGoneThoughAVoidIntentIsForOneThatWasFoundElsewhere() {
        MilvusPartition leaving = leavingWithAVoidIntent();
        bench.board().moved(Bench.BOOK, 200, RENAMED);
        bench.board().post(RENAMED, bench.listed(RENAMED, 200, Map.of()));
        bench.board().post(Bench.BOOK, new Observation.NoSuchName(bench.nanos(), Observation.Word.REPEATED));

        bench.board().post(Bench.BOOK, new Observation.CollectionGone(100));

        assertThat(bench.view.look(leaving, KindState.SERVED).plan().reason()).isEqualTo(Reason.ABSENT);
    }
}
