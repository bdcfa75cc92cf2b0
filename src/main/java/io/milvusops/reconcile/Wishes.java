package io.milvusops.reconcile;

import io.milvusops.api.AdoptionPolicy;
import io.milvusops.api.Confirmation;
import io.milvusops.api.DeletionPolicy;
import io.milvusops.api.Ensure;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionSpec;
import io.milvusops.api.OnExternalDrop;
import io.milvusops.api.PartitionTarget;
import io.milvusops.api.PolicyDefaults;
import io.milvusops.api.WhenLoaded;
import io.milvusops.partition.Caution;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.DropGuard;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Wish;
import java.util.Objects;
import java.util.Optional;

/** Translates a resource into what it asks for. A value that is not understood is read as the one that keeps data. */
final class Wishes {

    private Wishes() {}

    /**
     * @param paused whether the connection is paused for all its partitions
     */
    static Wish of(MilvusPartition resource, String endpoint, PolicyDefaults defaults, boolean paused) {
        MilvusPartitionSpec spec =
                Objects.requireNonNull(resource.understoodSpec(), "an unreadable resource asks for nothing");
        return new Wish(
                resource.getMetadata().getUid(),
                Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L),
                address(spec.target(), endpoint),
                spec.effectiveEnsure() == Ensure.ABSENT ? Wish.Ensure.ABSENT : Wish.Ensure.PRESENT,
                spec.effectiveDeletionPolicy(defaults) == DeletionPolicy.DELETE
                        ? Wish.DeletionPolicy.DELETE
                        : Wish.DeletionPolicy.RETAIN,
                spec.effectiveAdoptionPolicy(defaults) == AdoptionPolicy.ADOPT
                        ? Wish.AdoptionPolicy.ADOPT
                        : Wish.AdoptionPolicy.REFUSE,
                spec.effectiveOnExternalDrop() == OnExternalDrop.RECREATE
                        ? Wish.OnExternalDrop.RECREATE
                        : Wish.OnExternalDrop.REPORT,
                guard(spec),
                caution(resource, spec),
                lifecycle(resource),
                activity(resource, paused),
                Records.annotation(resource, MetadataKeys.ACCEPT_REPLACEMENT));
    }

    private static Wish.Activity activity(MilvusPartition resource, boolean connectionPaused) {
        if (pauses(Records.annotation(resource, MetadataKeys.PAUSED))) {
            return Wish.Activity.PAUSED;
        }
        return connectionPaused ? Wish.Activity.CONNECTION_PAUSED : Wish.Activity.ACTIVE;
    }

    /** Whoever sets the annotation means it: only "false" says that it does not hold. */
    static boolean pauses(Optional<String> annotation) {
        return annotation.filter(value -> !value.equals("false")).isPresent();
    }

    private static DropGuard guard(MilvusPartitionSpec spec) {
        return new DropGuard(
                spec.effectiveMaxRows(),
                spec.effectiveWhenLoaded() == WhenLoaded.RELEASE ? Wish.WhenLoaded.RELEASE : Wish.WhenLoaded.BLOCK);
    }

    private static Caution caution(MilvusPartition resource, MilvusPartitionSpec spec) {
        return new Caution(
                spec.effectiveConfirmation() == Confirmation.NONE
                        ? Caution.Confirmation.NONE
                        : Caution.Confirmation.REQUIRED,
                spec.effectiveDelay(),
                Records.annotation(resource, MetadataKeys.CONFIRM_DROP));
    }

    static PartitionAddress address(PartitionTarget target, String endpoint) {
        return new PartitionAddress(
                new CollectionAddress(endpoint, target.effectiveDatabase(), target.collection()), target.partition());
    }

    private static Wish.Lifecycle lifecycle(MilvusPartition resource) {
        if (!resource.isMarkedForDeletion()) {
            return Wish.Lifecycle.LIVE;
        }
        if (!PartitionView.held(resource)) {
            return Wish.Lifecycle.UNHELD;
        }
        return Abandonment.declared(resource) ? Wish.Lifecycle.ABANDONED : Wish.Lifecycle.DELETING;
    }
}
