package io.milvusops.reconcile;

import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Access;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import io.milvusops.partition.Wish;
import io.milvusops.reconcile.PartitionView.Sight;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * When our finalizer is on a resource: exactly while a drop may be needed. The connection is held before its first
 * partition, so that the way to the server outlives every drop.
 */
final class Custody {

    private final ResourceWrites writes;
    private final Function<ConnectionKey, Optional<MilvusConnection>> connections;
    private final InUse inUse;

    /** By the uid of who was let go, or may have been: what tells of it, empty when it was told. */
    private final Map<String, Optional<Runnable>> released = new ConcurrentHashMap<>();

    Custody(ResourceWrites writes, Function<ConnectionKey, Optional<MilvusConnection>> connections, InUse inUse) {
        this.writes = writes;
        this.connections = connections;
        this.inUse = inUse;
    }

    /**
     * Whether the resource must be held before the plan's step, whatever that is: its deletion may come at any moment.
     * An intent that somebody took off is put back.
     */
    boolean missing(Sight sight) {
        boolean recorded = sight.memory().openIntent().isEmpty()
                || Records.read(sight.resource()).openIntent().isPresent();
        return sight.wish().lifecycle() == Wish.Lifecycle.LIVE
                && droppable(sight)
                && !unseen(sight)
                && !(PartitionView.held(sight.resource()) && recorded)
                && policyKnown(sight);
    }

    /** Whether another one is served is not seen now: who was let go for it is not held again for that. */
    private static boolean unseen(Sight sight) {
        return sight.plan().reason() == Reason.HANDING_OVER && sight.plan().step() instanceof Step.Look;
    }

    /** Without its connection nobody knows the policy that a resource may have from there. */
    private boolean policyKnown(Sight sight) {
        return sight.wish().ensure() == Wish.Ensure.ABSENT
                || sight.resource().understoodSpec().deletionPolicy() != null
                || connections.apply(Connections.key(sight.resource())).isPresent();
    }

    /** Whether the resource is held though nothing would be dropped. */
    boolean needless(Sight sight) {
        boolean seen =
                sight.reach().access() instanceof Access.Granted && sight.plan().step() instanceof Step.Rest;
        return sight.wish().lifecycle() == Wish.Lifecycle.LIVE
                && PartitionView.held(sight.resource())
                && !droppable(sight)
                && (seen || retained(sight));
    }

    /** Who keeps its partition can go without its server, unless a call may still do something, or is to be recorded. */
    private static boolean retained(Sight sight) {
        Memory memory = sight.plan().memory();
        return sight.wish().deletionPolicy() == Wish.DeletionPolicy.RETAIN
                && sight.wish().ensure() == Wish.Ensure.PRESENT
                && memory.openIntent().isEmpty()
                && !memory.attempted()
                && !(sight.plan().step() instanceof Step.Remember);
    }

    /** Whether the resource tells of a creation that nothing came of: a later stranger must not look like it. */
    boolean misleading(Sight sight) {
        Memory recorded = Records.read(sight.resource());
        return sight.memory().openIntent().isEmpty()
                && Records.annotatedIntent(sight.resource())
                        .filter(intent -> intent.openFor(recorded))
                        .isPresent();
    }

    /** Whether the record that is about to be written would make an intent count again that is closed. */
    boolean reviving(Sight sight) {
        Memory recorded = Records.read(sight.resource());
        return Records.annotatedIntent(sight.resource())
                .filter(intent -> !intent.openFor(recorded))
                .filter(intent -> intent.openFor(sight.plan().memory()))
                .isPresent();
    }

    private static boolean droppable(Sight sight) {
        Plan plan = sight.plan();
        boolean dropsOnDelete = sight.wish().deletionPolicy() == Wish.DeletionPolicy.DELETE;
        boolean ordered = sight.wish().ensure() == Wish.Ensure.ABSENT;
        return plan.memory().mayOwn() && plan.reason() != Reason.CLAIMED_BY_OTHER && (dropsOnDelete || ordered);
    }

    /** Writes annotations, and holds the connection and the resource. */
    Optional<MilvusPartition> take(Sight sight, Map<String, String> annotations) {
        MilvusPartition resource = sight.resource();
        released.remove(sight.wish().uid());
        return inUse.hold(resource, () -> writes.hold(resource, MetadataKeys.PARTITION_FINALIZER, annotations));
    }

    /** Takes our finalizer off a resource that lives on, and of which nothing would be dropped. */
    Optional<MilvusPartition> spare(Sight sight) {
        return letGo(sight);
    }

    /**
     * Takes our finalizer off one that is being deleted: what becomes of the partition is decided.
     *
     * @param farewell tells that, once, when the resource is let go or is seen to be gone
     */
    Optional<MilvusPartition> release(Sight sight, Runnable farewell) {
        String uid = sight.wish().uid();
        // Before the write: the event that the resource is gone may come before its answer, or without one.
        Optional<Runnable> untold = Optional.of(farewell);
        released.put(uid, untold);
        try {
            Optional<MilvusPartition> free = letGo(sight);
            if (free.isEmpty()) {
                released.remove(uid);
            } else if (released.replace(uid, untold, Optional.empty())) {
                farewell.run();
            }
            return free;
        } catch (RefusedWriteException refused) {
            if (refused.lasts()) {
                // Whoever takes the finalizer off then does it behind our back.
                released.remove(uid);
            }
            throw refused;
        }
    }

    private Optional<MilvusPartition> letGo(Sight sight) {
        Optional<MilvusPartition> free =
                writes.letGo(sight.resource(), MetadataKeys.PARTITION_FINALIZER, MetadataKeys.CREATE_INTENT);
        free.ifPresent(resource -> inUse.spare(sight.wish().uid()));
        return free;
    }

    /** Takes back an intent that nothing came of. */
    Optional<MilvusPartition> withdraw(Sight sight) {
        return writes.forget(sight.resource(), MetadataKeys.CREATE_INTENT);
    }

    /** Whether a resource that vanished was let go by us, which is told then at the latest; asked once, then forgotten. */
    boolean released(String uid) {
        Optional<Runnable> untold = released.remove(uid);
        if (untold == null) {
            return false;
        }
        untold.ifPresent(Runnable::run);
        return true;
    }
}
