package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Observation;

/** Where a lane tells what it saw. Called on lane threads: must return at once and not throw. */
public interface LaneEvents {

    /** The newest observation of a collection. */
    void observed(CollectionAddress collection, Observation observation);

    /** A collection that was looked for by its id lives on under this name. */
    void located(CollectionAddress askedFor, long collectionId, CollectionAddress found);

    /** The server did not say whether a collection that was looked for by its id lives on. */
    void unlocated(CollectionAddress askedFor, long collectionId, Observation.Unknown why);

    /** A partition was measured: for a {@link Request.Measure}, or by the guard of a drop. */
    void measured(CollectionAddress collection, String partition, Measurement measurement);

    /** A write has ended; told after the observation that proves or disproves it. */
    void finished(CollectionAddress collection, String uid, Outcome outcome);
}
