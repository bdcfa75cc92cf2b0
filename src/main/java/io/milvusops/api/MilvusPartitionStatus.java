package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator last saw of a partition, remembers of it and did to it. */
public record MilvusPartitionStatus(
        @JsonPropertyDescription("The metadata.generation that this status is about; -1 before the first look.")
        @Default("-1")
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready, Reconciling, Stalled and DropBlocked, each at most once.")
        @Size(max = 16)
        @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("Whether the partition is there, by the last answer of the server: Present, Absent, or"
                + " Unknown while no answer proves either.")
        @Nullable
        PartitionState partitionState,

        @JsonPropertyDescription("The partition that this resource stands for. Only this one is ever dropped.")
        @Nullable
        BindingStatus binding,

        @JsonPropertyDescription("What deleting this resource now would do. Drop: drop the bound partition, or the one"
                + " whose creation is under way. Retain: leave it in Milvus, by deletionPolicy or"
                + " the annotation milvusops.io/abandon. Nothing: nothing is bound, or another"
                + " resource owns it.")
        @Nullable
        OnDelete onDelete,

        @JsonPropertyDescription("Rows and load state, taken on request and before a drop; not kept up to date.")
        @Nullable
        MeasuredStatus measured,

        @JsonPropertyDescription("The record of the current order to drop.") @Nullable
        DropStatus drop,

        @JsonPropertyDescription(
                "The value of the annotation milvusops.io/reconcile-requested-at that was last" + " answered.")
        @Nullable
        String lastHandledReconcileAt,

        @JsonPropertyDescription("The id of another partition that has the name now: what the annotation"
                + " milvusops.io/accept-replacement takes. Unset while none waits to be accepted.")
        @Nullable
        String replacementPartitionID) {

    /** Before the first look. */
    public static final MilvusPartitionStatus UNSEEN =
            new MilvusPartitionStatus(-1L, null, null, null, null, null, null, null, null);

    /** The same records with other conditions, about that generation. */
    public MilvusPartitionStatus saying(@Nullable Long generation, List<Condition> told) {
        return new MilvusPartitionStatus(
                generation,
                told,
                partitionState,
                binding,
                onDelete,
                measured,
                drop,
                lastHandledReconcileAt,
                replacementPartitionID);
    }
}
