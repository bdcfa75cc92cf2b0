package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Observation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a lane told, in its order. */
final class RecordedEvents implements LaneEvents {

    final List<Observation> observed = new CopyOnWriteArrayList<>();
    final List<CollectionAddress> located = new CopyOnWriteArrayList<>();
    final Map<String, Outcome> finished = new ConcurrentHashMap<>();

    @Override
    public void observed(CollectionAddress collection, Observation observation) {
        observed.add(observation);
    }

    @Override
    public void located(CollectionAddress askedFor, long collectionId, CollectionAddress found) {
        located.add(found);
    }

    @Override
    public void finished(CollectionAddress collection, String uid, Outcome outcome) {
        finished.put(uid, outcome);
    }

    Observation last() {
        return observed.get(observed.size() - 1);
    }
}
