package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Entry;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A drop that was refused, and called off by the way back to present. */
class CalledOffTest {

    private static final MilvusPartition LIVE = Bench.novel("", "", Bench.BOUND);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** Else a partition that is lost later would be told as loaded, and its loss not at all. */
    @Test
    void shouldBeForgottenOnceThePartitionIsPresent() {
        bench.holds.begun(Sights.asking(1, Map.of()));
        bench.holds.ended("uid", new Outcome.Refused(Reason.PARTITION_LOADED, "the partition is loaded"));
        bench.show(LIVE);
        bench.sights.seen(LIVE);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, Map.of("novel", new Entry(7, 1))));
        Sight sight = bench.view.look(LIVE, KindState.SERVED);

        bench.recordSteps.rest(sight);

        assertThat(bench.holds.told(sight).reason()).isEqualTo(Reason.PRESENT);
    }
}
