package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.LaneEvents;
import io.milvusops.lane.Measurement;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Observation;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.RowCount;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the lanes tell into wake-ups of the resources concerned, and passes on what the watch shows. */
final class LaneEventSource extends AbstractEventSource<Void, MilvusPartition>
        implements ResourceEventAware<MilvusPartition> {

    private static final Logger LOG = LoggerFactory.getLogger(LaneEventSource.class);

    private final Boards boards;
    private final Flights flights;
    private final Roster roster;
    private final Holds holds;
    private final Counts counts;
    private final Inquiries inquiries;
    private final Loop loop;

    LaneEventSource(
            Boards boards, Flights flights, Roster roster, Holds holds, Counts counts, Inquiries inquiries, Loop loop) {
        super(Void.class, "lanes");
        this.boards = boards;
        this.flights = flights;
        this.roster = roster;
        this.holds = holds;
        this.counts = counts;
        this.inquiries = inquiries;
        this.loop = loop;
    }

    /** Where the lanes of a connection tell what they see. */
    LaneEvents reports(ConnectionKey connection) {
        return new Reports(connection);
    }

    private final class Reports implements LaneEvents {

        private final ConnectionKey connection;

        Reports(ConnectionKey connection) {
            this.connection = connection;
        }

        @Override
        public void observed(CollectionAddress collection, Observation observation) {
            Board board = boards.of(connection);
            board.post(collection, observation);
            if (observation instanceof Observation.Unknown unknown) {
                loop.failed(connection, unknown.reason());
            } else if (observation instanceof Observation.Listed listed) {
                listed.snapshot().doubts().values().forEach(doubt -> loop.failed(connection, doubt.reason()));
            }
            wake(members(collection));
            board.lookingAt(collection).forEach(follower -> wake(members(follower)));
            loop.seen(new LaneKey(connection, collection));
        }

        @Override
        public void located(CollectionAddress askedFor, long collectionId, CollectionAddress found) {
            boards.of(connection).moved(askedFor, collectionId, found);
            loop.found(members(askedFor));
            wake(members(askedFor));
        }

        @Override
        public void unlocated(CollectionAddress askedFor, long collectionId, Observation.Unknown why) {
            boards.of(connection).unlocated(askedFor, collectionId, why);
            loop.failed(connection, why.reason());
            wake(members(askedFor));
        }

        @Override
        public void finished(CollectionAddress collection, String uid, Outcome outcome) {
            boolean there = roster.id(uid).isPresent();
            if (there) {
                // A pass that sees the flight ended finds all that is to be said of it.
                note(uid, outcome);
            }
            flights.finished(uid, outcome);
            if (there) {
                loop.told(uid);
                wake(Set.of(uid));
            }
        }

        private void note(String uid, Outcome outcome) {
            if (outcome instanceof Outcome.Answered answered && answered.rows().isPresent()) {
                counts.counted(uid, answered.rows().getAsLong());
            }
            if (outcome instanceof Outcome.Refused refused && Holds.byTheServer(refused)) {
                loop.refused(connection, refused.reason());
            }
            holds.ended(uid, outcome);
        }

        @Override
        public void measured(CollectionAddress collection, String partition, Measurement measurement) {
            if (measurement instanceof Measurement.Taken taken
                    && taken.rows() instanceof RowCount.Uncountable uncountable) {
                loop.refused(connection, uncountable.reason());
            }
            wake(inquiries.measured(new PartitionAddress(collection, partition), measurement));
        }

        private Set<String> members(CollectionAddress collection) {
            return roster.members(new LaneKey(connection, collection));
        }
    }

    void wake(Set<String> uids) {
        uids.forEach(uid -> roster.id(uid).ifPresent(id -> getEventHandler().handleEvent(new Event(id))));
    }

    @Override
    public Set<Void> getSecondaryResources(MilvusPartition primary) {
        return Set.of();
    }

    @Override
    public void onResourceCreated(MilvusPartition resource) {
        loop.told(resource);
    }

    @Override
    public void onResourceUpdated(MilvusPartition newResource, MilvusPartition oldResource) {
        if (!newResource.getMetadata().getUid().equals(oldResource.getMetadata().getUid())) {
            onResourceDeleted(oldResource);
        }
        loop.told(newResource);
    }

    /** What is thrown here would keep the framework's own event back. */
    @Override
    public void onResourceDeleted(MilvusPartition resource) {
        try {
            loop.gone(resource);
        } catch (RuntimeException defect) {
            LOG.atError()
                    .setCause(defect)
                    .addKeyValue("resource", ResourceID.fromResource(resource))
                    .log("not all is done that the end of a resource asks for");
        }
    }
}
