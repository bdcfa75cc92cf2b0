package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.lane.Request;
import io.milvusops.lane.ServerLanes;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/** The framework and the API server are stand-ins: a real start is over before anybody can act in the middle of it. */
class ConnectionReconcilerTest {

    private final KubernetesClient client = mock(RETURNS_DEEP_STUBS);
    private final EventSourceContext<MilvusPartition> partitions = mock(RETURNS_DEEP_STUBS);
    private final Context<MilvusConnection> context = mock();
    private final NamespaceableResource<MilvusConnection> writes = mock();
    private final MilvusServer server = mock();
    private final Assembly assembly =
            new Assembly(client, (uri, login, timeout) -> server, new OperatorMetrics(), "test");

    @BeforeEach
    void wire() {
        new SentEvents(client);
        when(client.getKubernetesSerialization()).thenReturn(ResourceSerialization.create());
        when(client.resource(any(MilvusConnection.class))).thenReturn(writes);
        when(writes.patch(any(PatchContext.class), anyString())).thenReturn(leaving());
        assembly.wire(partitions);
        // The framework's: an answer to a probe wakes the connection, on another thread.
        probes().forEach(source -> source.setEventHandler(event -> {}));
        named();
    }

    @AfterEach
    void close() {
        assembly.close();
    }

    /** What the watch of the partitions shows for the connection. */
    private void named(MilvusPartition... shown) {
        when(partitions.getPrimaryCache().byIndex(any(), any())).thenReturn(List.of(shown));
    }

    private static MilvusConnection leaving() {
        return leaving("");
    }

