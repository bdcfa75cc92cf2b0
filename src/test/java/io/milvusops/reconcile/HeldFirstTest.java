package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Observation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** The server has said nothing yet. */
    @ParameterizedTest
    @ValueSource(strings = {"", "annotations: {milvusops.io/paused: \"true\"}"})
    void shouldBeHeldWhetherItIsPausedOrNot(String metadata) {
        bench.pass.run(unheld(metadata));

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
