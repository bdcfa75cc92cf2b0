package io.milvusops.reconcile;

import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Access;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Flight;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Observation;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Planner;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Situation;
import io.milvusops.partition.Standing;
import io.milvusops.partition.Step;
import io.milvusops.partition.Whereabouts;
import io.milvusops.partition.Wish;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Gathers, without waiting for anything, all that the decision about one version of a resource depends on. */
final class PartitionView {

    private final Connections connections;
    private final Boards boards;
    private final Claims claims;
    private final Flights flights;
    private final FirstSights sights;
    private final DropBudgets budgets;
    private final Clock clock;

    PartitionView(
            Connections connections,
            Boards boards,
            Claims claims,
            Flights flights,
            FirstSights sights,
            DropBudgets budgets,
            Clock clock) {
        this.connections = connections;
        this.boards = boards;
        this.claims = claims;
        this.flights = flights;
        this.sights = sights;
        this.budgets = budgets;
        this.clock = clock;
    }

    /**
     * What was gathered, and what follows from it.
     *
     * @param memory what is recorded and believed
     */
    record Sight(MilvusPartition resource, Reach reach, Wish wish, Memory memory, Plan plan) {}

    /** What is looked at, before anything is made of it. */
    private record Scene(
            MilvusPartition resource,
            Reach reach,
            Wish wish,
            Memory recorded,
            Observation observation,
            Observation home,
            Board.Answer answer) {

        /** What the newest answer says of a creation that the open intent is about, or else of the recorded drop. */
        Trace trace() {
            return recorded.openIntent()
                    .map(intent -> Trace.of(intent, home, wish.address().partition()))
                    .orElseGet(() -> recorded.binding()
                            .map(bound -> Trace.ofDrop(bound.incarnation(), home))
                            .orElse(Trace.NONE));
        }

        /**
         * When that was asked for which tells what the call did: only its own collection tells, whatever has the name by
         * now.
         */
        OptionalLong answered() {
            if (intendedElsewhere()) {
                return OptionalLong.empty();
            }
            boolean remembered = recorded.attempted() || recorded.openIntent().isPresent();
            return remembered ? answer.homeNanos() : answer.askedNanos();
        }

        /** An intent of which nothing came, or comes, says nothing of where to look. */
        boolean misled(Flight flight) {
            return flight == Flight.NONE && recorded.openIntent().isPresent();
        }

        /** A creation at a former address is not settled by what is seen at the new one, unless a user says so. */
        private boolean intendedElsewhere() {
            boolean accepted =
                    reach.access() instanceof Access.Granted granted && granted.change() == Access.Change.ACCEPTED;
            return !accepted
                    && recorded.openIntent()
                            .filter(intent -> !intent.endpoint().equals(reach.endpoint()))
                            .isPresent();
        }

        /** A collection that was renamed or moved is reached by its id, and must be allowed where it is now, too. */
        Access access() {
            boolean elsewhere = observation instanceof Observation.Listed listed
                    && !reach.allowed()
                            .test(new PartitionAddress(
                                    listed.snapshot().address(), wish.address().partition()));
            return elsewhere && reach.access() instanceof Access.Granted
                    ? new Access.Withheld(
                            Reason.NOT_ALLOWED,
                            "the collection is now where the MilvusConnection's spec.allowedTargets do not allow this"
                                    + " partition; allow it there, or rename the collection back")
                    : reach.access();
        }
    }

    Sight look(MilvusPartition resource, KindState kind) {
        Scene scene = scene(resource, connections.reach(resource));
        Flight flight = flights.of(
                scene.wish().uid(),
                resource.getMetadata().getResourceVersion(),
                scene.recorded(),
                scene.reach(),
                scene.answered(),
                scene.trace());
        Scene believed = scene.misled(flight)
                ? scene(resource, scene.reach(), scene.wish(), scene.recorded().withoutIntent())
                : scene;
        return decide(believed, flight, kind);
    }

    /** The same decision at the head of the lane, where the write-ahead record is known to be in place. */
    Sight lookArmed(MilvusPartition resource) {
        return decide(scene(resource, connections.reachOpen(resource)), Flight.ARMED, KindState.SERVED);
    }

    private Scene scene(MilvusPartition resource, Reach reach) {
        Wish wish = Wishes.of(resource, reach.endpoint(), reach.defaults(), reach.paused());
        return scene(resource, reach, wish, flights.remembered(wish.uid(), Records.read(resource)));
    }

    private Scene scene(MilvusPartition resource, Reach reach, Wish wish, Memory recorded) {
        Board.Answer answer = board(resource).answer(wish, recorded);
        Observation observation = sights.after(resource, answer.observation());
        return new Scene(resource, reach, wish, recorded, observation, sights.after(resource, answer.home()), answer);
    }

    private Sight decide(Scene scene, Flight flight, KindState kind) {
        Situation situation = new Situation(
                        scene.wish(),
                        scene.recorded(),
                        scene.access(),
                        standing(scene),
                        scene.observation(),
                        scene.home(),
                        flight,
                        kind,
                        budgets.of(Connections.key(scene.resource()), scene.wish(), scene.recorded()),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS))
                .believed();
        return new Sight(scene.resource(), scene.reach(), scene.wish(), situation.memory(), Planner.plan(situation));
    }

    /** Where the resource stands as far as it is seen, without a new way to its server. */
    Standing standing(MilvusPartition resource) {
        return standing(scene(resource, connections.reachOpen(resource)));
    }

    private Standing standing(Scene scene) {
        return claims.standing(scene.wish().uid(), new Whereabouts(scene.recorded(), scene.access(), scene.home()));
    }

    /** The lane to ask for the collection of what a resource remembers that follows it: where it was found last. */
    Optional<CollectionAddress> found(Sight sight) {
        return followed(sight)
                .flatMap(id -> board(sight.resource()).found(sight.reach().endpoint(), id))
                .filter(found -> !found.equals(sight.wish().address().collection()));
    }

    /** The collection of what a resource remembers that follows it, if the server did not say where it is. */
    OptionalLong unlocated(Sight sight) {
        return followed(sight)
                .filter(id -> board(sight.resource()).sought(sight.reach().endpoint(), id))
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static Optional<Long> followed(Sight sight) {
        return sight.memory()
                .home()
                .filter(id ->
                        sight.wish().follows(sight.memory()) || sight.plan().step() instanceof Step.Locate);
    }

    private Board board(MilvusPartition resource) {
        return boards.told(Connections.key(resource));
    }

    static boolean held(MilvusPartition resource) {
        List<String> finalizers =
                Objects.requireNonNullElse(resource.getMetadata().getFinalizers(), List.of());
        return finalizers.contains(MetadataKeys.PARTITION_FINALIZER);
    }
}
