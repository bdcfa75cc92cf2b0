package io.milvusops.reconcile;

import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Flight;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Planner;
import io.milvusops.partition.Situation;
import io.milvusops.partition.Wish;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Gathers, without waiting for anything, all that the decision about one version of a resource depends on. */
final class PartitionView {

    private final Connections connections;
    private final Board board;
    private final Claims claims;
    private final Flights flights;
    private final FirstSights sights;
    private final Clock clock;

    PartitionView(
            Connections connections, Board board, Claims claims, Flights flights, FirstSights sights, Clock clock) {
        this.connections = connections;
        this.board = board;
        this.claims = claims;
        this.flights = flights;
        this.sights = sights;
        this.clock = clock;
    }

    /** What was gathered, and what follows from it. */
    record Sight(MilvusPartition resource, Reach reach, Wish wish, Memory memory, Plan plan) {}

    Sight look(MilvusPartition resource, KindState kind) {
        Reach reach = connections.reach(resource);
        Wish wish = Wishes.of(resource, reach.endpoint(), reach.defaults(), reach.paused());
        Memory memory = Records.read(resource);
        Flight flight = flights.of(
                wish.uid(),
                resource.getMetadata().getResourceVersion(),
                memory,
                reach,
                board.answered(wish.address(), memory));
        return decide(resource, reach, wish, memory, flight, kind);
    }

    /** The same decision at the head of the lane, where the write-ahead record is known to be in place. */
    Sight lookArmed(MilvusPartition resource) {
        Reach reach = connections.reach(resource);
        Wish wish = Wishes.of(resource, reach.endpoint(), reach.defaults(), reach.paused());
        return decide(resource, reach, wish, Records.read(resource), Flight.ARMED, KindState.SERVED);
    }

    private Sight decide(
            MilvusPartition resource, Reach reach, Wish wish, Memory memory, Flight flight, KindState kind) {
        Situation situation = new Situation(
                wish,
                memory,
                reach.access(),
                claims.standing(wish.uid()),
                sights.after(resource, board.observation(wish.address(), memory)),
                flight,
                kind,
                board.losses(
                        wish.address().collection(),
                        claims.boundIn(wish.address().collection())),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        return new Sight(resource, reach, wish, memory, Planner.plan(situation));
    }

    /** The lane to ask for a collection that is looked for by its id: where it was found last. */
    Optional<CollectionAddress> found(Sight sight, long collectionId) {
        return board.found(sight.reach().endpoint(), collectionId)
                .filter(found -> !found.equals(sight.wish().address().collection()));
    }

    static boolean held(MilvusPartition resource) {
        List<String> finalizers =
                Objects.requireNonNullElse(resource.getMetadata().getFinalizers(), List.of());
        return finalizers.contains(MetadataKeys.PARTITION_FINALIZER);
    }
}
