package io.milvusops.reconcile;

import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Permit;
import io.milvusops.partition.Access;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Standing;
import io.milvusops.partition.Wish;
import io.milvusops.reconcile.PartitionView.Sight;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Whether a collection may be flushed for a look that a resource asks for. A flush changes no data, and is a write all
 * the same: it is for who may write to the partition now.
 *
 * @param shown the resource as the watch shows it now, empty when it is gone
 */
record FlushPermit(PartitionView view, Supplier<Optional<MilvusPartition>> shown) implements Permit {

    /** What is seen there is not the resource's, or every write is held. */
    private static final Set<Reason> LEFT_ALONE = Set.of(
            Reason.NOT_ALLOWED,
            Reason.ENDPOINT_CHANGED,
            Reason.ALREADY_EXISTS,
            Reason.PARTITION_REPLACED,
            Reason.REAPPEARED);

    @Override
    public Optional<String> refusal() {
        try {
            return shown.get().map(this::refusal).orElseGet(() -> Optional.of("the resource is gone"));
        } catch (CancellationException stopping) {
            return Optional.of("the operator is stopping");
        }
    }

    private Optional<String> refusal(MilvusPartition resource) {
        Sight sight = view.lookArmed(resource);
        if (sight.wish().activity() != Wish.Activity.ACTIVE) {
            return Optional.of("the resource or its connection is paused");
        }
        if (!(view.standing(resource) instanceof Standing.Owner)) {
            return Optional.of("another resource owns the partition");
        }
        boolean held = sight.reach().access() instanceof Access.Withheld
                || LEFT_ALONE.contains(sight.plan().reason());
        return held ? Optional.of(sight.plan().message()) : Optional.empty();
    }
}
