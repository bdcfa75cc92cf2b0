package io.milvusops.reconcile;

import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import io.milvusops.partition.Wish;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The steps that write to Kubernetes: what is remembered, the write-ahead record, the finalizer. */
final class RecordSteps {

    private static final Duration LATER = Duration.ofSeconds(5);

    private final Custody custody;
    private final Flights flights;
    private final Holds holds;
    private final Restraints restraints;
    private final Speech speech;
    private final News news;
    private final Clock clock;
    private final PartitionWatch watch;

    RecordSteps(
            Custody custody,
            Flights flights,
            Holds holds,
            Restraints restraints,
            Speech speech,
            News news,
            Clock clock,
            PartitionWatch watch) {
        this.custody = custody;
        this.flights = flights;
        this.holds = holds;
        this.restraints = restraints;
        this.speech = speech;
        this.news = news;
        this.clock = clock;
        this.watch = watch;
    }

    /**
     * What may have to be dropped is held first: a resource that is deleted must not vanish without its drop. An intent
     * is recorded in the write that holds the resource. What is held needlessly is let go, whatever comes next. An intent
     * that nothing came of is taken back before anything else is recorded: only this process knows that it is void.
     */
    Optional<Next> hold(Sight sight) {
        Step step = sight.plan().step();
        boolean replaced = step instanceof Step.Intend || step instanceof Step.LetGo;
        if (!replaced && (custody.misleading(sight) || custody.reviving(sight))) {
            return Optional.of(Next.after(custody.withdraw(sight)));
        }
        if (custody.needless(sight)) {
            return Optional.of(Next.after(custody.spare(sight)));
        }
        return step instanceof Step.Intend || !custody.missing(sight)
                ? Optional.empty()
                : Optional.of(take(sight, intent(sight)));
    }

    private Next take(Sight sight, Map<String, String> annotations) {
        Optional<MilvusPartition> held = custody.take(sight, annotations);
        if (held.isEmpty()) {
            behind(sight);
        }
        return Next.after(held);
    }

    /** What changed meanwhile brings another pass, but for a connection whose watch is behind. */
    private void behind(Sight sight) {
        speech.say(
                sight,
                new Plan(
                        Reason.OBSERVING,
                        "waiting for the watch to show what has changed of this resource or its MilvusConnection",
                        sight.memory(),
                        sight.plan().step(),
                        Optional.empty()));
    }

    /** The intent goes where the finalizer is. */
    private static Map<String, String> intent(Sight sight) {
        return sight.memory()
                .openIntent()
                .map(open -> Map.of(
                        MetadataKeys.CREATE_INTENT,
                        Records.intentText(sight.wish().uid(), open)))
                .orElse(Map.of());
    }

    Next remember(Sight sight) {
        Optional<MilvusPartition> written = speech.write(sight, sight.plan());
        written.ifPresent(newer -> {
            // What is on record now is what became of the writes before: a later one begins anew.
            holds.cleared(sight.wish().uid());
            if (sight.plan().notice().equals(Optional.of(Plan.Notice.CREATED))) {
                flights.recorded(sight.wish().uid());
            }
            news.tell(sight, sight.plan());
        });
        return Next.after(written);
    }

    /** An intent is recorded when its creation can follow at once, and taken back where it cannot. */
    Next intend(Sight sight, Step.Intend intend) {
        Optional<Restraints.Waiting> waiting = restraints.creation(sight);
        if (waiting.isPresent()) {
            if (custody.misleading(sight)) {
                return Next.after(custody.withdraw(sight));
            }
            speech.say(sight, waiting.get().told());
            return Next.end(Optional.of(waiting.get().pause()));
        }
        Optional<MilvusPartition> written = armed(
                sight,
                () -> recorded(sight, intend),
                newer -> flights.armed(sight.wish().uid(), version(newer), intend.intent()));
        if (written.isEmpty()) {
            behind(sight);
        }
        written.ifPresent(newer -> news.tell(sight, holds.told(sight)));
        return Next.after(written);
    }

    private Optional<MilvusPartition> recorded(Sight sight, Step.Intend intend) {
        if (sight.wish().deletionPolicy() == Wish.DeletionPolicy.RETAIN) {
            return speech.write(sight, sight.plan());
        }
        String text = Records.intentText(sight.wish().uid(), intend.intent());
        return custody.take(sight, Map.of(MetadataKeys.CREATE_INTENT, text));
    }

