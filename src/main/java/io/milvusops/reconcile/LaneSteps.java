package io.milvusops.reconcile;

import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Permit;
import io.milvusops.lane.Request;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import io.milvusops.partition.Wish;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** The steps towards Milvus: each is handed to a lane, which asks once more before it sends a write. */
final class LaneSteps {

    /** What is said of a call that waits for its turn or was sent. */
    private static final Set<Reason> SETTLING = Set.of(Reason.OUTCOME_UNKNOWN, Reason.DROPPING, Reason.CREATING);

    private final PartitionView view;
    private final Flights flights;
    private final Holds holds;
    private final Speech speech;
    private final Pace pace;
    private final Counts counts;
    private final PartitionWatch watch;

    LaneSteps(
            PartitionView view,
            Flights flights,
            Holds holds,
            Speech speech,
            Pace pace,
            Counts counts,
            PartitionWatch watch) {
        this.view = view;
        this.flights = flights;
        this.holds = holds;
        this.speech = speech;
        this.pace = pace;
        this.counts = counts;
        this.watch = watch;
    }

    /** An answer that does not settle the question wakes the resource again: without a pause it would ask for ever. */
    Next ask(Sight sight) {
        Optional<Duration> pause = pace.pause(sight.wish().uid(), sight.plan().reason());
        if (pause.isEmpty()) {
            question(sight);
        }
        if (!lasting(sight)) {
            speech.say(sight, told(sight));
        }
        return Next.end(pause.or(() -> Optional.of(Next.SOON)));
    }

    /** While a call is repeated or settled, what the server said of the one before says more than that it has to be. */
    private Plan told(Sight sight) {
        boolean settling = SETTLING.contains(sight.plan().reason())
                && sight.plan().step() instanceof Step.Look
                && flights.airborne(sight.wish().uid());
        if (settling) {
            return holds.told(sight);
        }
        return sight.plan().reason().readiness() == Reason.Readiness.TRUE ? repeated(sight) : sight.plan();
    }

    /**
     * What was seen is not taken back because nothing is seen now, as after a start: that something appeared after a
     * drop, or that another one is served.
     */
    private static boolean lasting(Sight sight) {
        Plan plan = sight.plan();
        boolean done = plan.reason().readiness() == Reason.Readiness.TRUE;
        boolean left = plan.reason() == Reason.HANDING_OVER && sight.wish().lifecycle() == Wish.Lifecycle.LIVE;
        return (done && Conditions.tells(sight.resource(), Reason.REAPPEARED))
                || (left && Conditions.tells(sight.resource(), Reason.CLAIMED_BY_OTHER));
    }

    /** What was done stays done while nothing is seen, in the words that told what was seen last. */
    private static Plan repeated(Sight sight) {
        Plan plan = sight.plan();
        return Conditions.ready(sight.resource())
                .filter(ready -> plan.reason().text().equals(ready.reason()))
                .map(ready -> new Plan(plan.reason(), ready.message(), plan.memory(), plan.step(), plan.notice()))
                .orElse(plan);
    }

    /** What was asked for has been told. */
    void satisfied(Sight sight) {
        pace.forget(sight.wish().uid());
    }

    private void question(Sight sight) {
        if (sight.plan().step() instanceof Step.Verify verify) {
            submit(
                    sight,
                    verify.collection(),
                    new Request.Verify(sight.wish().address().partition()));
            return;
        }
        Optional<CollectionAddress> found = view.found(sight);
        if (found.isPresent()) {
            submit(sight, found.get(), new Request.Look());
            return;
        }
        CollectionAddress named = sight.wish().address().collection();
        OptionalLong sought = sight.plan().step() instanceof Step.Locate locate
                ? OptionalLong.of(locate.collectionId())
                : view.unlocated(sight);
        submit(sight, named, sought.isPresent() ? new Request.Locate(sought.getAsLong()) : new Request.Look());
    }

    Next create(Sight sight) {
        Wish wish = sight.wish();
        if (flights.sent(wish.uid(), version(sight))) {
            holds.begun(sight);
            submit(
                    sight,
                    wish.address().collection(),
                    new Request.Create(
                            wish.uid(),
                            wish.address().partition(),
                            sight.plan().memory().openIntent().orElseThrow().fingerprint(),
                            new CreatePermit(sight)));
        }
        return Next.end(speech.say(sight, holds.told(sight)));
    }

