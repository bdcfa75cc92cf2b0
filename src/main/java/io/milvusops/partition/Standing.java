package io.milvusops.partition;

import java.util.Optional;

/** Where the resource stands among all resources that name the same partition. */
public sealed interface Standing {

    /**
     * Nobody else's claim comes first.
     *
     * @param inherited the origin recorded by a predecessor that hands exactly this partition over
     * @param attempt a drop of another resource under this name whose outcome is not on record yet
     */
    record Owner(Optional<Inheritance> inherited, Optional<Attempt> attempt) implements Standing {
        /** Alone, with nothing to inherit and nobody to wait for. */
        public static final Owner ALONE = new Owner(Optional.empty(), Optional.empty());
    }

    /** Another resource's drop that may have been sent: by name, so it may hit what is created before it is settled. */
    record Attempt(String resource, Incarnation incarnation) {}

    /** What a predecessor leaves. */
    record Inheritance(Incarnation incarnation, Binding.Origin origin) {}

    /** Another live resource wants the partition present and comes first. */
    record Claimed(String owner) implements Standing {}

    /**
     * Said to a resource that is being deleted: another live resource takes the partition over.
     *
     * @param bound what it has bound under a finalizer of its own (or Retain), empty while it has not
     */
    record Heir(String name, Optional<Incarnation> bound) implements Standing {}
}
