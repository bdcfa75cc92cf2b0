package io.milvusops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Objects that were stored under another schema, as a real API server serves them. */
class UnreadableResourceIT {

    private static InstalledKinds kinds;

    @BeforeAll
    static void storeUnderAnotherSchema() throws Exception {
        kinds = new InstalledKinds();
        kinds.installWithoutRules();
        for (String spec : List.of(
                "good: {collection: book, partition: novel}",
                "later: {collection: book, partition: novel, ensure: archived}",
                "wrong: {collection: 7, partition: novel}",
                "broken-status: {collection: book, partition: novel}")) {
            kinds.create(partition(spec));
        }
        kinds.kubectl(
                "patch",
                "mpart",
                "broken-status",
                "--subresource=status",
                "--type=merge",
                "--patch",
                "{\"status\":{\"binding\":{\"partitionID\":449}}}");
        kinds.install();
    }

    @AfterAll
    static void stop() {
        kinds.close();
    }

    @Test
    void shouldStopNobodyElse() {
        try (SharedIndexInformer<MilvusPartition> informer = partitions().inform()) {
            await().untilAsserted(() -> assertThat(informer.getStore().list()).hasSize(4));
            assertThat(cached(informer, "good").unreadable()).isEmpty();
            assertThat(cached(informer, "later").unreadable())
                    .extracting(Unreadable::path)
                    .containsExactly("spec.ensure");
            assertThat(cached(informer, "wrong").unreadable())
                    .extracting(Unreadable::path)
                    .containsExactly("spec.collection");
            assertThat(cached(informer, "broken-status").unreadable())
                    .extracting(Unreadable::path)
                    .containsExactly("status.binding.partitionID");

            kinds.kubectl("annotate", "mpart", "later", "touched=yes");

            await().untilAsserted(() -> assertThat(
                            cached(informer, "later").getMetadata().getAnnotations())
                    .containsEntry("touched", "yes"));
            assertThat(cached(informer, "later").unreadable()).hasSize(1);
            assertThat(informer.isRunning()).isTrue();
        }
    }

    @Test
    void shouldTakeAStatusBesideASpecThatIsNotUnderstood() {
        MilvusPartition later = partitions().withName("later").get();
        later.setStatus(new MilvusPartitionStatus(1L, null, null, null, null, null, null, null, null));

        partitions().resource(later).updateStatus();

        assertThat(kinds.kubectl("get", "mpart", "later", "-o", "jsonpath={.spec.ensure} {.status.observedGeneration}"))
                .isEqualTo("archived 1");
    }

    /** The API server checks rules on old values too: such an object can be reported, but not in its own status. */
    @Test
    void shouldLeaveAloneWhatTheApiServerItselfCannotWrite() {
        MilvusPartition wrong = partitions().withName("wrong").get();
        wrong.setStatus(new MilvusPartitionStatus(1L, null, null, null, null, null, null, null, null));

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> partitions().resource(wrong).updateStatus())
                .satisfies(refusal -> assertThat(refusal.getCode()).isEqualTo(422));
        assertThat(kinds.kubectl("get", "mpart", "wrong", "-o", "jsonpath={.spec.collection}"))
                .isEqualTo("7");
    }

    private static NonNamespaceOperation<MilvusPartition, ?, Resource<MilvusPartition>> partitions() {
        return kinds.client().resources(MilvusPartition.class).inNamespace("default");
    }

    private static MilvusPartition cached(SharedIndexInformer<MilvusPartition> informer, String name) {
        return Objects.requireNonNull(informer.getStore().getByKey("default/" + name), name);
    }

    private static String partition(String nameAndSpec) {
        int colon = nameAndSpec.indexOf(':');
        return "apiVersion: milvusops.io/v1alpha1\nkind: MilvusPartition\nmetadata:\n  name: "
                + nameAndSpec.substring(0, colon) + "\nspec:" + nameAndSpec.substring(colon + 1) + "\n";
    }
}
