package io.milvusops.reconcile;

import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Request;
import io.milvusops.lane.ServerLanes;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.DropGuard;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Order;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import io.milvusops.partition.Wish;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * One pass over one resource: plan, do the step, plan again until the step is to wait. Steps towards Milvus are
 * only handed to a lane; the writes are to Kubernetes, each a compare-and-set.
 */
final class PartitionPass {

    /** Every step leads to another one or to rest; this many in a row would be a defect. */
    private static final int STEPS = 10;

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final PartitionView view;
    private final ResourceWrites writes;
    private final Custody custody;
    private final Kinds kinds;
    private final Flights flights;
    private final LaneEventSource lanes;
    private final News news;
    private final Patience patience;
    private final Pace pace;
    private final Clock clock;
    private final Function<MilvusPartition, Optional<MilvusPartition>> cached;

    PartitionPass(
            PartitionView view,
            ResourceWrites writes,
            Custody custody,
            Kinds kinds,
            Flights flights,
            LaneEventSource lanes,
            News news,
            Clock clock,
            Function<MilvusPartition, Optional<MilvusPartition>> cached) {
        this.view = view;
        this.writes = writes;
        this.custody = custody;
        this.kinds = kinds;
        this.flights = flights;
        this.lanes = lanes;
        this.news = news;
        this.patience = new Patience();
        this.pace = new Pace();
        this.clock = clock;
        this.cached = cached;
    }

    /** Runs the pass, and returns when to run the next one if nothing else wakes the resource. */
    Optional<Duration> run(MilvusPartition resource) {
        MilvusPartition current = resource;
        KindState kind = KindState.UNASKED;
        for (int step = 0; step < STEPS; step++) {
            Sight sight = view.look(current, kind);
            if (sight.plan().step() instanceof Step.AskKind) {
                kind = kinds.ofPartitions();
                continue;
            }
            Progress progress = advance(sight);
            if (progress.next().isEmpty()) {
                return progress.again();
            }
            current = progress.next().get();
        }
        return Optional.of(SOON);
    }

    /** Where a step leads: on with a newer version of the resource, or to the end of the pass. */
    private record Progress(Optional<MilvusPartition> next, Optional<Duration> again) {
        static Progress on(MilvusPartition newer) {
            return new Progress(Optional.of(newer), Optional.empty());
        }

        static Progress end(Optional<Duration> again) {
            return new Progress(Optional.empty(), again);
        }

        /** A write that met a newer version ends the pass: that version's event runs the next one. */
        static Progress after(Optional<MilvusPartition> written) {
            return written.map(Progress::on).orElseGet(() -> end(Optional.of(SOON)));
        }
    }

    private Progress advance(Sight sight) {
        Step step = sight.plan().step();
        if (step instanceof Step.Remember) {
            return remember(sight);
        } else if (step instanceof Step.Intend intend) {
            return intend(sight, intend);
        } else if (step instanceof Step.Arm) {
            return arm(sight);
        } else if (step instanceof Step.LetGo) {
            return letGo(sight);
        } else if (step instanceof Step.Create) {
            return create(sight);
        } else if (step instanceof Step.Drop drop) {
            return drop(sight, drop);
        } else if (step instanceof Step.Look || step instanceof Step.Locate) {
            return ask(sight);
        }
        return rest(sight);
    }

    /** An answer that does not settle the question wakes the resource again: without a pause it would ask for ever. */
    private Progress ask(Sight sight) {
        Optional<Duration> pause = pace.pause(sight.wish().uid(), sight.plan().reason());
        if (pause.isPresent()) {
            Progress rested = rest(sight);
            return rested.next().isPresent() ? rested : Progress.end(pause);
        }
        if (sight.plan().step() instanceof Step.Locate locate) {
            Optional<CollectionAddress> found = view.found(sight, locate.collectionId());
            found.ifPresentOrElse(
                    collection -> sight.reach().lanes().ifPresent(lane -> lane.submit(collection, new Request.Look())),
                    () -> submit(sight, new Request.Locate(locate.collectionId())));
        } else {
            submit(sight, new Request.Look());
        }
        Progress rested = rest(sight);
        return rested.next().isPresent() ? rested : Progress.end(Optional.of(SOON));
    }

    /** What is bound is held first: a resource deleted right after it was bound must not vanish without its drop. */
    private Progress remember(Sight sight) {
        if (custody.missing(sight)) {
            return Progress.after(custody.take(sight, Map.of()));
        }
        Optional<MilvusPartition> written = writeStatus(sight, sight.plan());
        written.ifPresent(newer -> news.tell(sight, lanes.rows(sight.wish().uid())));
        return Progress.after(written);
    }

    private Progress intend(Sight sight, Step.Intend intend) {
        String intent = Records.intentText(sight.wish().uid(), intend.intent());
        Optional<MilvusPartition> written = custody.take(sight, Map.of(MetadataKeys.CREATE_INTENT, intent));
        written.ifPresent(newer -> news.tell(sight, lanes.rows(sight.wish().uid())));
        return Progress.after(written);
    }

