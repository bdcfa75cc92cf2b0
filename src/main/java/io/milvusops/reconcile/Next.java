package io.milvusops.reconcile;

import io.milvusops.api.MilvusPartition;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a step leads: on with a newer version of the resource, or to the end of the pass.
 *
 * @param resource the version to go on with; empty ends the pass
 * @param again when to run the next pass if nothing else wakes the resource
 */
record Next(Optional<MilvusPartition> resource, Optional<Duration> again) {

    /** Where nothing tells when the cause has gone. */
    static final Duration SOON = Duration.ofSeconds(1);

    static Next on(MilvusPartition newer) {
        return new Next(Optional.of(newer), Optional.empty());
    }

    static Next end(Optional<Duration> again) {
        return new Next(Optional.empty(), again);
    }

    /** A write that met a newer version ends the pass: that version's event runs the next one. */
    static Next after(Optional<MilvusPartition> written) {
        return written.map(Next::on).orElseGet(() -> end(Optional.of(SOON)));
    }
}
