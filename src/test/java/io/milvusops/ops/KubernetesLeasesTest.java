package io.milvusops.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.dsl.FunctionCallable;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to write the Lease. */
class KubernetesLeasesTest {

    private static final ElectionRules RULES = new ElectionRules(
            "operators", "lease", Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
    private static final LeaseRecord SEEN = new LeaseRecord("one", Duration.ofSeconds(15), 0, "7");

    private final KubernetesClient client = mock();
    private final NamespaceableResource<Lease> write = mock();
    private final List<Lease> sent = new ArrayList<>();

    private Leases leases() {
        return new KubernetesLeases(client, RULES);
    }

    @BeforeEach
    void takeEveryWrite() {
        NamespacedKubernetesClient namespaced = mock();
        FunctionCallable<NamespacedKubernetesClient> patient = mock();
        when(client.getConfiguration()).thenReturn(Config.empty());
        when(client.adapt(NamespacedKubernetesClient.class)).thenReturn(namespaced);
        when(namespaced.withRequestConfig(any(RequestConfig.class))).thenAnswer(call -> patient);
        when(patient.call(any()))
                .thenAnswer(call -> call.<Function<NamespacedKubernetesClient, Lease>>getArgument(0)
                        .apply(namespaced));
        when(namespaced.resource(any(Lease.class))).thenAnswer(call -> {
            sent.add(call.getArgument(0));
            return write;
        });
    }

    /** Whoever has written in between has the Lease: the API server refuses what names an older version. */
    @Test
    void shouldWriteOverExactlyTheVersionThatWasSeen() {
        when(write.update()).thenAnswer(call -> sent.get(0));

        leases().replace(SEEN);

        assertThat(sent)
                .extracting(lease -> lease.getMetadata().getResourceVersion())
                .containsExactly("7");
    }

    @Test
    void shouldTellThatAnotherVersionIsTheNewest() {
        when(write.update()).thenThrow(new KubernetesClientException("the object has been modified", 409, null));

        assertThat(leases().replace(SEEN)).isEqualTo(Optional.empty());
    }
}
