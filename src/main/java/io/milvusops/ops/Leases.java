package io.milvusops.ops;

import java.util.Optional;

/**
 * The one Lease of an election. Every method may fail with a RuntimeException; whether a write was then carried out is
 * not known.
 */
interface Leases {

    /** As it is now, never from a cache; empty when there is none. */
    Optional<LeaseRecord> read();

    /** Makes it; empty when there is one already. */
    Optional<LeaseRecord> create(LeaseRecord first);

    /** Writes over exactly the version that the record names; empty when that is not the newest one, or it is gone. */
    Optional<LeaseRecord> replace(LeaseRecord next);
}
