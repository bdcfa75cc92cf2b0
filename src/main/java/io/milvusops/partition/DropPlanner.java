package io.milvusops.partition;

import io.milvusops.partition.Binding.Origin;
import io.milvusops.partition.Order.Stage;
import io.milvusops.partition.Plan.Notice;
import io.milvusops.partition.Wish.AdoptionPolicy;
import io.milvusops.partition.Wish.DeletionPolicy;
import io.milvusops.partition.Wish.Lifecycle;
import java.util.Optional;

/**
 * The gates in front of a drop, in their order. None is skipped, and each is evaluated anew on every pass: only the
 * step that leaves the last gate is a drop.
 */
final class DropPlanner {

    private DropPlanner() {}

    /** A resource that is being deleted. */
    static Plan deletion(Situation situation) {
        Memory memory = situation.memory();
        if (situation.flight() == Flight.UNSETTLED) {
            return unsettled(memory);
        }
        Optional<Plan> exempt = exempt(situation, memory);
        if (exempt.isPresent()) {
            return exempt.get();
        }
        if (situation.flight() == Flight.OVERDUE) {
            return mayWe(situation, memory).orElseGet(() -> asked(situation, memory));
        }
        if (memory.order().filter(Order::fulfilled).isPresent()) {
            return Plan.of(Reason.DROPPED, "the partition is gone", memory, new Step.LetGo());
        }
        if (situation.kind() == KindState.UNASKED) {
            return Plan.of(Reason.DROPPING, "dropping the partition", memory, new Step.AskKind());
        }
        return mayWe(situation, memory)
                .or(() -> wantedByHeir(situation, memory))
                .orElseGet(() -> stillTheSame(situation, memory));
    }

    /** A live resource that wants its partition gone. */
    static Plan absence(Situation situation) {
        Memory memory = situation.memory();
        if (situation.flight() == Flight.UNSETTLED) {
            return unsettled(memory);
        }
        if (situation.flight() == Flight.OVERDUE) {
            return mayWe(situation, memory).orElseGet(() -> asked(situation, memory));
        }
        if (memory.order().filter(Order::fulfilled).isPresent()) {
            return Reappearance.decide(situation, memory);
        }
        return mayWe(situation, memory)
                .or(() -> wantedByHeir(situation, memory))
                .orElseGet(() -> stillTheSame(situation, memory));
    }

    static Plan unsettled(Memory memory) {
        return Plan.of(
                Reason.OUTCOME_UNKNOWN,
                "a call to the server is under way or its outcome is unknown; the server is asked again",
                memory,
                new Step.Look());
    }

    /** Why the server could not be asked again says more than that it has to be. */
    private static Plan asked(Situation situation, Memory memory) {
        return situation.observation() instanceof Observation.Unknown unknown
                ? Plan.of(unknown.reason(), unknown.message(), memory, new Step.Look())
                : unsettled(memory);
    }

    /** Gate 1: whose order is it? */
    private static Optional<Plan> exempt(Situation situation, Memory memory) {
        if (situation.wish().lifecycle() == Lifecycle.ABANDONED) {
            return Optional.of(kept(Reason.ABANDONED, "abandoned: the partition is left as it is", memory));
        }
        if (situation.wish().deletionPolicy() == DeletionPolicy.RETAIN) {
            return Optional.of(kept(Reason.RETAINED, "deletionPolicy is Retain: the partition is kept", memory));
        }
        if (memory.binding().isEmpty() && memory.openIntent().isEmpty()) {
            return Optional.of(kept(Reason.NEVER_BOUND, "this resource never owned the partition", memory));
        }
        if (situation.kind() == KindState.BEING_DELETED) {
            return Optional.of(kept(
                    Reason.KIND_BEING_DELETED,
                    "the CustomResourceDefinition is being deleted: uninstalling drops nothing",
                    memory));
        }
        return Optional.empty();
    }

    private static Plan kept(Reason reason, String message, Memory memory) {
        return Plan.of(reason, message, memory, new Step.LetGo()).announcing(Notice.KEPT);
    }

    /** Gate 3. */
    private static Optional<Plan> mayWe(Situation situation, Memory memory) {
        if (situation.wish().activity() == Wish.Activity.PAUSED) {
            return Optional.of(Plan.of(
                    Reason.PAUSED,
                    "paused: nothing is dropped until the annotation milvusops.io/paused is removed",
                    memory,
                    new Step.Rest()));
        }
        if (situation.access() instanceof Access.Withheld withheld) {
            return Optional.of(Plan.of(withheld.reason(), withheld.message(), memory, new Step.Rest()));
        }
        return Optional.empty();
    }

    /** Gate 4: a live resource that wants the partition present keeps it. */
    private static Optional<Plan> wantedByHeir(Situation situation, Memory memory) {
        if (situation.standing() instanceof Standing.Claimed claimed) {
            return Optional.of(Plan.of(
                    Reason.CLAIMED_BY_OTHER,
                    claimed.owner() + " wants this partition present: it is not dropped",
                    memory,
                    new Step.Rest()));
        }
        if (!(situation.standing() instanceof Standing.Heir heir)) {
            return Optional.empty();
        }
        Optional<Incarnation> ours = memory.binding().map(Binding::incarnation);
        boolean taken = heir.bound().isPresent() && (ours.isEmpty() || ours.equals(heir.bound()));
        boolean leaving = situation.wish().lifecycle() != Lifecycle.LIVE;
        return Optional.of(Plan.of(
                Reason.HANDING_OVER,
                heir.name() + " wants this partition present and takes it over",
                memory,
                taken && leaving ? new Step.LetGo() : new Step.Rest()));
    }

