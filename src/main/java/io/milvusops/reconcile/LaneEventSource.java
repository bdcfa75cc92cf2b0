package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.LaneEvents;
import io.milvusops.lane.Measurement;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Turns what the lanes tell into wake-ups of the resources concerned. In-memory state is forgotten by uid when a
 * resource vanishes, because its name may already belong to another one.
 */
final class LaneEventSource extends AbstractEventSource<Void, MilvusPartition>
        implements LaneEvents, ResourceEventAware<MilvusPartition> {

    /** What the next list tells better. */
    private static final Set<Reason> UNREMARKABLE =
            Set.of(Reason.DROPPING, Reason.OBSERVING, Reason.PARTITION_REPLACED, Reason.CONNECTION_NOT_READY);

    private final Board board;
    private final Flights flights;
    private final Claims claims;
    private final Roster roster;
    private final Consumer<String> loginRefused;
    private final Consumer<MilvusPartition> noticed;
    private final Map<String, OptionalLong> rows = new ConcurrentHashMap<>();
    private final Holds holds = new Holds();

    LaneEventSource(
            Board board,
            Flights flights,
            Claims claims,
            Roster roster,
            Consumer<String> loginRefused,
            Consumer<MilvusPartition> noticed) {
        super(Void.class, "lanes");
        this.board = board;
        this.flights = flights;
        this.claims = claims;
        this.roster = roster;
        this.loginRefused = loginRefused;
        this.noticed = noticed;
    }

    @Override
    public void observed(CollectionAddress collection, Observation observation) {
        board.post(collection, observation);
        if (observation instanceof Observation.Unknown unknown && unknown.reason() == Reason.UNAUTHENTICATED) {
            loginRefused.accept(collection.endpoint());
        }
        wake(roster.members(collection));
        board.lookingAt(collection).forEach(follower -> wake(roster.members(follower)));
    }

    @Override
    public void located(CollectionAddress askedFor, long collectionId, CollectionAddress found) {
        board.moved(askedFor, collectionId, found);
        wake(roster.members(askedFor));
    }

    @Override
    public void finished(CollectionAddress collection, String uid, Outcome outcome) {
        flights.finished(uid, outcome);
        if (outcome instanceof Outcome.Answered answered && answered.rows().isPresent()) {
            rows.put(uid, answered.rows());
        }
        if (outcome instanceof Outcome.Refused refused && !UNREMARKABLE.contains(refused.reason())) {
            holds.refused(uid, refused);
        } else {
            holds.cleared(uid);
        }
        wake(Set.of(uid));
    }

    @Override
    public void measured(CollectionAddress collection, String partition, Measurement measurement) {}

    /** The rows counted just before the drop of that resource. */
    OptionalLong rows(String uid) {
        return rows.getOrDefault(uid, OptionalLong.empty());
    }

    /** What writes were refused for. */
    Holds holds() {
        return holds;
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
        noticed.accept(resource);
    }

    @Override
    public void onResourceUpdated(MilvusPartition newResource, MilvusPartition oldResource) {
        if (!newResource.getMetadata().getUid().equals(oldResource.getMetadata().getUid())) {
            onResourceDeleted(oldResource);
        }
        noticed.accept(newResource);
    }

    @Override
    public void onResourceDeleted(MilvusPartition resource) {
        String uid = resource.getMetadata().getUid();
        wake(claims.remove(uid));
        flights.forget(uid);
        rows.remove(uid);
        holds.cleared(uid);
        roster.forget(uid).ifPresent(board::forget);
    }
}
