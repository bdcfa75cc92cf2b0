package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockConstruction;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.partition.MilvusServer;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
                spec: {collection: book, partition: novel}
                """, MilvusPartition.class);
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
