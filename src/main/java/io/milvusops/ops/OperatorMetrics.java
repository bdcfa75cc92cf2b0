package io.milvusops.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What the operator counts. No label names a resource, a partition or a collection: the number of series stays the
 * same with ten resources and with ten thousand. Outcomes, reasons and calls must come from fixed vocabularies.
 */
public final class OperatorMetrics implements AutoCloseable {

    private static final Duration[] REQUEST_BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final MultiGauge partitions;
    private final MultiGauge blockedDrops;
    private final Counter creates;
    private final Counter externalDrops;
    private final Counter orphans;
    private volatile Supplier<PartitionCounts> counted = () -> PartitionCounts.NONE;
    private volatile IntSupplier unreadable = () -> 0;
    private volatile BooleanSupplier leader = () -> false;

    public OperatorMetrics() {
        partitions = MultiGauge.builder("milvusops.partitions")
                .description("MilvusPartition resources by Ready status and reason")
                .register(registry);
        blockedDrops = MultiGauge.builder("milvusops.blocked.drops")
                .description("MilvusPartition resources whose drop waits, by reason")
                .register(registry);
        creates = counter("milvusops.creates", "Partitions created in Milvus");
        externalDrops = counter("milvusops.external.drops", "Bound partitions dropped by somebody else");
        orphans = counter("milvusops.orphaned", "Resources that vanished without their finalizer being honoured");
        Gauge.builder("milvusops.unreadable.resources", () -> unreadable.getAsInt())
                .description("Resources that the operator cannot parse")
                .register(registry);
        Gauge.builder("milvusops.leader", () -> leader.getAsBoolean() ? 1 : 0)
                .description("1 in the process that works, 0 in one that stands by")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    /** Names the source of the gauges of partitions. It is asked at every scrape and should answer from memory. */
    public void partitionsFrom(Supplier<PartitionCounts> source) {
        counted = source;
    }

    /** Names the source of the gauge of resources that cannot be parsed. It is asked at every scrape. */
    public void unreadableResourcesFrom(IntSupplier source) {
        unreadable = source;
    }

    /** Names the source of the gauge that tells whether this process leads. It is asked at every scrape. */
    public void leaderFrom(BooleanSupplier source) {
        leader = source;
    }

    /** Counts a finished drop order, successful or not. */
    public void dropFinished(String outcome) {
        Counter.builder("milvusops.drops")
                .description("Finished drop orders by outcome")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    /** Counts a drop order that began to wait for this reason. */
    public void dropHeld(String reason) {
        Counter.builder("milvusops.held.drops")
                .description("Drop orders that began to wait, by reason")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** Counts a pass over a resource that failed for this reason, and is repeated. */
    public void passFailed(String reason) {
        Counter.builder("milvusops.failed.passes")
                .description("Passes over a resource that failed and are repeated, by reason")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** Counts a partition that the operator created. */
    public void partitionCreated() {
        creates.increment();
    }

    /** Counts a bound partition that somebody else dropped. */
    public void partitionDroppedExternally() {
        externalDrops.increment();
    }

    /** Counts a resource that vanished although its partition was still its own. */
    public void partitionOrphaned() {
        orphans.increment();
    }

    /** Records one request to Milvus. */
    public void milvusRequest(String call, String outcome, Duration took) {
        Timer.builder("milvusops.milvus.requests")
                .description("Requests to Milvus")
                .tags("call", call, "outcome", outcome)
                .serviceLevelObjectives(REQUEST_BUCKETS)
                .register(registry)
                .record(took);
    }

    /** Everything, in the text format of Prometheus. */
    public synchronized String scrape() {
        // States come and go: rows that are no longer reported must vanish, so all are replaced at once.
        PartitionCounts counts = counted.get();
        partitions.register(
                counts.readiness().stream()
                        .map(state -> MultiGauge.Row.of(
                                Tags.of("ready", state.ready(), "reason", state.reason()), state.count()))
                        .toList(),
                true);
        blockedDrops.register(
                counts.blockedDrops().entrySet().stream()
                        .map(waiting -> MultiGauge.Row.of(Tags.of("reason", waiting.getKey()), waiting.getValue()))
                        .toList(),
                true);
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }

    // Registered before the first event: a series that starts at one hides its first increase from rate().
    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
