package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A resource wants a partition that is not there. */
class PartitionPassTest {

    private static final MilvusPartition WANTING = Bench.novel("", "");

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void come() {
        bench.show(WANTING);
        bench.sights.seen(WANTING);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, Map.of()));
    }

    @Test
    void shouldRecordTheIntentOfACreation() {
        come();

        bench.pass.run(WANTING);

        assertThat(bench.apiServer.patches.toString()).contains("create-intent");
    }

    @Test
    void shouldBeginNothingOnceTheEndHasBegun() {
        come();
        bench.draining.begin();

        bench.pass.run(WANTING);

        assertThat(bench.apiServer.patches).isEmpty();
    }
}