    /** At the head of the lane: the resource wants its partition created, and its intent is on record or remembered. */
    private Optional<String> stillWanted(Sight sight) {
        boolean wanted = shown(sight)
                .flatMap(this::next)
                .filter(Step.Create.class::isInstance)
                .isPresent();
        return wanted ? Optional.empty() : Optional.of("the resource changed before the partition was created");
    }

    Next drop(Sight sight, Step.Drop drop) {
        Wish wish = sight.wish();
        if (flights.sent(wish.uid(), version(sight))) {
            holds.begun(sight);
            counts.forget(wish.uid());
            submit(
                    sight,
                    drop.collection(),
                    new Request.Drop(
                            wish.uid(),
                            wish.address().partition(),
                            drop.incarnation(),
                            wish.guard(),
                            new DropPermit(sight, drop)));
        }
        return Next.end(Optional.empty());
    }

    private static String version(Sight sight) {
        return sight.resource().getMetadata().getResourceVersion();
    }

    /**
     * At the head of the lane: the watch still shows exactly the version that carries the write-ahead record, or what a
     * status write of ours made of it meanwhile, and has told of it, so that all older claims are known; the record is
     * not old, and what is decided now is the very same drop.
     */
    private Optional<String> stillOrdered(Sight sight, Step.Drop drop) {
        String uid = sight.wish().uid();
        boolean ordered = shown(sight)
                .filter(resource -> flights.entitled(uid, resource.getMetadata().getResourceVersion()))
                .filter(resource -> watch.told(uid)
                        .filter(version -> flights.entitled(uid, version))
                        .isPresent())
                .flatMap(this::next)
                .filter(drop::equals)
                .isPresent();
        return ordered ? Optional.empty() : Optional.of("the resource changed before the drop was sent");
    }

    /** Whether a creation is wanted still. */
    private final class CreatePermit implements Permit {

        private final Sight sight;

        CreatePermit(Sight sight) {
            this.sight = sight;
        }

        @Override
        public Optional<String> refusal() {
            return stillWanted(sight);
        }

        @Override
        public void sending() {
            flights.calling(sight.wish().uid());
        }
    }

    /** Whether a drop is ordered still, and for how long what was recorded entitles to it. */
    private final class DropPermit implements Permit {

        private final Sight sight;
        private final Step.Drop drop;

        DropPermit(Sight sight, Step.Drop drop) {
            this.sight = sight;
            this.drop = drop;
        }

        @Override
        public Optional<String> refusal() {
            return stillOrdered(sight, drop);
        }

        @Override
        public Optional<String> writing() {
            return refusal()
                    .or(() -> flights.entitledToWrite(sight.wish().uid())
                            ? Optional.empty()
                            : Optional.of("nothing speaks against it any more; its record is written anew first"));
        }

        @Override
        public Optional<String> begin() {
            Optional<String> refusal = refusal();
            if (refusal.isEmpty()) {
                flights.begun(sight.wish().uid(), sight.reach().call());
            }
            return refusal;
        }

        @Override
        public void sending() {
            flights.calling(sight.wish().uid());
        }
    }

    /** For a look that a user asks for. */
    Permit flush(Sight sight) {
        return new FlushPermit(view, () -> shown(sight));
    }

    /** What is decided now, if the operator is not stopping. */
    private Optional<Step> next(MilvusPartition resource) {
        try {
            return Optional.of(view.lookArmed(resource).plan().step());
        } catch (CancellationException stopping) {
            return Optional.empty();
        }
    }

    /** The resource as the watch shows it now, if it is understood; a namesake is another one. */
    private Optional<MilvusPartition> shown(Sight sight) {
        return watch.shown(sight.resource())
                .filter(resource ->
                        resource.getMetadata().getUid().equals(sight.wish().uid()))
                .filter(resource -> resource.unreadable().isEmpty());
    }

    private static void submit(Sight sight, CollectionAddress collection, Request request) {
        sight.reach().lanes().ifPresent(lanes -> lanes.submit(collection, request));
    }
}
