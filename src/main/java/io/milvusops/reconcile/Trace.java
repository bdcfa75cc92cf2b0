package io.milvusops.reconcile;

import io.milvusops.partition.Entry;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Intent;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Snapshot;
import java.util.Optional;

/** What an answer of the server says of a call of unknown outcome: a creation that was intended, or a drop. */
enum Trace {
    /** A partition that the intent explains. */
    SHOWN,
    /** There is no answer, or one that may come from a cache, or a list that does not show the name, for which the server was not asked: it may be there. */
    UNPROVEN,
    /** It came to nothing: a stranger has the name, the server denies it, or says twice that there is no such collection. */
    NONE;

    static Trace of(Intent intent, Observation observation, String partition) {
        if (observation instanceof Observation.Listed listed) {
            return of(intent, listed.snapshot(), partition);
        }
        boolean given =
                observation instanceof Observation.NoSuchName missing && missing.word() == Observation.Word.GIVEN;
        return given || observation instanceof Observation.Unknown ? UNPROVEN : NONE;
    }

    /** The trace of a drop is that its partition is no longer there. */
    static Trace ofDrop(Incarnation incarnation, Observation observation) {
        boolean there = observation instanceof Observation.Listed listed
                && listed.snapshot().collection().id() == incarnation.collectionId()
                && listed.snapshot().shows(incarnation.partitionId());
        return there ? NONE : UNPROVEN;
    }

    private static Trace of(Intent intent, Snapshot snapshot, String partition) {
        Optional<Entry> entry = snapshot.find(partition);
        if (entry.isPresent()) {
            return intent.explains(snapshot, entry.get()) ? SHOWN : NONE;
        }
        return snapshot.denies(partition) ? NONE : UNPROVEN;
    }
}
