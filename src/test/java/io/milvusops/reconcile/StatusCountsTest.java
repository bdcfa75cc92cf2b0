package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.milvusops.api.MilvusPartition;
import io.milvusops.ops.PartitionCounts;
import io.milvusops.ops.ReadinessCount;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

class StatusCountsTest {

    private final IndexerResourceCache<MilvusPartition> cache = mock();

    private static MilvusPartition saying(String ready, String blocked, String reason) {
        String condition = "{type: %s, status: \"%s\", reason: %s, message: \"\","
                + " lastTransitionTime: \"2026-01-01T00:00:00Z\", observedGeneration: 1}";
        return Bench.partition("""
                metadata: {name: book-novel, namespace: search, uid: one, generation: 1}
                spec: {collection: book, partition: novel}
                status:
                  conditions:
                  - %s
                  - %s
                """.formatted(
                condition.formatted("Ready", ready, reason), condition.formatted("DropBlocked", blocked, reason)));
    }

    private PartitionCounts counted(MilvusPartition... shown) {
        when(cache.list(ArgumentMatchers.<Predicate<MilvusPartition>>any())).thenReturn(Stream.of(shown));
        return new StatusCounts(cache).partitions();
    }

    /** A live resource with the policy Refuse says PartitionReplaced, too, and nothing of it is to be dropped. */
    @Test
    void shouldCountAmongTheDropsThatWaitOnlyWhatIsToBeDropped() {
        PartitionCounts counts = counted(
                saying("False", "False", "PartitionReplaced"),
                saying("False", "True", "PartitionReplaced"),
                saying("False", "True", "RowsPresent"),
                saying("False", "True", "RowsPresent"));

        assertThat(counts.blockedDrops()).isEqualTo(Map.of("PartitionReplaced", 1L, "RowsPresent", 2L));
    }

    @Test
    void shouldCountEveryResourceByWhatItSaysOfBeingReady() {
        PartitionCounts counts = counted(
                saying("True", "False", "Present"),
                saying("False", "False", "PartitionReplaced"),
                saying("False", "True", "PartitionReplaced"),
                Bench.partition("metadata: {name: new, namespace: search}"));

        assertThat(counts.readiness())
                .containsExactlyInAnyOrder(
                        new ReadinessCount("True", "Present", 1),
                        new ReadinessCount("False", "PartitionReplaced", 2),
                        new ReadinessCount("Unknown", "Untold", 1));
    }
}
