package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.endsWith;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.startsWith;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.milvusops.api.MilvusPartition;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Binding.Origin;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Plan.Notice;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is an ordinary event, and what is a warning. */
class NewsTest {

    private final Announcer announcer = mock();
    private final OperatorMetrics metrics = new OperatorMetrics();
    private final News news = new News(announcer, metrics, new Counts());

    @AfterEach
    void close() {
        metrics.close();
    }

    private void tell(Notice notice) {
        Sight absent = Sights.absent(Reason.ABSENT);
        Plan plan = new Plan(Reason.ABSENT, "because", absent.memory(), new Step.Remember(), Optional.of(notice));
        news.tell(new Sight(absent.resource(), absent.reach(), absent.wish(), absent.memory(), plan), plan);
    }

    /** A pipeline that misspells a collection is not red for it: Ready is True. */
    @Test
    void shouldWarnOfAnAbsenceWithoutACollection() {
        tell(Notice.NO_COLLECTION);

        verify(announcer).warning(any(), eq("NothingToDrop"), eq("because"));
    }

    @Test
    void shouldWarnOfWhatStaysAtAServerThatIsNotAskedAnyMore() {
        tell(Notice.LEFT_BEHIND);

        verify(announcer).warning(any(), eq("PartitionLeftBehind"), startsWith("because"));
    }

    static Stream<Arguments> countsOfRows() {
        return Stream.of(
                arguments("dropGuard: {maxRows: 600}", ", 500 rows as counted for spec.dropGuard.maxRows"),
                arguments("", ", 500 rows by the server's statistics, which lack what was not flushed"));
    }

    /** A live resource that is claimed by another one, and what its status says of that. */
    private static Sight claimed(Reason said, Reason.Progress progress) {
        Sight sight = Sights.saying(Reason.CLAIMED_BY_OTHER);
        Plan before = new Plan(said, "because", Memory.NONE, new Step.Rest(), Optional.empty());
        Patience.Verdict verdict =
                new Patience.Verdict(progress, Patience.Outlook.LASTING, Optional.empty(), Optional.empty());
        sight.resource()
                .setStatus(Statuses.compose(
                        sight,
                        before,
                        verdict,
                        new Particulars(OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        Instant.EPOCH));
        return sight;
    }

    private void tellTransition(Sight sight, Reason.Progress progress) {
        news.tellTransition(
                sight,
                sight.plan(),
                new Patience.Verdict(progress, Patience.Outlook.LASTING, Optional.empty(), Optional.empty()));
    }

    /** It was said that it goes on by itself, and for the same reason it does not any more. */
    @Test
    void shouldWarnWhenWhatWasSaidToGoOnDoesNot() {
        tellTransition(claimed(Reason.CLAIMED_BY_OTHER, Reason.Progress.RECONCILING), Reason.Progress.STALLED);

        verify(announcer).warning(any(), eq("ClaimedByOther"), eq("because"));
    }

    static Stream<Arguments> notWarnedOf() {
        return Stream.of(
                arguments(Reason.CLAIMED_BY_OTHER, Reason.Progress.STALLED, Reason.Progress.STALLED),
                arguments(Reason.OBSERVING, Reason.Progress.RECONCILING, Reason.Progress.RECONCILING));
    }

    @ParameterizedTest
    @MethodSource("notWarnedOf")
    void shouldNotWarnAgainNorOfWhatGoesOn(Reason said, Reason.Progress before, Reason.Progress now) {
        tellTransition(claimed(said, before), now);

        verify(announcer, never()).warning(any(), anyString(), anyString());
    }

    /** It is the last that is ever said of them. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("countsOfRows")
    void shouldSayHowTheRowsWereCountedThatWereDropped(String spec, String told) {
        Bench bench = new Bench();
        bench.counts.counted("uid", 500);
        Sight sight = bench.view.look(Bench.novel(Bench.DELETED, spec, Bench.BOUND), KindState.SERVED);
        Plan plan =
                new Plan(Reason.DROPPED, "dropped", sight.memory(), new Step.Remember(), Optional.of(Notice.DROPPED));

        bench.news.tell(new Sight(sight.resource(), sight.reach(), sight.wish(), sight.memory(), plan), plan);

        Awaitility.await()
                .untilAsserted(() -> assertThat(bench.apiServer.events.told())
                        .singleElement()
                        .asString()
                        .endsWith(told));
        bench.close();
    }

    static Stream<Arguments> outcomes() {
        return Stream.of(
                arguments(Notice.DROPPED, "Dropped"),
                arguments(Notice.FOUND_DROPPED, "Dropped"),
                arguments(Notice.ALREADY_GONE, "Absent"),
                arguments(Notice.NO_COLLECTION, "Absent"),
                arguments(Notice.LEFT_BEHIND, "LeftBehind"));
    }

    /** Of what is left behind at a former server nobody may read that nothing was there. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("outcomes")
    void shouldCountAFinishedOrderByWhatBecameOfThePartition(Notice notice, String outcome) {
        tell(notice);

        assertThat(metrics.scrape()).contains("milvusops_drops_total{outcome=\"" + outcome + "\"} 1.0");
    }

    private static Memory renamed() {
        return new Memory(
                Optional.of(new Binding("http://old:19530", new Incarnation(100, 7), "volume", Origin.ADOPTED)),
                Optional.empty(),
                Optional.empty());
    }

    private static final String LEFT =
            "partition novel in default/volume at http://old:19530 (collection id 100, partition id 7)";

    /** The connection may be gone by then, or lead elsewhere. */
    @Test
    void shouldNameAPartitionThatIsKeptWhereItWasRecorded() {
        Sight kept = Sights.remembering(renamed());
        Plan plan = new Plan(Reason.ABANDONED, "because", renamed(), new Step.LetGo(), Optional.of(Notice.KEPT));
        news.tell(new Sight(kept.resource(), kept.reach(), kept.wish(), kept.memory(), plan), plan);

        verify(announcer).warning(any(), eq("PartitionKept"), eq("because: " + LEFT));
    }

    private static MilvusPartition vanished() {
        return ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                metadata: {name: book-novel, namespace: search, uid: one}
                spec: {collection: book, partition: novel}
                """, MilvusPartition.class);
    }

    /** Nobody else can drop it by ids alone. */
    @Test
    void shouldNameThePartitionOfAResourceThatVanished() {
        news.orphaned(vanished(), renamed());
        news.retained(vanished(), renamed());

        verify(announcer).log(any(), eq("PartitionOrphaned"), endsWith("left alone: " + LEFT));
        verify(announcer).normal(any(), eq("PartitionKept"), endsWith("is kept: " + LEFT));
    }

    static Stream<Arguments> ordinary() {
        return Stream.of(
                arguments(Notice.ALREADY_GONE, "NothingToDrop"),
                arguments(Notice.DROPPED, "PartitionDropped"),
                arguments(Notice.ADOPTED, "PartitionAdopted"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ordinary")
    void shouldNotWarnOfWhatWasWished(Notice notice, String event) {
        tell(notice);

        verify(announcer).normal(any(), eq(event), anyString());
        verify(announcer, never()).warning(any(), anyString(), anyString());
    }
}
