package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockConstruction;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.milvusops.api.Condition;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.partition.MilvusServer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.MockedConstruction;

/** A real loop on stand-ins of the framework and the API server. Its watch of connections shows none. */
class AssemblyTest {

    private final KubernetesClient client = mock(RETURNS_DEEP_STUBS);
    private final EventSourceContext<MilvusPartition> context = mock(RETURNS_DEEP_STUBS);
    private final NamespaceableResource<MilvusPartition> writes = mock();
    private final Assembly assembly =
            new Assembly(client, (uri, login, timeout) -> mock(MilvusServer.class), new OperatorMetrics(), "test");

    @BeforeEach
    @SuppressWarnings("rawtypes") // a class literal knows no type arguments
    void start() {
        new SentEvents(client);
        when(client.getKubernetesSerialization()).thenReturn(ResourceSerialization.create());
        when(client.resource(any(MilvusPartition.class))).thenReturn(writes);
        when(writes.updateStatus()).thenReturn(partition());
        try (MockedConstruction<InformerEventSource> connections = mockConstruction(
                InformerEventSource.class,
                (source, how) -> when(source.get(any())).thenReturn(Optional.empty()))) {
            assembly.wire(context);
            assertThat(connections.constructed()).hasSize(1);
        }
        assembly.started();
    }

    @AfterEach
    void close() {
        assembly.close();
    }

    private static MilvusPartition partition() {
        return partition("");
    }

    private static MilvusPartition misshapen() {
        return partition(", dropGuard: broken");
    }

    private static MilvusPartition partition(String spec) {
        return ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                metadata:
                  name: book-novel
                  namespace: search
                  uid: one
                  resourceVersion: "7"
                  generation: 1
                  creationTimestamp: "2026-01-01T00:00:00Z"
                spec: {collection: book, partition: novel%s}
                """.formatted(spec), MilvusPartition.class);
    }

    /** A connection that such a resource may need for its drop is in use, and its events are that resource's, too. */
    @Test
    void shouldKnowTheConnectionOfAResourceThatIsNotUnderstood() {
        ArgumentCaptor<Function<MilvusPartition, List<String>>> indexer = ArgumentCaptor.captor();
        verify(context.getPrimaryCache()).addIndexer(any(), indexer.capture());

        assertThat(indexer.getValue().apply(misshapen())).containsExactly("search/default");
    }

    @Test
    void shouldMarkWhichUsersOfAConnectionAreBeingDeleted() {
        MilvusPartition live = partition();
        live.getMetadata().setFinalizers(List.of("milvusops.io/partition"));
        MilvusPartition leaving = partition();
        leaving.getMetadata().setFinalizers(List.of("milvusops.io/partition"));
        leaving.getMetadata().setName("book-poem");
        leaving.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
        when(context.getPrimaryCache().byIndex("by-connection", "search/default"))
                .thenReturn(List.of(leaving, live));

        assertThat(assembly.users(new ConnectionKey("search", "default")))
                .containsExactly("search/book-novel", "search/book-poem (being deleted)");
    }

    @Test
    void shouldOnlyReportAResourceThatIsNotUnderstood() {
        assembly.reconciler().reconcile(misshapen(), mock());

        ArgumentCaptor<MilvusPartition> written = ArgumentCaptor.captor();
        verify(client, times(1)).resource(written.capture());
        assertThat(Objects.requireNonNull(written.getValue().getStatus()).conditions())
                .extracting(Condition::reason)
                .containsOnly("NotUnderstood");
    }

    @Test
    void shouldSayThatAConnectionDoesNotExistWhileItWatches() {
        assembly.reconciler().reconcile(partition(), mock());

        verify(writes).updateStatus();
    }

    @Test
    void shouldNotSayThatAConnectionDoesNotExistWhenItIsStopping() {
        assembly.stopping();

        assembly.reconciler().reconcile(partition(), mock());

        verify(client, never()).resource(any(MilvusPartition.class));
    }
}
