package io.milvusops.ops;

import java.time.Duration;

/**
 * The Lease as an answer of the API server showed it. It has no time of day: how old a Lease is, each process measures
 * by itself, from when it first saw this version of it.
 *
 * @param holder the identity of the leader; empty when the Lease was given back
 * @param duration how long the holder counts on it after a renewal
 * @param transitions how often it changed hands
 * @param version of the object; every write makes a new one
 */
record LeaseRecord(String holder, Duration duration, int transitions, String version) {

    /** The same Lease in the hands of somebody; empty for nobody. */
    LeaseRecord heldBy(String identity, Duration counting) {
        boolean changesHands = !identity.isEmpty() && !holder.equals(identity);
        return new LeaseRecord(identity, counting, changesHands ? transitions + 1 : transitions, version);
    }
}
