package io.milvusops.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {

    private final OperatorMetrics metrics = new OperatorMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void shouldShowCountersBeforeTheirFirstEvent() {
        assertThat(metrics.scrape())
                .contains("milvusops_creates_total 0.0")
                .contains("milvusops_external_drops_total 0.0")
                .contains("milvusops_orphaned_total 0.0")
                .contains("milvusops_unreadable_resources 0.0");
    }

    @Test
    void shouldCountWhatHappened() {
        metrics.partitionCreated();
        metrics.partitionDroppedExternally();
        metrics.partitionOrphaned();
        metrics.dropFinished("Dropped");
        metrics.dropFinished("Dropped");
        metrics.dropHeld("BudgetExhausted");
        metrics.passFailed("WriteRefused");
        metrics.unreadableResourcesFrom(() -> 3);

        assertThat(metrics.scrape())
                .contains("milvusops_creates_total 1.0")
                .contains("milvusops_external_drops_total 1.0")
                .contains("milvusops_orphaned_total 1.0")
                .contains("milvusops_drops_total{outcome=\"Dropped\"} 2.0")
                .contains("milvusops_held_drops_total{reason=\"BudgetExhausted\"} 1.0")
                .contains("milvusops_failed_passes_total{reason=\"WriteRefused\"} 1.0")
                .contains("milvusops_unreadable_resources 3.0");
    }

    @Test
    void shouldBeToldInTheDocument() throws IOException {
        metrics.dropFinished("Dropped");
        metrics.dropHeld("RowsPresent");
        metrics.passFailed("WriteRefused");
        metrics.milvusRequest("ShowPartitions", "ok", Duration.ofMillis(20));
        metrics.partitionsFrom(() ->
                new PartitionCounts(List.of(new ReadinessCount("True", "Present", 7)), Map.of("RowsPresent", 2L)));

        List<String> told = Files.readAllLines(Path.of("docs", "settings.md")).stream()
                .filter(line -> line.startsWith("| `milvusops_"))
                .map(line -> line.split("`", -1)[1])
                .toList();

        assertThat(metrics.scrape()
                        .lines()
                        .filter(line -> line.startsWith("# TYPE milvusops_"))
                        .map(line -> line.split(" ", -1)[2])
                        .filter(name -> !name.endsWith("_max")))
                .containsExactlyInAnyOrderElementsOf(told);
    }

    @Test
    void shouldTellWhetherThisProcessLeads() {
        assertThat(metrics.scrape()).contains("milvusops_leader 0.0");

        metrics.leaderFrom(() -> true);

        assertThat(metrics.scrape()).contains("milvusops_leader 1.0");
    }

    @Test
    void shouldForgetStatesThatNobodyIsInAnyMore() {
        AtomicReference<PartitionCounts> states = new AtomicReference<>(
                new PartitionCounts(List.of(new ReadinessCount("False", "Creating", 7)), Map.of()));
        metrics.partitionsFrom(states::get);
        assertThat(metrics.scrape()).contains("milvusops_partitions{ready=\"False\",reason=\"Creating\"} 7.0");

        states.set(new PartitionCounts(List.of(new ReadinessCount("True", "Present", 7)), Map.of()));
        assertThat(metrics.scrape())
                .contains("milvusops_partitions{ready=\"True\",reason=\"Present\"} 7.0")
                .doesNotContain("Creating");
    }

    /** An alert for drops that wait must end with the last of them. */
    @Test
    void shouldShowTheDropsThatWaitAsLongAsTheyDo() {
        AtomicReference<PartitionCounts> waiting =
                new AtomicReference<>(new PartitionCounts(List.of(), Map.of("RowsPresent", 2L)));
        metrics.partitionsFrom(waiting::get);
        metrics.dropHeld("RowsPresent");
        assertThat(metrics.scrape()).contains("milvusops_blocked_drops{reason=\"RowsPresent\"} 2.0");

        waiting.set(PartitionCounts.NONE);
        assertThat(metrics.scrape()).doesNotContain("milvusops_blocked_drops{");
    }

    @Test
    void shouldTimeRequestsInFewBuckets() {
        metrics.milvusRequest("ShowPartitions", "ok", Duration.ofMillis(20));

        List<String> series = metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("milvusops_milvus_requests_seconds"))
                .toList();

        assertThat(series)
                .contains("milvusops_milvus_requests_seconds_count{call=\"ShowPartitions\",outcome=\"ok\"} 1")
                .anyMatch(line -> line.contains("le=\"0.05\"") && line.endsWith(" 1"))
                .hasSizeLessThan(12);
    }

    @Test
    void shouldShowTheBasicsOfTheVirtualMachine() {
        assertThat(metrics.scrape())
                .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_uptime_seconds");
    }
}