    /** Held back by a user's wish: the order is on record, so that its time and its confirmation are its own. */
    Next await(Sight sight, Step.Await await) {
        Optional<Duration> due = await.until().map(until -> Duration.between(clock.instant(), until));
        Optional<Duration> again = speech.say(sight, sight.plan());
        return Next.end(due.map(wait -> wait.compareTo(Duration.ZERO) > 0 ? wait : Next.SOON)
                .or(() -> again)
                .or(() -> later(sight)));
    }

    Next arm(Sight sight) {
        Optional<Restraints.Waiting> waiting = restraints.drop(sight);
        if (waiting.isPresent()) {
            speech.say(sight, waiting.get().told());
            return Next.end(Optional.of(waiting.get().pause()));
        }
        return holds.objected(sight) ? repeat(sight) : attempt(sight);
    }

    /**
     * Writes a record, and notes what came of that.
     *
     * @param arm given the version that the record made
     */
    private Optional<MilvusPartition> armed(
            Sight sight, Supplier<Optional<MilvusPartition>> write, Consumer<MilvusPartition> arm) {
        flights.arming(sight.wish().uid());
        try {
            Optional<MilvusPartition> record = write.get();
            record.ifPresent(arm);
            return record;
        } finally {
            flights.disarmed(sight.wish().uid());
        }
    }

    /** The record makes a version of its own: a watch that has told of it has told of all that is older. */
    private Next attempt(Sight sight) {
        return shown(armed(
                sight,
                () -> speech.attempt(sight, holds.told(sight))
                        .filter(written -> !version(written).equals(version(sight.resource()))),
                made -> flights.armed(sight.wish().uid(), version(made))));
    }

    /**
     * As long as what is looked at speaks against the drop, which may be for days, nothing new is recorded. That the
     * write is taken proves that the version is current, and not that the watch shows what is newer.
     */
    private Next repeat(Sight sight) {
        return shown(armed(
                sight,
                () -> speech.write(sight, holds.told(sight)),
                there -> flights.repeated(sight.wish().uid(), version(there))));
    }

    /** The drop waits until the watch shows exactly that version, and has told of it. */
    private Next shown(Optional<MilvusPartition> record) {
        return record.flatMap(written ->
                        watch.shown(written).filter(shown -> version(shown).equals(version(written))))
                .filter(shown -> watch.told(shown.getMetadata().getUid())
                        .filter(version(shown)::equals)
                        .isPresent())
                .map(Next::on)
                .orElseGet(() -> Next.end(Optional.of(Next.SOON)));
    }

    private static String version(MilvusPartition resource) {
        return resource.getMetadata().getResourceVersion();
    }

    /** The resource goes; what becomes of its partition was told before, or is told now. One we do not hold is gone. */
    Next letGo(Sight sight) {
        if (!PartitionView.held(sight.resource())) {
            return Next.end(Optional.empty());
        }
        Optional<MilvusPartition> free = custody.release(sight, () -> news.tell(sight, sight.plan()));
        return Next.end(free.isPresent() ? Optional.empty() : Optional.of(Next.SOON));
    }

    /** Whether the kind is being deleted could not be asked: nothing is dropped, and it is said. */
    Next unanswered(Sight sight) {
        Plan plan = sight.plan();
        speech.say(
                sight,
                new Plan(
                        Reason.INTERNAL_ERROR,
                        "the API server does not tell whether the CustomResourceDefinition is being deleted; the"
                                + " operator needs get on it",
                        plan.memory(),
                        plan.step(),
                        Optional.empty()));
        return Next.end(Optional.of(LATER));
    }

    Next rest(Sight sight) {
        if (sight.plan().reason() == Reason.PRESENT) {
            // What a drop failed with that was called off since says nothing of what comes next.
            holds.cleared(sight.wish().uid());
        }
        Optional<Duration> again = speech.say(sight, sight.plan());
        return Next.end(again.or(() -> later(sight)));
    }

    private static Optional<Duration> later(Sight sight) {
        if (polled(sight.plan().reason())) {
            return Optional.of(LATER);
        }
        return sight.wish().lifecycle() == Wish.Lifecycle.LIVE ? Optional.empty() : Optional.of(Kinds.AGAIN);
    }

    /** Whether nothing but time tells that the cause is gone. */
    private static boolean polled(Reason reason) {
        return reason == Reason.CREDENTIALS_UNAVAILABLE || reason == Reason.CONNECTION_NOT_READY;
    }
}
