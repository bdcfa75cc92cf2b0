package io.milvusops.ops;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One process in the election, one try at a time. A Lease of somebody else is taken only after it was seen unchanged
 * for its whole duration by this process's own monotonic clock; every write is a compare-and-set.
 */
final class Candidate {

    private record Sighting(LeaseRecord lease, long sinceNanos) {}

    private final String identity;
    private final ElectionRules rules;
    private final Leases leases;
    private final Leadership leadership;
    private final LongSupplier nanos;
    private Optional<Sighting> seen = Optional.empty();
    private Optional<LeaseRecord> held = Optional.empty();

    /** @param identity that no other process has or ever had */
    Candidate(String identity, ElectionRules rules, Leases leases, Leadership leadership, LongSupplier nanos) {
        this.identity = identity;
        this.rules = rules;
        this.leases = leases;
        this.leadership = leadership;
        this.nanos = nanos;
    }

    /** Tries to win the Lease, or to renew it; what comes of it is told to the leadership. */
    synchronized void attempt() {
        if (leadership.over()) {
            return;
        }
        Optional<LeaseRecord> known = held;
        // Whatever fails from here on: what the Lease is now is read before the next write.
        held = Optional.empty();
        if (known.isEmpty() || !write(() -> leases.replace(mine(known.get())))) {
            attempt(leases.read());
        }
    }

    /** Whoever led, and finds the Lease not its own, cannot know who led meanwhile: it never takes it again. */
    private void attempt(Optional<LeaseRecord> shown) {
        if (shown.isPresent() && shown.get().holder().equals(identity)) {
            write(() -> leases.replace(mine(shown.get())));
        } else if (leadership.elected()) {
            leadership.lost();
        } else if (shown.isEmpty()) {
            write(() -> leases.create(new LeaseRecord(identity, rules.leaseDuration(), 0, "")));
        } else if (free(shown.get())) {
            write(() -> leases.replace(mine(shown.get())));
        }
    }

    /** Takes no part any more, and gives the Lease back, so that nobody has to wait it out. */
    synchronized void resign() {
        leadership.resigned();
        held.map(own -> own.heldBy("", rules.leaseDuration())).ifPresent(leases::replace);
        held = Optional.empty();
    }

    private LeaseRecord mine(LeaseRecord lease) {
        return lease.heldBy(identity, rules.leaseDuration());
    }

    private boolean write(Supplier<Optional<LeaseRecord>> request) {
        long begun = nanos.getAsLong();
        held = request.get();
        held.ifPresent(written -> leadership.renewed(begun));
        return held.isPresent();
    }

    private boolean free(LeaseRecord lease) {
        if (lease.holder().isEmpty()) {
            return true;
        }
        Sighting sighting = seen.filter(before -> before.lease().equals(lease))
                .orElseGet(() -> new Sighting(lease, nanos.getAsLong()));
        seen = Optional.of(sighting);
        return nanos.getAsLong() - sighting.sinceNanos() >= lease.duration().toNanos();
    }
}
