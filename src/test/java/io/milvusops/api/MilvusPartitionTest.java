package io.milvusops.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MilvusPartitionTest {

    private final KubernetesSerialization serialization = ResourceSerialization.create();

    /** The framework adds a finalizer wherever it hears "no" about a live resource. */
    @Test
    void shouldNeverAskForAFinalizerWhileItLives() {
        assertThat(new MilvusPartition().hasFinalizer(MetadataKeys.PARTITION_FINALIZER))
                .isTrue();
    }

    @Test
    void shouldTellWhetherItsFinalizerIsThereOnceItIsBeingDeleted() {
        MilvusPartition partition = new MilvusPartition();
        partition.setMetadata(new ObjectMetaBuilder()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .build());
        assertThat(partition.hasFinalizer(MetadataKeys.PARTITION_FINALIZER)).isFalse();

        partition.getMetadata().getFinalizers().add(MetadataKeys.PARTITION_FINALIZER);
        assertThat(partition.hasFinalizer(MetadataKeys.PARTITION_FINALIZER)).isTrue();
    }

    @Test
    void shouldFillInWhatWasLeftOut() {
        MilvusPartitionSpec spec = spec("collection: book\npartition: novel\n");

        assertThat(spec.target().effectiveConnection("search")).isEqualTo(new ConnectionKey("search", "default"));
        assertThat(spec.target().effectiveDatabase()).isEqualTo("default");
        assertThat(spec.effectiveEnsure()).isEqualTo(Ensure.PRESENT);
        assertThat(spec.effectiveDeletionPolicy(PolicyDefaults.UNSET)).isEqualTo(DeletionPolicy.DELETE);
        assertThat(spec.effectiveAdoptionPolicy(PolicyDefaults.UNSET)).isEqualTo(AdoptionPolicy.ADOPT);
        assertThat(spec.effectiveOnExternalDrop()).isEqualTo(OnExternalDrop.RECREATE);
        assertThat(spec.effectiveWhenLoaded()).isEqualTo(WhenLoaded.RELEASE);
    }

    @Test
    void shouldFollowTheConnectionWhereItSetsNoPolicy() {
        MilvusPartitionSpec spec = spec("collection: book\npartition: novel\n");
        PolicyDefaults defaults = new PolicyDefaults(DeletionPolicy.RETAIN, AdoptionPolicy.REFUSE);

        assertThat(spec.effectiveDeletionPolicy(defaults)).isEqualTo(DeletionPolicy.RETAIN);
        assertThat(spec.effectiveAdoptionPolicy(defaults)).isEqualTo(AdoptionPolicy.REFUSE);
    }

    @Test
    void shouldKeepWhatWasWritten() {
        MilvusPartitionSpec spec = spec("""
                collection: book
                partition: novel
                connectionRef: {name: east, namespace: shared}
                database: library
                ensure: absent
                deletionPolicy: Delete
                adoptionPolicy: Adopt
                onExternalDrop: Report
                dropGuard: {whenLoaded: Block}
                """);
        PolicyDefaults defaults = new PolicyDefaults(DeletionPolicy.RETAIN, AdoptionPolicy.REFUSE);

        assertThat(spec.target().effectiveConnection("search")).isEqualTo(new ConnectionKey("shared", "east"));
        assertThat(spec.target().effectiveDatabase()).isEqualTo("library");
        assertThat(spec.effectiveEnsure()).isEqualTo(Ensure.ABSENT);
        assertThat(spec.effectiveDeletionPolicy(defaults)).isEqualTo(DeletionPolicy.DELETE);
        assertThat(spec.effectiveAdoptionPolicy(defaults)).isEqualTo(AdoptionPolicy.ADOPT);
        assertThat(spec.effectiveOnExternalDrop()).isEqualTo(OnExternalDrop.REPORT);
        assertThat(spec.effectiveWhenLoaded()).isEqualTo(WhenLoaded.BLOCK);
    }

    /** A default that is written out by reading and writing would be a change that nobody made. */
    @Test
    void shouldNotWriteDefaultsOut() {
        MilvusPartition partition = new MilvusPartition();
        partition.setSpec(spec("collection: book\npartition: novel\n"));

        assertThat(serialization.asJson(partition))
                .contains("\"spec\":{\"collection\":\"book\",\"partition\":\"novel\"}")
                .doesNotContain("status");
    }

    private MilvusPartitionSpec spec(String yaml) {
        MilvusPartition partition = serialization.unmarshal(
                "apiVersion: milvusops.io/v1alpha1\nkind: MilvusPartition\nspec:\n" + yaml.indent(2),
                MilvusPartition.class);
        assertThat(partition.unreadable()).isEmpty();
        return Objects.requireNonNull(partition.getSpec());
    }
}
