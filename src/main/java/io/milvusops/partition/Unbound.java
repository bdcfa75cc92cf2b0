package io.milvusops.partition;

import io.milvusops.partition.Binding.Origin;
import io.milvusops.partition.Observation.Word;
import io.milvusops.partition.Plan.Notice;
import io.milvusops.partition.Wish.AdoptionPolicy;
import io.milvusops.partition.Wish.Lifecycle;
import java.util.Optional;

/** The gate that asks the server for an order without a binding: an absence binds what it finds. */
final class Unbound {

    private Unbound() {}

    static Plan decide(Situation situation, Memory memory) {
        if (!(situation.observation() instanceof Observation.Listed listed)) {
            return collectionMissing(situation, memory);
        }
        Snapshot snapshot = listed.snapshot();
        if (snapshot.byAlias()) {
            return Planner.alias(memory, snapshot);
        }
        Optional<Entry> found = snapshot.find(situation.wish().address().partition());
        if (found.isEmpty()) {
            return Target.missing(situation, memory, snapshot);
        }
        if (situation.wish().lifecycle() != Lifecycle.LIVE) {
            return Exemption.neverBound(memory);
        }
        Entry entry = found.get();
        boolean welcome =
                situation.wish().adoptionPolicy() == AdoptionPolicy.ADOPT || Acceptance.covers(situation, entry);
        return welcome
                ? Planner.bind(situation, memory, snapshot, entry, Origin.ADOPTED)
                        .announcing(Notice.ADOPTED)
                : Planner.alreadyExists(situation, memory, entry);
    }

    /** Without a recorded id there is only the name to ask for, and one answer about it may come from a cache. */
    private static Plan collectionMissing(Situation situation, Memory memory) {
        boolean given =
                situation.observation() instanceof Observation.NoSuchName missing && missing.word() == Word.GIVEN;
        return given
                ? Plan.of(
                        Reason.INCOMPLETE_ANSWER,
                        "the server says that there is no such collection; asking again before that is believed",
                        memory,
                        new Step.Look())
                : Fulfilment.fulfilled(situation, memory);
    }
}