    /** Gate 5: the recorded incarnation, seen in a list at the recorded server. */
    private static Plan stillTheSame(Situation situation, Memory memory) {
        Observation observation = situation.observation();
        if (observation instanceof Observation.Unknown unknown) {
            return Plan.of(unknown.reason(), unknown.message(), memory, new Step.Look());
        }
        if (memory.binding().isEmpty()) {
            return Endpoints.changed(situation) ? Endpoints.held(situation, memory) : resolve(situation, memory);
        }
        Binding binding = memory.binding().get();
        if (observation instanceof Observation.Listed listed
                && listed.snapshot().collection().id() == binding.incarnation().collectionId()) {
            return inItsCollection(situation, memory, binding, listed.snapshot());
        }
        if (Endpoints.changed(situation)) {
            return Endpoints.held(situation, memory);
        }
        long collection = binding.incarnation().collectionId();
        if (observation instanceof Observation.CollectionGone gone && gone.collectionId() == collection) {
            return fulfilled(memory, Optional.of(binding.incarnation()));
        }
        return Plan.of(
                Reason.DROPPING,
                "the recorded collection is not found by its name; looking for it by its id",
                memory,
                new Step.Locate(collection));
    }

    private static Plan inItsCollection(Situation situation, Memory memory, Binding binding, Snapshot snapshot) {
        String partition = situation.wish().address().partition();
        Incarnation recorded = binding.incarnation();
        if (snapshot.byAlias()) {
            // The alias may move between list and drop, so the collection's own lane is asked instead.
            return Plan.of(
                    Reason.DROPPING,
                    "asking for the collection by its own name",
                    memory,
                    new Step.Locate(recorded.collectionId()));
        }
        if (snapshot.shows(partition, recorded)) {
            return drop(situation, memory, recorded, snapshot.address());
        }
        if (Endpoints.changed(situation)) {
            return Endpoints.held(situation, memory);
        }
        if (snapshot.shows(recorded.partitionId())) {
            return Plan.of(
                    Reason.TARGET_CHANGED,
                    "spec.partition no longer names the partition this resource owns; restore the former name",
                    memory,
                    new Step.Rest());
        }
        return snapshot.find(partition)
                .map(entry -> another(situation, memory, snapshot, entry))
                .orElseGet(() -> fulfilled(memory, Optional.of(recorded)));
    }

    private static Plan another(Situation situation, Memory memory, Snapshot snapshot, Entry entry) {
        if (accepts(situation, entry)) {
            return Planner.bind(memory, snapshot, entry, Origin.ADOPTED).announcing(Notice.REBOUND);
        }
        return replaced(memory, entry);
    }

    static boolean accepts(Situation situation, Entry entry) {
        return situation.wish().accepted().isPresent()
                && situation.wish().accepted().getAsLong() == entry.id();
    }

    static Plan replaced(Memory memory, Entry entry) {
        return Plan.of(
                Reason.PARTITION_REPLACED,
                "another partition has this name now; it is left alone until the annotation"
                        + " milvusops.io/accept-replacement: \"" + entry.id() + "\" accepts it",
                memory,
                new Step.Rest());
    }

    /** An order without a binding: an open intent is resolved; an absence binds what it finds. */
    private static Plan resolve(Situation situation, Memory memory) {
        if (!(situation.observation() instanceof Observation.Listed listed)) {
            return fulfilled(memory, Optional.empty());
        }
        Snapshot snapshot = listed.snapshot();
        if (snapshot.byAlias()) {
            return Planner.alias(memory, snapshot);
        }
        Optional<Entry> found = snapshot.find(situation.wish().address().partition());
        if (found.isEmpty()) {
            return fulfilled(memory, Optional.empty());
        }
        Entry entry = found.get();
        if (memory.openIntent()
                .filter(intent -> intent.explains(snapshot, entry))
                .isPresent()) {
            return Planner.bind(memory, snapshot, entry, Origin.CREATED);
        }
        if (situation.wish().lifecycle() != Lifecycle.LIVE) {
            return kept(Reason.NEVER_BOUND, "this resource never owned the partition", memory);
        }
        boolean welcome = situation.wish().adoptionPolicy() == AdoptionPolicy.ADOPT || accepts(situation, entry);
        return welcome
                ? Planner.bind(memory, snapshot, entry, Origin.ADOPTED).announcing(Notice.ADOPTED)
                : Planner.alreadyExists(memory, entry);
    }

    /** The order is fulfilled: the record is written before anything else happens. */
    private static Plan fulfilled(Memory memory, Optional<Incarnation> incarnation) {
        boolean ours = memory.order()
                .filter(order -> order.incarnation().equals(incarnation))
                .isPresent();
        Stage stage = ours ? Stage.DROPPED : Stage.NOTHING_TO_DROP;
        Plan plan = Plan.of(
                ours ? Reason.DROPPED : Reason.ABSENT,
                ours ? "the partition was dropped" : "there is nothing to drop",
                memory.ordered(new Order(incarnation, stage)),
                new Step.Remember());
        return ours ? plan.announcing(Notice.DROPPED) : plan.announcing(Notice.ALREADY_GONE);
    }

    /** Gates 9 to 12: recorded first, then sent. */
    private static Plan drop(
            Situation situation, Memory memory, Incarnation incarnation, CollectionAddress collection) {
        boolean recorded = memory.order()
                .filter(order -> order.incarnation().equals(Optional.of(incarnation)))
                .isPresent();
        Step step = situation.flight() == Flight.ARMED && recorded
                ? new Step.Drop(incarnation, collection)
                : new Step.Arm(incarnation);
        Memory next = memory.ordered(new Order(Optional.of(incarnation), Stage.ATTEMPTED));
        return Plan.of(Reason.DROPPING, "dropping the partition", next, step);
    }
}
