package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.lane.LaneEvents;
import io.milvusops.partition.MilvusServer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private final KubernetesClient client = mock();
    private final Sessions sessions = new Sessions(
            client,
            (uri, login, timeout) -> mock(MilvusServer.class),
            key -> mock(LaneEvents.class),
            key -> {},
            key -> {},
            System::nanoTime);

    @AfterEach
    void close() {
        sessions.close();
    }

    /** A connection of that generation, whose calls have two seconds now. */
    private Reach reach(long generation) {
        MilvusConnection connection = ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusConnection
                spec: {uri: "http://milvus:19530", requestTimeout: 2s}
                """, MilvusConnection.class);
        connection.setMetadata(new ObjectMetaBuilder()
                .withNamespace("search")
                .withName("default")
                .withUid("one")
                .withGeneration(generation)
                .build());
        MilvusPartition resource = ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                metadata: {name: book-novel, namespace: search}
                spec: {collection: book, partition: novel}
                """, MilvusPartition.class);
        NamespaceLabels labels = new NamespaceLabels(client, namespace -> {});
        return new Connections(key -> Optional.of(connection), sessions, labels).reach(resource);
    }

    @Test
    void shouldWaitForCallsOfAnEarlierProcessByTheTimeoutThatTheConnectionAlwaysHad() {
        assertThat(reach(1).deadline()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void shouldWaitForCallsOfAnEarlierProcessByTheLongestTimeoutWhereTheConnectionWasEdited() {
        assertThat(reach(2).deadline()).isEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void shouldWaitForCreationsOfAnEarlierProcessByTheLongestTimeoutWhereTheConnectionWasEdited() {
        assertThat(reach(2).createDeadline()).isEqualTo(Duration.ofSeconds(61));
    }
}
