package io.milvusops.reconcile;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.ScriptedServer;
import io.milvusops.ops.OperatorMetrics;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A resource vanishes with its finalizer stripped: nobody finds out from Kubernetes any more what it leaves. */
class OrphansTest {

    private final ApiServer apiServer = new ApiServer();
    private final InformerEventSource<MilvusConnection, MilvusPartition> connections = mock();
    private final IndexerResourceCache<MilvusPartition> partitions = mock();
    private final Announcer announcer = mock();
    private final OperatorMetrics metrics = new OperatorMetrics();
    private final Watching watching = new Watching();
    private final Loop loop = new Loop(
            apiServer.client,
            (uri, login, timeout) -> new ScriptedServer(),
            metrics,
            announcer,
            new ConnectionLookup(connections, watching),
            partitions,
            key -> {});

    @BeforeEach
    void show() {
        loop.lanes().setEventHandler(event -> {});
        when(connections.get(any())).thenReturn(Optional.of(Bench.connection("")));
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private void vanish(String... status) {
        loop.lanes().onResourceDeleted(Bench.novel("creationTimestamp: \"2026-01-01T00:00:00Z\"", "", status));
    }

    private void shouldHaveToldAnOrphan() {
        verify(announcer).log(any(), eq("PartitionOrphaned"), any());
    }

    private void shouldHaveToldNoOrphan() {
        verify(announcer, never()).log(any(), any(), any());
    }

    @Test
    void shouldTellThatItLeavesAPartitionThatWasToBeDropped() {
        when(connections.get(any())).thenReturn(Optional.empty());

        vanish(Bench.BOUND, "onDelete: Drop");

        shouldHaveToldAnOrphan();
    }

    /** The next process never sees the resource. */
    @Test
    void shouldTellItWhileTheOperatorStopsByWhatTheStatusSaid() {
        watching.end();

        vanish(Bench.BOUND, "onDelete: Drop");

        shouldHaveToldAnOrphan();
    }

    @Test
    void shouldTellItWhileTheOperatorStopsWhereNothingWasSaid() {
        watching.end();

        vanish(Bench.BOUND);

        shouldHaveToldAnOrphan();
    }

    @Test
    void shouldTellWhileTheOperatorStopsThatAPartitionIsKept() {
        watching.end();

        vanish(Bench.BOUND, "onDelete: Retain");

        shouldHaveToldNoOrphan();
        verify(announcer).normal(any(), eq("PartitionKept"), any());
    }

    @Test
    void shouldTellNothingWhileTheOperatorStopsOfAPartitionThatIsNotItsOwn() {
        watching.end();

        vanish(Bench.BOUND, "onDelete: Nothing");

        shouldHaveToldNoOrphan();
    }

    @Test
    void shouldTellNothingOfAResourceThatHasRecordedNothing() {
        watching.end();

        vanish();

        shouldHaveToldNoOrphan();
    }
}
