package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.milvusops.fake.FakeMilvus;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Observation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionFactory;

/** What a lane told, in its order. */
class RecordedEvents implements LaneEvents {

    final List<Observation> observed = new CopyOnWriteArrayList<>();
    final List<CollectionAddress> located = new CopyOnWriteArrayList<>();
    final List<Observation.Unknown> unlocated = new CopyOnWriteArrayList<>();
    final Map<String, Outcome> finished = new ConcurrentHashMap<>();
    final Map<String, Measurement> measured = new ConcurrentHashMap<>();
    /** What was finished and measured, in its order. */
    final List<String> order = new CopyOnWriteArrayList<>();

    @Override
    public void observed(CollectionAddress collection, Observation observation) {
        observed.add(observation);
    }

    @Override
    public void located(CollectionAddress askedFor, long collectionId, CollectionAddress found) {
        located.add(found);
    }

    @Override
    public void unlocated(CollectionAddress askedFor, long collectionId, Observation.Unknown why) {
        unlocated.add(why);
    }

    @Override
    public void finished(CollectionAddress collection, String uid, Outcome outcome) {
        finished.put(uid, outcome);
        order.add("finished " + uid);
    }

    @Override
    public void measured(CollectionAddress collection, String partition, Measurement measurement) {
        measured.put(partition, measurement);
        order.add("measured " + partition);
    }

    /** The rows that an answered write was told with; another outcome fails the test. */
    OptionalLong answered(String uid) {
        assertThat(finished).containsKey(uid);
        assertThat(finished.get(uid)).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) Objects.requireNonNull(finished.get(uid))).rows();
    }

    /** Waits for what a lane tells on a thread of its own: on a machine that does much else, too. */
    static ConditionFactory eventually() {
        return await().atMost(FakeMilvus.PATIENCE);
    }

    Observation last() {
        return observed.get(observed.size() - 1);
    }
}
