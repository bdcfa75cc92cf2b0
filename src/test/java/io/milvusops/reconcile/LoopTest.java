package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.ScriptedServer;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

class LoopTest {

    private static final MilvusPartition FIRST = resource("first", 1);
    private static final MilvusPartition SECOND = resource("second", 2);

    private final ApiServer apiServer = new ApiServer();
    private final ScriptedServer milvus = new ScriptedServer();
    private final CountDownLatch over = new CountDownLatch(1);
    private final InformerEventSource<MilvusConnection, MilvusPartition> connections = mock();
    private final IndexerResourceCache<MilvusPartition> partitions = mock();
    private final Announcer announcer = mock();
    private final Loop loop = new Loop(
            apiServer.client,
            (uri, login, timeout) -> milvus,
            new OperatorMetrics(),
            announcer,
            new ConnectionLookup(connections, new Watching()),
            partitions,
            key -> {});

    @BeforeEach
    void show() {
        loop.lanes().setEventHandler(event -> {});
        when(connections.get(any())).thenReturn(Optional.of(Bench.connection("")));
        when(partitions.list(ArgumentMatchers.<Predicate<MilvusPartition>>any()))
                .thenReturn(Stream.of(FIRST, SECOND));
        Stream.of(FIRST, SECOND)
                .forEach(shown ->
                        when(partitions.get(ResourceID.fromResource(shown))).thenReturn(Optional.of(shown)));
    }

    @AfterEach
    void close() {
        over.countDown();
        loop.close();
    }

    private static MilvusPartition resource(String name, int day) {
        return Bench.partition("""
                metadata:
                  name: %1$s
                  namespace: search
                  uid: %1$s
                  resourceVersion: "5"
                  generation: 1
                  creationTimestamp: "2026-01-0%2$dT00:00:00Z"
                spec: {collection: book, partition: novel}
                """.formatted(name, day));
    }

    /** Of two that were there at the start, the framework may bring the younger one first. */
    @Test
    void shouldLetNobodyActBeforeAllThatWereThereAtTheStartHaveClaimed() {
        loop.pass(SECOND);

        assertThat(apiServer.reasons()).containsExactly("ClaimedByOther");
    }

    /** Before any pass of its own: a drop is decided by what is claimed. */
    @Test
    void shouldKnowWhatAResourceClaimsAsSoonAsTheWatchTellsOfIt() {
        when(partitions.list(ArgumentMatchers.<Predicate<MilvusPartition>>any()))
                .thenReturn(Stream.of(SECOND));
        loop.pass(SECOND);

        loop.lanes().onResourceCreated(FIRST);
        loop.pass(SECOND);

        assertThat(apiServer.reasons()).containsExactly("ClaimedByOther");
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The list that the pass asks for would be repeated for ever. */
    @Test
    void shouldCloseALaneThatAPassOpensWhoseResourceIsGone() {
        when(partitions.list(ArgumentMatchers.<Predicate<MilvusPartition>>any()))
                .thenReturn(Stream.of());
        milvus.meanwhile.put("list", this::await);
        loop.pass(resource("gone", 3));

        loop.lanes()
                .reports(Bench.DEFAULT)
                .observed(Bench.BOOK, new Observation.Unknown(Reason.OBSERVING, "asking the server"));

        assertThat(loop.sessions().idle(Bench.DEFAULT)).isTrue();
    }

    @Test
    void shouldKeepALaneThatAPassOpensWhoseResourceIsThere() {
        milvus.meanwhile.put("list", this::await);
        loop.pass(FIRST);

        loop.lanes()
                .reports(Bench.DEFAULT)
                .observed(Bench.BOOK, new Observation.Unknown(Reason.OBSERVING, "asking the server"));

        assertThat(loop.sessions().idle(Bench.DEFAULT)).isFalse();
    }

    /** The framework's own event of the deletion would be lost. */
    @Test
    void shouldNotBreakTheWatchWhenWhoWaitsForAResourceThatIsGoneCannotBeWoken() {
        loop.pass(SECOND);
        loop.lanes().setEventHandler(event -> {
            throw new IllegalStateException("broken");
        });

        assertThatCode(() -> loop.lanes().onResourceDeleted(FIRST)).doesNotThrowAnyException();
    }

    @Test
    void shouldWakeWhoWaitsForAResourceThatIsGone() {
        loop.pass(SECOND);
        List<ResourceID> woken = new CopyOnWriteArrayList<>();
        loop.lanes().setEventHandler(event -> woken.add(event.getRelatedCustomResourceID()));

        loop.lanes().onResourceDeleted(FIRST);

        assertThat(woken).contains(ResourceID.fromResource(SECOND));
    }

    private MilvusPartition bound() {
        MilvusPartition bound = Bench.novel("creationTimestamp: \"2026-01-01T00:00:00Z\"", "", Bench.BOUND);
        bound.getMetadata().setFinalizers(List.of());
        when(partitions.get(ResourceID.fromResource(bound))).thenReturn(Optional.of(bound));
        return bound;
    }

    /** Its finalizer was taken off by somebody else. */
    @Test
    void shouldNeedNoConnectionForAResourceThatIsGone() {
        loop.inUse().hold(FIRST, () -> Optional.of(FIRST));

        loop.gone(FIRST);

        assertThat(loop.inUse().expected(Bench.DEFAULT)).isEmpty();
    }

    /** From then on the watch tells that it needs its connection. */
    @Test
    void shouldExpectNoResourceThatIsShownHeld() {
        MilvusPartition held = resource("held", 4);
        held.getMetadata().setFinalizers(List.of("milvusops.io/partition"));
        loop.inUse().hold(held, () -> Optional.of(held));

        loop.told(held);

        assertThat(loop.inUse().expected(Bench.DEFAULT)).isEmpty();
    }

    /** An event of before its hold. */
    @Test
    void shouldExpectAResourceThatIsNotShownHeldYet() {
        loop.inUse().hold(FIRST, () -> Optional.of(FIRST));

        loop.told(FIRST);

        assertThat(loop.inUse().expected(Bench.DEFAULT)).containsExactly("search/first");
    }

    @Test
    void shouldKeepNothingOfAConnectionThatIsGone() {
        MilvusConnection guarded = Bench.connection("");
        guarded.getMetadata().setFinalizers(List.of("milvusops.io/in-use"));
        loop.inUse().settle(guarded, () -> false);

        loop.gone(Bench.DEFAULT, "connection");

        assertThat(loop.inUse())
                .extracting("freed", InstanceOfAssertFactories.COLLECTION)
                .isEmpty();
    }

    private PartitionReconciler reconciler() {
        Assembly assembly = mock();
        when(assembly.loop()).thenReturn(loop);
        return new PartitionReconciler(assembly);
    }

    /** An admission policy may deny every write to the resources, and has no say in their status. */
    @Test
    void shouldSayInTheStatusThatAPassFailed() {
        apiServer.refusePatches(new KubernetesClientException("by policy", 403, null));

        reconciler().reconcile(bound(), mock());

        assertThat(apiServer.reasons()).containsExactly("WriteRefused");
    }

    @Test
    void shouldTryAPassThatFailedAgain() {
        apiServer.refusePatches(new KubernetesClientException("by policy", 403, null));

        assertThat(reconciler().reconcile(bound(), mock()).getScheduleDelay()).contains(10_000L);
    }
}
