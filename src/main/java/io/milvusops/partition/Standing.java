package io.milvusops.partition;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the resource stands among all resources that name the same partition. */
public sealed interface Standing {

    /**
     * Nobody else's claim comes first.
     *
     * @param inheritances what predecessors that want it no longer have recorded
     * @param attempts drops of other resources under this name whose outcome is not on record yet
     */
    record Owner(List<Inheritance> inheritances, List<Attempt> attempts) implements Standing {
        /** Alone, with nothing to inherit and nobody to wait for. */
        public static final Owner ALONE = new Owner(List.of(), List.of());

        public Owner {
            inheritances = List.copyOf(inheritances);
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * Another resource's drop that may have been sent: by name, so it may hit what is created before it is settled.
     *
     * @param settledNanos after which monotonic instant it can do nothing any more; empty while that is not known
     */
    record Attempt(String resource, Incarnation incarnation, OptionalLong settledNanos) {

        /** Whether a list tells what it did: whoever sent it may have no way to the server any more. */
        boolean settledBy(Observation observation) {
            return settledNanos.isPresent()
                    && observation instanceof Observation.Listed listed
                    && listed.snapshot().beganAfter(settledNanos.getAsLong());
        }
    }

    /** What a predecessor leaves. */
    record Inheritance(Incarnation incarnation, Binding.Origin origin) {}

    /** Said to a resource that wants the partition present: another one that wants it, too, comes first. */
    record Claimed(String owner) implements Standing {}

    /**
     * Said to a resource that gives the partition up: another live resource takes it over.
     *
     * @param bound what it has bound under a finalizer of its own (or Retain), empty while it has not
     */
    record Heir(String name, Optional<Incarnation> bound) implements Standing {}
}
