package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionStatus;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.partition.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class ConnectionSpeechTest {

    private final KubernetesClient client = mock(RETURNS_DEEP_STUBS);
    private final NamespaceableResource<MilvusConnection> writes = mock();
    private final Announcer announcer = mock();
    private long now = 7;
    private final ConnectionSpeech speech =
            new ConnectionSpeech(client, new ResourceWrites(client), announcer, new Patience(() -> now));

    @BeforeEach
    void serialize() {
        when(client.getKubernetesSerialization()).thenReturn(ResourceSerialization.create());
        when(client.resource(any(MilvusConnection.class))).thenReturn(writes);
        when(writes.updateStatus()).thenReturn(connection());
    }

    private static MilvusConnection connection() {
        return ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusConnection
                metadata: {name: default, namespace: search, uid: one, resourceVersion: "7", generation: 2}
                spec: {uri: "http://milvus:19530"}
                """, MilvusConnection.class);
    }

    private void say(Reason reason) {
        speech.say(connection(), reason, "refused", Optional.empty());
    }

    /** Whether the status that was written last calls the connection stalled. */
    private ConditionStatus stalled() {
        ArgumentCaptor<MilvusConnection> written = ArgumentCaptor.captor();
        verify(client, atLeastOnce()).resource(written.capture());
        return Optional.ofNullable(written.getValue().getStatus()).map(MilvusConnectionStatus::conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.type().equals("Stalled"))
                .map(Condition::status)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldCallADeniedPermissionProgressAtFirst() {
        say(Reason.PERMISSION_DENIED);

        assertThat(stalled()).isEqualTo(ConditionStatus.FALSE);
    }

    @Test
    void shouldCallADeniedPermissionStalledThatLastsForAMinute() {
        say(Reason.PERMISSION_DENIED);
        now += Duration.ofMinutes(1).toNanos();

        say(Reason.PERMISSION_DENIED);

        assertThat(stalled()).isEqualTo(ConditionStatus.TRUE);
    }

    private static MilvusConnection annotated(String paused) {
        MilvusConnection connection = connection();
        connection.getMetadata().setAnnotations(Map.of("milvusops.io/paused", paused));
        return connection;
    }

    /** What the status says that was written last. */
    private String ready() {
        ArgumentCaptor<MilvusConnection> written = ArgumentCaptor.captor();
        verify(client, atLeastOnce()).resource(written.capture());
        return Optional.ofNullable(written.getValue().getStatus()).map(MilvusConnectionStatus::conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.type().equals("Ready"))
                .map(Condition::message)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldTellThatAConnectionIsPaused() {
        speech.sayConnected(annotated("yes"), "v2.3.5");

        assertThat(ready())
                .isEqualTo("the server at http://milvus:19530 answers, version v2.3.5; paused: nothing is written for"
                        + " its partitions; they go on when the annotation milvusops.io/paused is removed from it");
    }

    @Test
    void shouldTellOfNoPauseThatDoesNotHold() {
        speech.sayConnected(annotated("false"), "v2.3.5");
        assertThat(ready()).endsWith("version v2.3.5");

        speech.sayConnected(connection(), "v2.3.5");
        assertThat(ready()).endsWith("version v2.3.5");
    }

    /** Whoever meant to pause every drop of a connection has to learn that it is not paused. */
    @Test
    void shouldTellOfAnAnnotationThatMeansNothing() {
        MilvusConnection misspelt = connection();
        misspelt.getMetadata().setAnnotations(Map.of("milvusops.io/pasued", "true", "milvusops.io/paused", "false"));

        speech.sayConnected(misspelt, "v2.3.5");

        assertThat(ready())
                .endsWith("version v2.3.5; what means nothing to this version among its annotations:"
                        + " milvusops.io/pasued");
    }

    /** To be rid of the connection is no reason to lose data. */
    @Test
    void shouldWarnOfADeletionThatWouldFreeTheConnection() {
        speech.sayInUse(connection(), List.of("search/live", "search/waits (being deleted)"));

        assertThat(ready())
                .isEqualTo("being deleted, and needed for the drops of 2 MilvusPartition(s), among them search/live,"
                        + " search/waits (being deleted); it goes when they are gone, or have deletionPolicy: Retain;"
                        + " one that is being deleted says in its status what it waits for, and deleting one of the"
                        + " others drops its data");
    }

    @Test
    void shouldCountAnewForAConnectionThatWasForgotten() {
        say(Reason.PERMISSION_DENIED);
        now += Duration.ofMinutes(1).toNanos();
        speech.forget(connection());

        say(Reason.PERMISSION_DENIED);

        assertThat(stalled()).isEqualTo(ConditionStatus.FALSE);
    }
}
