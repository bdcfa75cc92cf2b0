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
    /** There is no answer about that collection, or a list that does not show the name, for which the server was not asked: it may be there. */
    UNPROVEN,
    /** It came to nothing: a stranger has the name, the server denies it, or the collection is proven gone. */
    NONE;

    /** The trace of a creation is in the collection that it was intended for, whatever has the name by now. */
    static Trace of(Intent intent, Observation home, String partition) {
        if (home instanceof Observation.Listed listed && intent.isFor(listed.snapshot())) {
            return of(intent, listed.snapshot(), partition);
        }
        boolean gone =
                home instanceof Observation.CollectionGone proven && proven.collectionId() == intent.collectionId();
        return gone ? NONE : UNPROVEN;
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
