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

    @Test
    void shouldCountAnewForAConnectionThatWasForgotten() {
        say(Reason.PERMISSION_DENIED);
        now += Duration.ofMinutes(1).toNanos();
        speech.forget(connection());

        say(Reason.PERMISSION_DENIED);

        assertThat(stalled()).isEqualTo(ConditionStatus.FALSE);
    }
}
