package io.milvusops.soak;

import java.util.Optional;

/** Which of the gates that a user closes before a drop are closed still: one that is open is no cause to wait. */
final class Gates {

    private final Situation situation;
    private final Version version;

    Gates(Situation situation, Version version) {
        this.situation = situation;
        this.version = version;
    }

    /** Asked for, and not given for this order and this incarnation. */
    boolean unconfirmed() {
        return version.needsConfirmation()
                && version.confirmation()
                        .filter(version.annotation("confirm-drop")::equals)
                        .isEmpty();
    }

    boolean delayed() {
        return situation.past().delayed(version) < version.delayMillis();
    }

    boolean loaded(World world) {
        return version.blocksLoaded() && bound().filter(world::hasLoaded).isPresent();
    }

    boolean full(World world) {
        return version.maxRows().isPresent()
                && bound().filter(id -> world.rowsOf(id) > version.maxRows().getAsLong())
                        .isPresent();
    }

    /** A window ends: what was counted longer ago leaves room again. */
    boolean exhausted() {
        Terms terms = situation.terms(version);
        return terms.budget().isPresent()
                && situation.past().counted(terms.key()) >= terms.budget().getAsInt();
    }

    /** It is not accepted yet: what is accepted is dropped, or kept, like what was recorded before. */
    boolean strange(long partitionId) {
        return !version.annotation("accept-replacement").equals(String.valueOf(partitionId));
    }

    private Optional<Long> bound() {
        return version.bound().map(Version.Bound::partitionId);
    }
}
