package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One partition of a Milvus collection, as a user wants it and as the operator last saw it. */
@Group("milvusops.io")
@Version("v1alpha1")
@Plural("milvuspartitions")
@Singular("milvuspartition")
@ShortNames("mpart")
@Categories("milvus")
@JsonClassDescription(
        "One partition of a Milvus collection. Deleting the resource, unless deletionPolicy is Retain, or setting ensure"
                + " to absent permanently drops the partition with all its data.")
@JsonDeserialize(using = MilvusPartition.Reader.class)
@AdditionalPrinterColumn(name = "COLLECTION", jsonPath = ".spec.collection")
@AdditionalPrinterColumn(name = "PARTITION", jsonPath = ".spec.partition")
@AdditionalPrinterColumn(name = "ENSURE", jsonPath = ".spec.ensure")
@AdditionalPrinterColumn(name = "READY", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "REASON", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "ORIGIN", jsonPath = ".status.binding.origin")
@AdditionalPrinterColumn(name = "ON-DELETE", jsonPath = ".status.onDelete")
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "DATABASE", jsonPath = ".spec.database", priority = 1)
@AdditionalPrinterColumn(name = "CONNECTION", jsonPath = ".spec.connectionRef.name", priority = 1)
@AdditionalPrinterColumn(name = "PARTITION-ID", jsonPath = ".status.binding.partitionID", priority = 1)
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
public class MilvusPartition extends TolerantResource<MilvusPartitionSpec, MilvusPartitionStatus> {

    private static final long serialVersionUID = 1L;

    /** What could be read of a spec that is not understood as a whole. */
    private transient @Nullable PartitionTarget legible;

    /**
     * Which partition the resource is about. Empty only if its spec is missing, or not understood in this part: then
     * {@link #unreadable()} says why.
     */
    public Optional<PartitionTarget> target() {
        return Optional.ofNullable(getSpec()).map(MilvusPartitionSpec::target).or(() -> Optional.ofNullable(legible));
    }

    /**
     * Which partition a resource is about that {@link #target()} is known of.
     *
     * @throws IllegalStateException when it is not
     */
    public PartitionTarget understoodTarget() {
        return target().orElseThrow(
                        () -> new IllegalStateException("the spec names no partition; ask unreadable() first"));
    }

    @Override
    void takeSpec(PartReader.Reading<MilvusPartitionSpec> reading) {
        super.takeSpec(reading);
        legible = PartReader.read(Unreadable.Part.SPEC, reading.node(), PartitionTarget.class)
                .value();
    }

    /** Null for a resource as it was read only if {@link #unreadable()} says why. */
    @Override
    @Required
    @JsonPropertyDescription("What is wanted.")
    public @Nullable MilvusPartitionSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription("What the operator last saw and did. Written by the operator only.")
    public @Nullable MilvusPartitionStatus getStatus() {
        return super.getStatus();
    }

    static final class Reader extends TolerantReader<MilvusPartitionSpec, MilvusPartitionStatus, MilvusPartition> {
        Reader() {
            super(MilvusPartition::new, MilvusPartitionSpec.class, MilvusPartitionStatus.class);
        }

        @Override
        List<Unreadable> gaps(ObjectMeta metadata, MilvusPartitionStatus status) {
            BindingStatus binding = status.binding();
            return binding == null || !Objects.equals(metadata.getUid(), binding.ownerUID())
                    ? List.of()
                    : binding.gaps();
        }
    }
}
