package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Entry;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A drop of unknown outcome that, as a list has shown since, did nothing. */
class DropWithoutEffectTest {

    private static final Map<String, Entry> NOVEL = Map.of("novel", new Entry(7, 1));

    private static final MilvusPartition LEAVING = Bench.novel(Bench.DELETED, "", Bench.BOUND, Bench.ATTEMPTED);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Plan seen(Map<String, Entry> partitions) {
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, partitions));
        return bench.view.look(LEAVING, KindState.SERVED).plan();
    }

    private void sentInVain() {
        bench.show(LEAVING);
        bench.sights.seen(LEAVING);
        bench.flights.armed("uid", "5");
        bench.flights.sent("uid", "5");
        bench.flights.finished("uid", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "no answer", bench.nanos()));
    }

    @Test
    void shouldProveADropOfUnknownOutcomeByAList() {
        sentInVain();

        assertThat(seen(Map.of()).reason()).isEqualTo(Reason.DROPPED);
    }

    /** A process that was ended since knew what its drop was answered; the record alone does not tell. */
    @Test
    void shouldNotTakeOneListForTheProofOfWhatAnEarlierProcessRecorded() {
        inherited();

        assertThat(seen(Map.of()).step()).isInstanceOf(Step.Verify.class);
    }

    @Test
    void shouldAskNoFurtherWhatTheServerDenies() {
        inherited();
        Observation.Listed missing = bench.listed(Bench.BOOK, Map.of());
        bench.board().post(Bench.BOOK, new Observation.Listed(missing.snapshot().beside(Set.of("novel"), Map.of())));

        assertThat(bench.view.look(LEAVING, KindState.SERVED).plan().reason()).isEqualTo(Reason.DROPPED);
    }

    /** The resource is shown with the record, and the deadline of whatever was sent for it passes. */
    private void inherited() {
        bench.show(LEAVING);
        bench.sights.seen(LEAVING);
        seen(Map.of());
        bench.leap(Duration.ofMinutes(2));
    }

    /** What is gone later was dropped by somebody else, or one list lacks it. */
    @Test
    void shouldNotTakeALaterListForTheProof() {
        sentInVain();
        seen(NOVEL);

        assertThat(seen(Map.of()).step()).isInstanceOf(Step.Verify.class);
    }
}
