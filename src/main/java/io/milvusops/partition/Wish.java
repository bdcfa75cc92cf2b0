package io.milvusops.partition;

import java.util.Optional;

/**
 * What one resource asks for, with every default resolved.
 *
 * @param uid the resource's uid: a resource made again under the same name is another one
 * @param generation the resource's generation: every change of what is wanted is a new one
 * @param accepted the text that a user accepted a replacement with, whatever it accepts
 */
public record Wish(
        String uid,
        long generation,
        PartitionAddress address,
        Ensure ensure,
        DeletionPolicy deletionPolicy,
        AdoptionPolicy adoptionPolicy,
        OnExternalDrop onExternalDrop,
        DropGuard guard,
        Caution caution,
        Lifecycle lifecycle,
        Activity activity,
        Optional<String> accepted) {

    /** Whether the partition shall exist. */
    public enum Ensure {
        PRESENT,
        ABSENT
    }

    /** What deleting the resource does to the partition. */
    public enum DeletionPolicy {
        DELETE,
        RETAIN
    }

    /** What to do with a partition that was there before the resource. */
    public enum AdoptionPolicy {
        ADOPT,
        REFUSE
    }

    /** What to do when the partition was dropped by somebody else. */
    public enum OnExternalDrop {
        RECREATE,
        REPORT
    }

    /** What to do when the partition to be dropped is loaded. */
    public enum WhenLoaded {
        RELEASE,
        BLOCK
    }

    /** Whether the resource has no use for its partition any more. */
    public boolean givesUp() {
        return lifecycle != Lifecycle.LIVE || ensure == Ensure.ABSENT;
    }

    /**
     * Whether the resource looks at what it has recorded, wherever that is by now. One whose order is fulfilled looks at
     * what has the name: that may be in another collection.
     */
    public boolean follows(Memory recorded) {
        return lifecycle != Lifecycle.LIVE
                || (ensure == Ensure.ABSENT && recorded.current().isPresent());
    }

    /** Where the resource is in its life. */
    public enum Lifecycle {
        LIVE,
        DELETING,
        /** Being deleted, and a user said that the partition is to be left alone. */
        ABANDONED,
        /** Being deleted without our finalizer: it may vanish at any moment, so nothing is begun for it. */
        UNHELD
    }

    /** Whether writes to Milvus are allowed. */
    public enum Activity {
        ACTIVE,
        /** By an annotation on the resource. */
        PAUSED,
        /** By an annotation on its connection, for all that use it. */
        CONNECTION_PAUSED;

        boolean paused() {
            return this != ACTIVE;
        }
    }
}