    private static MilvusConnection leaving(String status) {
        return ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusConnection
                metadata:
                  name: default
                  namespace: search
                  uid: one
                  resourceVersion: "7"
                  generation: 2
                  deletionTimestamp: "2026-01-01T00:00:00Z"
                  finalizers: [milvusops.io/in-use]
                spec: {uri: "http://milvus:19530", maxConcurrentRequests: 1}
                %s
                """.formatted(status), MilvusConnection.class);
    }

    private static MilvusPartition user() {
        return ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                metadata: {name: book-novel, namespace: search, finalizers: [milvusops.io/partition]}
                spec: {collection: book, partition: novel}
                """, MilvusPartition.class);
    }

    private ServerLanes lanes(MilvusConnection connection) {
        return assembly.loop().sessions().lanes(Assembly.key(connection), connection);
    }

    private Optional<ServerLanes> open(MilvusConnection connection) {
        return assembly.loop().sessions().open(Assembly.key(connection), connection);
    }

    private Stream<ProbeEventSource> probes() {
        return assembly.connectionReconciler().prepareEventSources(mock()).stream()
                .filter(ProbeEventSource.class::isInstance)
                .map(ProbeEventSource.class::cast);
    }

    /** The watch tells that the connection is gone. */
    private void vanish(MilvusConnection connection) {
        probes().forEach(source -> source.onResourceDeleted(connection));
    }

    private DeleteControl cleanup(MilvusConnection connection) {
        return assembly.connectionReconciler().cleanup(connection, context);
    }

    @Test
    void shouldLetAConnectionGoThatNoPartitionNeeds() {
        assembly.started();

        cleanup(leaving());

        verify(writes).patch(any(PatchContext.class), contains("/metadata/finalizers/0"));
    }

    /** All watches begin at the same time, and that of the partitions may be the last to be in step. */
    @Test
    void shouldKeepAConnectionUntilAllPartitionsAreKnown() {
        cleanup(leaving());

        verify(client, never()).resource(any(MilvusConnection.class));
    }

    /** A watch that is being given up shows fewer and fewer of them. */
    @Test
    void shouldKeepAConnectionWhenTheOperatorIsStopping() {
        assembly.started();
        assembly.stopping();

        cleanup(leaving());

        verify(client, never()).resource(any(MilvusConnection.class));
    }

    /** A pass that fails is given up by the framework after a few times, and the connection would stay for ever. */
    @Test
    void shouldLookAgainAtAConnectionThatIsInUseWhenItsStatusIsNotUnderstood() {
        assembly.started();
        named(user());

        assertThat(cleanup(leaving("status: {conditions: broken}")).getScheduleDelay())
                .isPresent();
    }

    @Test
    void shouldLeaveAStatusThatIsNotUnderstoodAsItIs() {
        assembly.started();
        named(user());

        cleanup(leaving("status: {conditions: broken}"));

        verify(client, never()).resource(any(MilvusConnection.class));
    }

    /** An admission policy may deny every write to the resource, and has no say in its status. */
    @Test
    void shouldSayOfADeletionThatHangsWhichWriteIsRefused() {
        assembly.started();
        when(writes.patch(any(PatchContext.class), anyString()))
                .thenThrow(new KubernetesClientException("by policy", 403, null));

        cleanup(leaving());

        ArgumentCaptor<MilvusConnection> written = ArgumentCaptor.captor();
        verify(client, atLeastOnce()).resource(written.capture());
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(written.getValue().getStatus())
                                        .conditions())
                        .get(0)
                        .message())
                .startsWith("the API server does not let the operator take the finalizer milvusops.io/in-use off"
                        + " MilvusConnection search/default: HTTP 403: by policy");
    }

    @Test
    void shouldRepeatAPassThatFailed() {
        when(writes.patch(any(PatchContext.class), anyString())).thenThrow(new IllegalStateException("a defect"));
        assembly.started();

        assertThat(cleanup(leaving()).getScheduleDelay()).isPresent();
    }

    /** A connection that no partition needs has no finalizer, and so no pass when it is deleted. */
    @Test
    void shouldCloseTheSessionOfAConnectionThatIsGone() {
        MilvusConnection connection = leaving();
        lanes(connection);

        vanish(connection);

        assertThat(open(connection)).isEmpty();
    }

    /** The watch that the partitions are planned by may be behind. */
    @Test
    void shouldOpenNoSessionForAConnectionThatIsGone() {
        MilvusConnection connection = leaving();

        vanish(connection);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> lanes(connection))
                .withMessageContaining("MilvusConnection search/default was deleted");
    }

    @Test
    void shouldOpenASessionForAnotherConnectionOfThatName() {
        vanish(leaving());
        MilvusConnection another = leaving();
        another.getMetadata().setUid("two");

        lanes(another);

        assertThat(open(another)).isPresent();
    }

    /** Names and uids come and go without end. */
    @Test
    void shouldKeepNoAnswerThatComesWhenTheConnectionIsGone() throws ServerException {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        doAnswer(closing -> closed.complete(true)).when(server).close();
        when(server.version()).thenAnswer(asking -> {
            vanish(leaving());
            return "2.3.5";
        });

        assembly.connectionReconciler().reconcile(leaving(), context);
        closed.join();

        assertThat(assembly.connectionReconciler())
                .extracting("answers", InstanceOfAssertFactories.MAP)
                .isEmpty();
    }

    /** There is one thread: what was handed to it before a list is over by then. */
    private void awaitList(String collection, CompletableFuture<Boolean> listed) {
        CollectionAddress address = new CollectionAddress("http://milvus:19530", "default", collection);
        Sessions sessions = assembly.loop().sessions();
        sessions.lanes(Bench.DEFAULT, leaving()).submit(address, new Request.Look());
        listed.join();
        sessions.forget(new LaneKey(Bench.DEFAULT, address));
    }

    private CompletableFuture<Boolean> listing(String collection) throws ServerException {
        CompletableFuture<Boolean> listed = new CompletableFuture<>();
        when(server.list(any(), eq(collection))).thenAnswer(listing -> {
            listed.complete(true);
            throw new ServerException(Reason.COLLECTION_NOT_FOUND, ServerException.Effect.NONE, "no such collection");
        });
        return listed;
    }

    /** Every answer brings a pass: without a pause the server would be asked in a circle. */
    @Test
    void shouldNotAskAServerAgainThatAnsweredAMomentAgo() throws ServerException {
        when(server.version()).thenReturn("2.3.5");
        when(writes.updateStatus()).thenReturn(leaving());
        CompletableFuture<Boolean> first = listing("first");
        CompletableFuture<Boolean> second = listing("second");
        assembly.started();
        named(user());
        assembly.connectionReconciler().reconcile(leaving(), context);
        awaitList("first", first);

        UpdateControl<MilvusConnection> answered =
                assembly.connectionReconciler().reconcile(leaving(), context);
        awaitList("second", second);

        assertThat(answered.getScheduleDelay())
                .contains(leaving().understoodSpec().effectivePollInterval().toMillis());
        verify(server).version();
    }

    /** Passes until the server has answered, and once more. */
    private void passes(MilvusConnection connection) throws ServerException {
        when(server.version()).thenReturn("2.3.5");
        when(writes.updateStatus()).thenReturn(connection);
        CompletableFuture<Boolean> listed = listing("any");
        assembly.started();
        assembly.connectionReconciler().reconcile(connection, context);
        awaitList("any", listed);
        assembly.connectionReconciler().reconcile(connection, context);
    }

    private static MilvusConnection unprotected() {
        MilvusConnection connection = live();
        connection.getMetadata().setFinalizers(List.of());
        return connection;
    }

    private static MilvusConnection live() {
        MilvusConnection connection = leaving();
        connection.getMetadata().setDeletionTimestamp(null);
        return connection;
    }

    @Test
    void shouldLetAConnectionGoWhenNoPartitionNeedsItAnyMore() throws ServerException {
        passes(live());

        verify(writes, atLeastOnce()).patch(any(PatchContext.class), contains("\"remove\""));
    }

    /** Its partitions may have gone without a drop. */
    @Test
    void shouldLetAConnectionGoWhoseServerDoesNotAnswer() throws ServerException {
        when(server.version())
                .thenThrow(new ServerException(Reason.SERVER_UNREACHABLE, ServerException.Effect.NONE, "away"));
        assembly.started();

        assembly.connectionReconciler().reconcile(live(), context);

        verify(writes, atLeastOnce()).patch(any(PatchContext.class), contains("\"remove\""));
    }

    @Test
    void shouldProtectAConnectionAgainThatAPartitionNeeds() throws ServerException {
        named(user());

        passes(unprotected());

        verify(writes, atLeastOnce()).patch(any(PatchContext.class), contains("\"add\""));
    }

    /** The stand-in knows no connections: nobody knows what became of the hold. */
    private void holdWithoutAnEnd() {
        MilvusPartition partition = user();
        partition.getMetadata().setUid("uid");
        assertThatNullPointerException()
                .isThrownBy(() -> assembly.loop().inUse().hold(partition, () -> Optional.of(partition)));
    }

    @Test
    void shouldNotLetAConnectionGoThatAPartitionIsAboutToNeed() throws ServerException {
        holdWithoutAnEnd();

        passes(live());

        verify(writes, never()).patch(any(PatchContext.class), anyString());
    }

    /** A partition that is expected no longer is shown by the watch, but may not have been a moment before. */
    @Test
    void shouldAskWhatIsExpectedBeforeWhatTheWatchShows() throws ServerException {
        holdWithoutAnEnd();
        when(partitions.getPrimaryCache().byIndex(any(), any())).thenAnswer(reading -> {
            assembly.loop().inUse().spare("uid");
            return List.of();
        });

        passes(live());

        verify(writes).patch(any(PatchContext.class), anyString());
    }

    @Test
    void shouldNotProtectAConnectionThatNobodyNeeds() throws ServerException {
        passes(unprotected());

        verify(writes, never()).patch(any(PatchContext.class), anyString());
    }

    @Test
    void shouldKeepNothingOfAPassThatEndsWhenTheConnectionIsGone() {
        vanish(leaving());

        assembly.connectionReconciler().reconcile(leaving(), context);

        assertThat(assembly.connectionReconciler())
                .extracting("speech.patience.since", InstanceOfAssertFactories.MAP)
                .isEmpty();
    }

    @Test
    void shouldLookAgainAtAConnectionThatWasDeletedBeforeAllPartitionsWereKnown() {
        assertThat(cleanup(leaving()).getScheduleDelay()).isPresent();
    }
}
