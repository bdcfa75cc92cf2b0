package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.ScriptedServer;
import io.milvusops.ops.OperatorMetrics;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

/**
 * A resource was deleted and made again while its watch was cut: what comes is an update from the one to the other, and
 * nobody tells that the former is gone.
 */
class NamesakeTest {

    private static final MilvusPartition FORMER = resource("former", 1);
    private static final MilvusPartition NAMESAKE = resource("namesake", 2);

    private final ApiServer apiServer = new ApiServer();
    private final InformerEventSource<MilvusConnection, MilvusPartition> connections = mock();
    private final IndexerResourceCache<MilvusPartition> partitions = mock();
    private final Announcer announcer = new Announcer(apiServer.events.client, "test");
    private final Loop loop = new Loop(
            apiServer.client,
            (uri, login, timeout) -> new ScriptedServer(),
            new OperatorMetrics(),
            announcer,
            new ConnectionLookup(connections, new Watching()),
            partitions,
            key -> {});

    private static MilvusPartition resource(String uid, int day) {
        return Bench.partition("""
                metadata:
                  name: book-novel
                  namespace: search
                  uid: %s
                  resourceVersion: "5"
                  generation: 1
                  creationTimestamp: "2026-01-0%dT00:00:00Z"
                spec: {collection: book, partition: novel}
                """.formatted(uid, day));
    }

    @BeforeEach
    void meetTheFormer() {
        loop.lanes().setEventHandler(event -> {});
        when(connections.get(any())).thenReturn(Optional.of(Bench.connection("")));
        show(FORMER);
        loop.pass(FORMER);
    }

    @AfterEach
    void close() {
        loop.close();
        announcer.close();
    }

    private void show(MilvusPartition resource) {
        when(partitions.list(ArgumentMatchers.<Predicate<MilvusPartition>>any()))
                .thenAnswer(call -> Stream.of(resource));
        when(partitions.get(ResourceID.fromResource(resource))).thenReturn(Optional.of(resource));
    }

    @Test
    void shouldNotWaitForTheOneWhoseNameItHas() {
        show(NAMESAKE);
        loop.lanes().onResourceUpdated(NAMESAKE, FORMER);

        loop.pass(NAMESAKE);

        assertThat(apiServer.reasons()).doesNotContain("ClaimedByOther");
    }

    /** The claim of one that is there is never forgotten because it changed. */
    @Test
    void shouldWaitForOneThatIsThereStill() {
        loop.lanes().onResourceUpdated(FORMER, FORMER);
        MilvusPartition another = resource("another", 2);
        another.getMetadata().setName("another");
        show(another);

        loop.pass(another);

        assertThat(apiServer.reasons()).containsExactly("ClaimedByOther");
    }
}
