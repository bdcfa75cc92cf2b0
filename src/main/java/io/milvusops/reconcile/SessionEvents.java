package io.milvusops.reconcile;

import io.milvusops.lane.LaneEvents;
import io.milvusops.lane.Measurement;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Observation;

/**
 * What the lanes of one session tell. Once it has ended, what they still see counts no more: who rests on it would ask
 * for nothing, and nobody would look at the collection through the session that came after. How calls end is told
 * always. Thread-safe.
 */
final class SessionEvents implements LaneEvents {

    private final LaneEvents events;
    private boolean ended;

    SessionEvents(LaneEvents events) {
        this.events = events;
    }

    /** Returns when nothing is being told any more of what was seen. */
    synchronized void end() {
        ended = true;
    }

    @Override
    public synchronized void observed(CollectionAddress collection, Observation observation) {
        if (!ended) {
            events.observed(collection, observation);
        }
    }

    @Override
    public void located(CollectionAddress askedFor, long collectionId, CollectionAddress found) {
        events.located(askedFor, collectionId, found);
    }

    @Override
    public void unlocated(CollectionAddress askedFor, long collectionId, Observation.Unknown why) {
        events.unlocated(askedFor, collectionId, why);
    }

    @Override
    public void measured(CollectionAddress collection, String partition, Measurement measurement) {
        events.measured(collection, partition, measurement);
    }

    @Override
    public void finished(CollectionAddress collection, String uid, Outcome outcome) {
        events.finished(collection, uid, outcome);
    }
}
