package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.PartitionAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A resource vanishes with its finalizer stripped, and the partition that it recorded is another one's. */
class OwnedByAnotherTest {

    private static final PartitionAddress NOVEL = new PartitionAddress(Bench.BOOK, "novel");
    private static final MilvusPartition VANISHED = Bench.novel("", "", Bench.BOUND);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void wants(String uid, int second) {
        bench.claims.put(new Claim(
                uid,
                "search/" + uid,
                NOVEL,
                Set.of(NOVEL),
                Optional.of(new Binding(Sights.ENDPOINT, new Incarnation(100, 7), "book", Binding.Origin.ADOPTED)),
                Optional.empty(),
                Instant.EPOCH.plusSeconds(second),
                Claim.Demand.PRESENT,
                Claim.Hold.SECURED));
    }

    private void vanish() {
        new Orphans(bench.custody, bench.flights, bench.view, bench.connections, bench.news).tell(VANISHED);
    }

    @Test
    void shouldTellOfAnOrphanWhoseOwnerVanished() {
        wants("uid", 1);
        wants("loser", 2);

        vanish();

        assertThat(bench.metrics.scrape()).contains("milvusops_orphaned_total 1.0");
    }

    @Test
    void shouldTellOfNoOrphanThatAnotherResourceOwns() {
        wants("owner", 1);
        wants("uid", 2);

        vanish();

        assertThat(bench.metrics.scrape()).contains("milvusops_orphaned_total 0.0");
    }
}
