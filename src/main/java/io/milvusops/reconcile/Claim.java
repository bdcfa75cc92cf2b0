package io.milvusops.reconcile;

import io.milvusops.partition.Binding;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.PartitionAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What one resource has to do with a partition.
 *
 * @param resource namespace/name, for messages
 * @param named the partition as the resource names it
 * @param addresses that, and where its recorded collection was found by its id
 * @param attempted a recorded drop whose outcome is not on record yet
 * @param created the API server's creationTimestamp; only compared with others of its kind, never with a clock
 */
record Claim(
        String uid,
        String resource,
        PartitionAddress named,
        Set<PartitionAddress> addresses,
        Optional<Binding> binding,
        Optional<Incarnation> attempted,
        Instant created,
        Demand demand,
        Hold hold) {

    /** What it wants of the partition. */
    enum Demand {
        PRESENT,
        /** Live and declared absent. */
        ABSENT,
        /** Being deleted. */
        LEAVING,
        /** Not allowed by its connection, whatever it wants. */
        REFUSED,
        /** Not allowed any more to have what it has recorded: nobody else has been given that. */
        SHUT_OUT
    }

    /** Whether deleting the resource is under our control: by our finalizer, or because nothing would be dropped. */
    enum Hold {
        SECURED,
        OPEN
    }

    boolean wantsPresent() {
        return demand == Demand.PRESENT || demand == Demand.SHUT_OUT;
    }
}
