package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.lane.LaneEvents;
import io.milvusops.milvus.Entitlement;
import io.milvusops.milvus.GrpcServers;
import io.milvusops.milvus.RequestListener;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever has to mend a login reads which Secret it is, and what else can be done. */
class CredentialsTest {

    private static final String NAMED =
            "the Secret search/milvus-login, named in credentialsSecretRef of MilvusConnection search/default, ";

    private static final MilvusConnection CONNECTION =
            ResourceSerialization.create().unmarshal("""
            apiVersion: milvusops.io/v1alpha1
            kind: MilvusConnection
            metadata: {name: default, namespace: search, uid: one}
            spec: {uri: "http://milvus:19530", credentialsSecretRef: {name: milvus-login}}
            """, MilvusConnection.class);

    private static AbstractThrowableAssert<?, ?> assertThatOpeningFailsWith(@Nullable Secret secret) {
        KubernetesClient client = mock();
        MixedOperation<Secret, SecretList, Resource<Secret>> everywhere = mock();
        NonNamespaceOperation<Secret, SecretList, Resource<Secret>> there = mock();
        Resource<Secret> login = mock();
        when(client.secrets()).thenReturn(everywhere);
        when(everywhere.inNamespace("search")).thenReturn(there);
        when(there.withName("milvus-login")).thenReturn(login);
        when(login.get()).thenReturn(secret);
        Sessions sessions = new Sessions(
                client,
                (uri, content, timeout) ->
                        GrpcServers.open(uri, content, timeout, Entitlement.UNLIMITED, RequestListener.NONE),
                key -> mock(LaneEvents.class),
                key -> {},
                key -> {},
                System::nanoTime);
        return assertThatThrownBy(() -> sessions.lanes(new ConnectionKey("search", "default"), CONNECTION))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameTheSecretThatIsMissingAndWhatToDoWhereItCannotBeCreated() {
        assertThatOpeningFailsWith(null)
                .hasMessage(NAMED
                        + "does not exist; create it with the keys username and password, or token; or, where its"
                        + " namespace is being deleted and takes none, cancel the drops that wait for it");
    }

    /** Otherwise the server would be asked without a login, and refuse that for a reason that misleads. */
    @Test
    void shouldNameTheSecretThatIsEmpty() {
        assertThatOpeningFailsWith(new SecretBuilder()
                        .withNewMetadata()
                        .withName("milvus-login")
                        .endMetadata()
                        .build())
                .hasMessage(NAMED + "is empty; add the keys username and password, or token");
    }

    @Test
    void shouldNameTheSecretThatLacksItsKeys() {
        assertThatOpeningFailsWith(new SecretBuilder()
                        .withNewMetadata()
                        .withName("milvus-login")
                        .endMetadata()
                        .addToData("username", "cm9vdA==")
                        .build())
                .hasMessage(NAMED + "has neither token nor both username and password; add them");
    }
}
