package io.milvusops.partition;

import io.milvusops.partition.Fate.Kind;
import java.util.Optional;

/**
 * Where another collection has the name by now, or another server was accepted, a live resource is served in that one.
 * What it says of the recorded partition is what is seen by the id of its collection, at its own server: a collection
 * that was renamed away has lost nothing.
 */
final class Former {

    private Former() {}

    /** Whether the list is of another collection than the recorded one, where that is looked at by its own server. */
    private static boolean left(Situation situation, Snapshot snapshot) {
        return situation
                .memory()
                .current()
                .filter(bound -> bound.incarnation().collectionId()
                        != snapshot.collection().id())
                .isPresent();
    }

    /** Why it is nobody's doing that a list shows no partition of the name; empty when somebody dropped it. */
    static Optional<Fate> unblamed(Situation situation, Snapshot snapshot) {
        if (Endpoints.left(situation)) {
            return Optional.of(
                    new Fate(Kind.LEFT, Endpoints.leftBehind(situation) + "; there is no such partition here"));
        }
        return left(situation, snapshot)
                ? Optional.of(new Fate(
                        Kind.UNTOLD, "another collection than the recorded one has this name, and no such partition"))
                : Optional.empty();
    }

    /** The plan by which the resource leaves its recorded partition, once it is known what to say of that. */
    static Plan leave(Situation situation, Snapshot snapshot, Plan leaving) {
        if (Endpoints.left(situation)) {
            return leaving.leaving(new Fate(Kind.LEFT, Endpoints.leftBehind(situation)));
        }
        if (!left(situation, snapshot)) {
            return leaving;
        }
        Incarnation recorded =
                situation.memory().binding().map(Binding::incarnation).orElseThrow();
        Observation home = situation.home();
        if (home instanceof Observation.CollectionGone gone && gone.collectionId() == recorded.collectionId()) {
            return leaving.leaving(
                    new Fate(Kind.GONE, "the recorded collection is gone, and the data of the partition with it"));
        }
        if (home instanceof Observation.Elsewhere elsewhere && elsewhere.collectionId() == recorded.collectionId()) {
            return leaving.leaving(left(recorded, elsewhere.found().collection()));
        }
        if (home instanceof Observation.Listed listed
                && listed.snapshot().collection().id() == recorded.collectionId()) {
            return leaving.leaving(seen(recorded, listed.snapshot()));
        }
        return home instanceof Observation.Unknown unknown && unknown.reason() != Reason.OBSERVING
                ? leaving.leaving(untold(recorded, unknown.message()))
                : ask(situation.memory(), recorded);
    }

    private static Plan ask(Memory memory, Incarnation recorded) {
        return Plan.of(
                Reason.OBSERVING,
                "another collection than the recorded one has this name; looking for the recorded one by its id",
                memory,
                new Step.Locate(recorded.collectionId()));
    }

    private static Fate seen(Incarnation recorded, Snapshot snapshot) {
        String collection = snapshot.collection().realName();
        return snapshot.shows(recorded.partitionId())
                ? left(recorded, collection)
                : untold(recorded, "its own collection, now " + collection + ", does not show it");
    }

    private static Fate left(Incarnation recorded, String collection) {
        return new Fate(
                Kind.LEFT,
                "another collection has this name now; the one of the recorded partition (id " + recorded.partitionId()
                        + ") was found by its id under the name " + collection + ", and is left as it is");
    }

    private static Fate untold(Incarnation recorded, String why) {
        return new Fate(
                Kind.UNTOLD,
                "another collection has this name now, and it is not known what became of the recorded partition (id "
                        + recorded.partitionId() + "): " + why);
    }
}