    private Progress arm(Sight sight) {
        if (custody.missing(sight)) {
            return Progress.after(custody.take(sight, Map.of()));
        }
        Plan plan = asHeld(sight);
        Optional<Duration> pause = lanes.holds().pause(sight.wish().uid());
        if (pause.isPresent()) {
            writeIfChanged(sight, plan);
            return Progress.end(pause);
        }
        Optional<MilvusPartition> written = writeStatus(sight, plan);
        if (written.isEmpty()) {
            return Progress.end(Optional.of(SOON));
        }
        String version = written.get().getMetadata().getResourceVersion();
        flights.armed(sight.wish().uid(), version);
        // The drop waits until the watch shows exactly this version. An unchanged one is shown already.
        return cached.apply(sight.resource())
                .filter(shown -> shown.getMetadata().getResourceVersion().equals(version))
                .map(Progress::on)
                .orElseGet(() -> Progress.end(Optional.of(SOON)));
    }

    /** A write that was refused is told as what it was refused for, also while it is tried again. */
    private Plan asHeld(Sight sight) {
        Plan plan = sight.plan();
        return lanes.holds()
                .refusal(sight.wish().uid())
                .map(refused ->
                        new Plan(refused.reason(), refused.message(), plan.memory(), plan.step(), Optional.empty()))
                .orElse(plan);
    }

    private Progress create(Sight sight) {
        Optional<Duration> pause = lanes.holds().pause(sight.wish().uid());
        if (pause.isPresent()) {
            writeIfChanged(sight, asHeld(sight));
            return Progress.end(pause);
        }
        if (flights.sent(sight.wish().uid())) {
            submit(
                    sight,
                    new Request.Create(
                            sight.wish().uid(), sight.wish().address().partition(), () -> stillWanted(sight)));
        }
        return rest(sight);
    }

    private Optional<String> stillWanted(Sight sight) {
        boolean wanted = cached.apply(sight.resource())
                .filter(shown ->
                        shown.getMetadata().getUid().equals(sight.wish().uid()))
                .map(shown -> view.lookArmed(shown).plan().step())
                .filter(step -> step instanceof Step.Create || step instanceof Step.Intend)
                .isPresent();
        return wanted ? Optional.empty() : Optional.of("the resource changed before the partition was created");
    }

    private Progress drop(Sight sight, Step.Drop drop) {
        Wish wish = sight.wish();
        long until = flights.entitledUntil(wish.uid());
        if (flights.sent(wish.uid())) {
            Request request = new Request.Drop(
                    wish.uid(),
                    wish.address().partition(),
                    drop.incarnation(),
                    new DropGuard(OptionalLong.empty(), wish.whenLoaded()),
                    () -> stillOrdered(sight, drop, until));
            sight.reach().lanes().ifPresent(lane -> lane.submit(drop.collection(), request));
        }
        return Progress.end(Optional.empty());
    }

    /** At the head of the lane: the watch still shows exactly the version that carries the write-ahead record. */
    private Optional<String> stillOrdered(Sight sight, Step.Drop drop, long until) {
        boolean ordered = cached.apply(sight.resource())
                .filter(shown -> until - System.nanoTime() > 0)
                .filter(shown ->
                        shown.getMetadata().getUid().equals(sight.wish().uid()))
                .filter(shown -> shown.getMetadata()
                        .getResourceVersion()
                        .equals(sight.resource().getMetadata().getResourceVersion()))
                .filter(shown -> view.lookArmed(shown).plan().step().equals(drop))
                .isPresent();
        return ordered ? Optional.empty() : Optional.of("the resource changed before the drop was sent");
    }

    private Progress letGo(Sight sight) {
        if (sight.plan().memory().order().filter(Order::fulfilled).isEmpty()) {
            news.tell(sight, lanes.rows(sight.wish().uid()));
        }
        Optional<MilvusPartition> free = writes.letGo(sight.resource(), MetadataKeys.PARTITION_FINALIZER);
        return Progress.end(free.isPresent() ? Optional.empty() : Optional.of(SOON));
    }

    private Progress rest(Sight sight) {
        if (custody.needless(sight)) {
            return Progress.after(custody.release(sight));
        }
        if (sight.plan().reason() == Reason.PRESENT && custody.missing(sight)) {
            return Progress.after(custody.take(sight, Map.of()));
        }
        Optional<Duration> wait =
                patience.before(sight.wish().uid(), sight.plan().reason());
        if (wait.isPresent()) {
            return Progress.end(wait);
        }
        writeIfChanged(sight, sight.plan());
        return Progress.end(custody.polled(sight.plan().reason()) ? Optional.of(LATER) : Optional.empty());
    }

    private void writeIfChanged(Sight sight, Plan plan) {
        if (!Statuses.compose(
                        sight.resource(),
                        sight.wish(),
                        plan,
                        lanes.rows(sight.wish().uid()),
                        clock.instant())
                .equals(sight.resource().getStatus())) {
            writeStatus(sight, plan).ifPresent(newer -> news.tellHeld(sight, plan));
        }
    }

    private Optional<MilvusPartition> writeStatus(Sight sight, Plan plan) {
        return writes.status(StatusCopies.with(
                sight.resource(),
                Statuses.compose(
                        sight.resource(),
                        sight.wish(),
                        plan,
                        lanes.rows(sight.wish().uid()),
                        clock.instant())));
    }

    private static void submit(Sight sight, Request request) {
        Optional<ServerLanes> lanes = sight.reach().lanes();
        lanes.ifPresent(lane -> lane.submit(sight.wish().address().collection(), request));
    }
}
