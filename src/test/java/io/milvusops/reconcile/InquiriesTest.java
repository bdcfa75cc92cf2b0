package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.milvusops.api.MilvusPartition;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.lane.Measurement;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.KindState;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount;
import io.milvusops.reconcile.PartitionView.Sight;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A user asks for a look at a partition that is present. */
class InquiriesTest {

    private static final MilvusPartition ASKING =
            Bench.novel("annotations: {milvusops.io/reconcile-requested-at: now}", "", Bench.BOUND);
    private static final PartitionAddress NOVEL = new PartitionAddress(Bench.BOOK, "novel");
    private static final Measurement TAKEN = new Measurement.Taken(
            new Incarnation(100, 7), new RowCount.Counted(3, RowCount.Bound.EXACT), Optional.empty());

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Sight seen() {
        bench.show(ASKING);
        bench.sights.seen(ASKING);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, Map.of("novel", new Entry(7, 1))));
        return bench.view.look(ASKING, KindState.SERVED);
    }

    private Sight asked() {
        Sight sight = seen();
        bench.inquiries.ask(sight, Optional::empty);
        return sight;
    }

    @Test
    void shouldBeOpenUntilTheLaneHasMeasured() {
        assertThat(bench.inquiries.answered(asked())).isEmpty();
    }

    @Test
    void shouldBeAnsweredByAMeasurement() {
        Sight sight = asked();

        bench.inquiries.measured(NOVEL, TAKEN);

        assertThat(bench.inquiries.answered(sight)).contains("now");
    }

    @Test
    void shouldBeAnsweredByAMeasurementThatFailed() {
        Sight sight = asked();

        bench.inquiries.measured(NOVEL, new Measurement.Failed(Reason.SERVER_UNREACHABLE, "no answer in time"));

        assertThat(bench.inquiries.answered(sight)).contains("now");
    }

    @Test
    void shouldNotBeAnsweredByALaneThatWasClosedBeforeItMeasured() {
        Sight sight = asked();

        bench.inquiries.measured(NOVEL, new Measurement.Failed(Reason.CONNECTION_NOT_READY, "trying again"));

        assertThat(bench.inquiries.answered(sight)).isEmpty();
    }

    @Test
    void shouldBeAskedAgainAfterALaneThatWasClosed() {
        Sight sight = asked();
        bench.inquiries.measured(NOVEL, new Measurement.Failed(Reason.CONNECTION_NOT_READY, "trying again"));

        bench.inquiries.ask(sight, Optional::empty);

        assertThat(bench.inquiries.measured(NOVEL, TAKEN)).containsExactly("uid");
    }

    @Test
    void shouldBeAskedByAPass() {
        seen();

        bench.pass.run(ASKING);

        assertThat(bench.inquiries.measured(NOVEL, TAKEN)).containsExactly("uid");
    }

    private static final MilvusPartition MOVED = Bench.partition("""
            metadata: {name: book-novel, namespace: search, uid: uid, generation: 1}
            spec: {collection: poetry, partition: novel}
            """);

    /** The connection leads elsewhere by now: every edit of its address would leave one. */
    @Test
    void shouldKeepNoMeasurementFromAnAddressThatTheResourceHasLeft() {
        asked();
        bench.inquiries.measured(NOVEL, TAKEN);

        bench.inquiries.ask(bench.view.look(MOVED, KindState.SERVED), Optional::empty);

        assertThat(bench.inquiries)
                .extracting("newest", InstanceOfAssertFactories.MAP)
                .isEmpty();
    }

    @Test
    void shouldKeepTheMeasurementWhileTheResourceLooksThere() {
        Sight sight = asked();
        bench.inquiries.measured(NOVEL, TAKEN);

        bench.inquiries.ask(sight, Optional::empty);

        assertThat(bench.inquiries.measured(sight, sight.memory().binding())).isPresent();
    }

    @Test
    void shouldKeepNoMeasurementThatIsTakenWhenTheResourceIsGone() {
        asked();
        bench.inquiries.forget("uid");

        bench.inquiries.measured(NOVEL, TAKEN);

        assertThat(bench.inquiries)
                .extracting("newest", InstanceOfAssertFactories.MAP)
                .isEmpty();
    }

    /** The lanes would refuse it, and the pass that is woken by that would ask again, without end. */
    @Test
    void shouldBeLeftToTheNextProcessOnceTheEndHasBegun() {
        seen();
        bench.draining.begin();

        bench.pass.run(ASKING);

        assertThat(bench.inquiries.measured(NOVEL, TAKEN)).isEmpty();
    }

    private void runUntilMeasured(String annotations) {
        bench.milvus.partitions.put("novel", new Entry(7, 1));
        MilvusPartition resource = Bench.novel("annotations: {" + annotations + "}", "", Bench.BOUND);
        bench.show(resource);
        bench.sights.seen(resource);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, Map.of("novel", new Entry(7, 1))));

        bench.pass.run(resource);

        await().atMost(FakeMilvus.PATIENCE).until(() -> bench.measured.containsKey("novel"));
    }

    @Test
    void shouldFlushTheCollectionForTheOwnerOfThePartition() {
        runUntilMeasured("milvusops.io/reconcile-requested-at: now");

        assertThat(bench.milvus.calls).contains("flush");
    }

    /** A pause holds every write to Milvus, also one that changes no data. */
    @Test
    void shouldFlushNothingWhilePaused() {
        runUntilMeasured("milvusops.io/reconcile-requested-at: now, milvusops.io/paused: \"true\"");

        assertThat(bench.milvus.calls).contains("loadStates").doesNotContain("flush");
    }
}
