package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Observation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The deletion of a resource that nothing holds has come to mean a drop, as by a policy that is Retain no longer. */
class HeldFirstTest {

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private MilvusPartition unheld(String metadata) {
        MilvusPartition resource = Bench.novel(metadata, "", Bench.BOUND);
        resource.getMetadata().setFinalizers(List.of());
        bench.show(resource);
        bench.sights.seen(resource);
        return resource;
    }

    private void assertHeldBeforeAnythingIsSaid() {
        assertThat(bench.apiServer.patches.toString()).contains("milvusops.io/partition");
        assertThat(bench.apiServer.statuses).isEmpty();
    }

    @Test
    void shouldBeHeldWhileTheServerIsSilent() {
        bench.pass.run(unheld(""));

        assertHeldBeforeAnythingIsSaid();
    }

    @Test
    void shouldBeHeldWhileItIsPaused() {
        MilvusPartition resource = unheld("annotations: {milvusops.io/paused: \"true\"}");
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, Map.of("novel", new Entry(7, 1))));

        bench.pass.run(resource);

        assertHeldBeforeAnythingIsSaid();
    }

    @Test
    void shouldBeHeldWhileItsCollectionIsNotFound() {
        MilvusPartition resource = unheld("");
        bench.board().post(Bench.BOOK, new Observation.NoSuchName(bench.nanos(), Observation.Word.GIVEN));

        bench.pass.run(resource);

        assertHeldBeforeAnythingIsSaid();
    }
}
