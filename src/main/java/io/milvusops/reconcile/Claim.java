package io.milvusops.reconcile;

import io.milvusops.partition.Binding;
import io.milvusops.partition.PartitionAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * What one resource has to do with a partition.
 *
 * @param resource namespace/name, for messages
 * @param created the API server's creationTimestamp; only compared with others of its kind, never with a clock
 */
record Claim(
        String uid,
        String resource,
        PartitionAddress address,
        Optional<Binding> binding,
        Instant created,
        Demand demand,
        Custody custody) {

    /** What it wants of the partition. */
    enum Demand {
        PRESENT,
        /** Live and declared absent. */
        ABSENT,
        /** Being deleted. */
        LEAVING,
        /** Not allowed by its connection, whatever it wants. */
        REFUSED
    }

    /** Whether deleting the resource is under our control: by our finalizer, or because nothing would be dropped. */
    enum Custody {
        SECURED,
        OPEN
    }

    boolean wantsPresent() {
        return demand == Demand.PRESENT;
    }
}
