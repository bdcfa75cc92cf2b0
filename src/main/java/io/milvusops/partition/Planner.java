package io.milvusops.partition;

import io.milvusops.partition.Binding.Origin;
import io.milvusops.partition.Plan.Notice;
import io.milvusops.partition.Wish.AdoptionPolicy;
import io.milvusops.partition.Wish.DeletionPolicy;
import io.milvusops.partition.Wish.Ensure;
import io.milvusops.partition.Wish.Lifecycle;
import java.util.Optional;

/**
 * The one decision: from what is wanted, remembered and seen to what is said and done next. Pure and total: no
 * clock, no I/O. Resources that want their partition gone are decided in {@link DropPlanner}.
 */
public final class Planner {

    private Planner() {}

    /** Decides the next step. */
    public static Plan plan(Situation given) {
        Situation situation = given.believed();
        Wish wish = situation.wish();
        if (wish.lifecycle() != Lifecycle.LIVE) {
            return DropPlanner.deletion(situation);
        }
        if (wish.ensure() == Ensure.ABSENT) {
            return DropPlanner.absence(situation);
        }
        return presence(situation);
    }

    private static Plan presence(Situation situation) {
        Optional<Plan> dropped = Missing.undone(situation);
        if (dropped.isPresent()) {
            return dropped.get();
        }
        // The record of a drop outlives its order until it is known what the drop did: else nobody would ever tell.
        Memory memory =
                situation.unresolved() ? situation.memory() : situation.memory().withoutOpenOrder();
        if (situation.access() instanceof Access.Withheld withheld) {
            return Plan.of(withheld.reason(), withheld.message(), memory, new Step.Rest());
        }
        // Whoever is claimed is let go, and nobody would ever tell what its creation did.
        Optional<Plan> created = ownCreation(situation, memory).or(() -> Settling.sent(situation, memory));
        if (created.isPresent()) {
            return created.get();
        }
        if (situation.standing() instanceof Standing.Claimed claimed) {
            return Plan.of(
                    Reason.CLAIMED_BY_OTHER,
                    claimed.owner() + " owns this partition; delete one of the two resources",
                    memory,
                    new Step.Rest());
        }
        Optional<Snapshot> recorded = Settling.recorded(situation, memory);
        if (recorded.isPresent()) {
            return present(situation, memory, recorded.get());
        }
        if (situation.flight().aloft()) {
            return Settling.aloft(situation, memory);
        }
        return answered(situation, memory);
    }

    private static Plan answered(Situation situation, Memory memory) {
        if (situation.observation() instanceof Observation.Unknown unknown) {
            return Plan.of(unknown.reason(), unknown.message(), memory, new Step.Look());
        }
        Optional<Plan> sought = Settling.sought(situation, memory);
        if (sought.isPresent()) {
            return sought.get();
        }
        if (!(situation.observation() instanceof Observation.Listed listed)) {
            return collectionMissing(situation, memory);
        }
        if (situation.flight() == Flight.OVERDUE) {
            return Settling.unsettled(situation, memory);
        }
        return seen(situation, memory, listed.snapshot());
    }

    /** A creation of ours that a list of its collection shows happened, whatever else may still be under way. */
    static Optional<Plan> ownCreation(Situation situation, Memory memory) {
        if (!situation.flight().entitles() || !(situation.home() instanceof Observation.Listed listed)) {
            return Optional.empty();
        }
        Snapshot snapshot = listed.snapshot();
        return memory.openIntent()
                .flatMap(intent -> snapshot.find(situation.wish().address().partition())
                        .filter(entry -> intent.explains(snapshot, entry)))
                .map(entry ->
                        bind(situation, memory, snapshot, entry, Origin.CREATED).announcing(Notice.CREATED));
    }

    private static Plan collectionMissing(Situation situation, Memory memory) {
        if (Endpoints.changed(situation)) {
            return Endpoints.held(situation, memory);
        }
        return Plan.of(Reason.COLLECTION_NOT_FOUND, MissingCollection.wanted(situation), memory, new Step.Rest());
    }

    private static Plan seen(Situation situation, Memory memory, Snapshot snapshot) {
        String partition = situation.wish().address().partition();
        Optional<Binding> bound = memory.binding();
        if (bound.isPresent() && snapshot.shows(partition, bound.get().incarnation())) {
            return present(situation, memory, snapshot);
        }
        if (Endpoints.changed(situation)) {
            return Endpoints.held(situation, memory);
        }
        if (snapshot.byAlias()) {
            return alias(memory, snapshot);
        }
        if (bound.isPresent() && snapshot.shows(bound.get().incarnation().partitionId())) {
            return Plan.of(
                    Reason.TARGET_CHANGED,
                    "spec.partition no longer names the partition this resource owns; restore the former name",
                    memory,
                    new Step.Rest());
        }
        return snapshot.find(partition)
                .map(entry -> Gates.attempt(situation, memory, incarnation(snapshot, entry))
                        .orElseGet(() -> unbound(situation, memory, snapshot, entry)))
                .orElseGet(() -> Missing.decide(situation, memory, snapshot));
    }

    static Plan alias(Memory memory, Snapshot snapshot) {
        return Plan.of(
                Reason.ALIAS_REFUSED,
                snapshot.address().collection() + " is an alias of collection "
                        + snapshot.collection().realName()
                        + "; an alias can move, so declare the partition in another resource that names the collection itself",
                memory,
                new Step.Rest());
    }

    private static Plan present(Situation situation, Memory memory, Snapshot snapshot) {
        Binding bound = memory.binding().orElseThrow();
        Binding here = new Binding(
                snapshot.address().endpoint(),
                bound.incarnation(),
                snapshot.collection().realName(),
                bound.origin());
        if (situation.wish().activity().paused()) {
            return Plan.of(Reason.PAUSED, Gates.paused(situation, "the partition is present"), memory, new Step.Rest());
        }
        return Plan.of(Reason.PRESENT, "the partition is present", memory.bound(here), new Step.Rest());
    }

    /** The name is taken by a partition that is not the recorded one. */
    private static Plan unbound(Situation situation, Memory memory, Snapshot snapshot, Entry entry) {
        Optional<Origin> inherited = inherited(situation, snapshot, entry);
        if (inherited.isPresent()) {
            Plan taking = bind(situation, memory, snapshot, entry, inherited.get());
            return memory.current().isEmpty()
                    ? taking.announcing(Notice.TAKEN_OVER)
                    : Former.leave(situation, snapshot, taking.announcing(Notice.REBOUND));
        }
        boolean welcome =
                situation.wish().adoptionPolicy() == AdoptionPolicy.ADOPT || Acceptance.covers(situation, entry);
        if (memory.current().isEmpty()) {
            return welcome
                    ? bind(situation, memory, snapshot, entry, Origin.ADOPTED).announcing(Notice.ADOPTED)
                    : alreadyExists(situation, memory, entry);
        }
        return welcome
                ? Former.leave(
                        situation,
                        snapshot,
                        bind(situation, memory, snapshot, entry, Origin.ADOPTED).announcing(Notice.REBOUND))
                : Target.replaced(situation, memory, entry);
    }

    private static Optional<Origin> inherited(Situation situation, Snapshot snapshot, Entry entry) {
        if (!(situation.standing() instanceof Standing.Owner owner)) {
            return Optional.empty();
        }
        Incarnation seen = incarnation(snapshot, entry);
        return owner.inheritances().stream()
                .filter(inheritance -> inheritance.incarnation().equals(seen))
                .map(Standing.Inheritance::origin)
                .findFirst();
    }

    static Plan alreadyExists(Situation situation, Memory memory, Entry entry) {
        return Plan.of(
                Reason.ALREADY_EXISTS,
                "a partition of this name was there before (id " + entry.id()
                        + ") and spec.adoptionPolicy is Refuse; set " + adopting(situation.wish()) + ", "
                        + (situation.wish().accepted().isPresent() ? Acceptance.asked(entry) + ", " : "")
                        + "or name another partition in another resource" + Acceptance.remark(situation),
                memory,
                new Step.Rest());
    }

    /** Whoever adopts a partition to be rid of the message may lose it by the next step. */
    private static String adopting(Wish wish) {
        String adopting = "spec.adoptionPolicy: Adopt";
        if (wish.ensure() == Ensure.ABSENT) {
            return adopting + " (which drops it)";
        }
        return wish.deletionPolicy() == DeletionPolicy.DELETE
                ? adopting + " (deleting this resource drops it then, too)"
                : adopting;
    }

    /**
     * What is bound for an order alone, or where its name does not lead, is never said to be as it is wanted: whoever waits
     * for that would go on.
     */
    static Plan bind(Situation situation, Memory memory, Snapshot snapshot, Entry entry, Origin origin) {
        Binding binding = new Binding(
                snapshot.address().endpoint(),
                incarnation(snapshot, entry),
                snapshot.collection().realName(),
                origin);
        Memory bound = memory.bound(binding);
        if (situation.wish().givesUp()) {
            return Plan.of(Reason.DROPPING, "the partition is there, and is to be dropped", bound, new Step.Remember());
        }
        return situation.observation().equals(new Observation.Listed(snapshot))
                ? Plan.of(Reason.PRESENT, "the partition is present", bound, new Step.Remember())
                : Plan.of(
                        Reason.OBSERVING,
                        "the partition was created, and its collection is "
                                + snapshot.address().collection() + " now",
                        bound,
                        new Step.Remember());
    }

    private static Incarnation incarnation(Snapshot snapshot, Entry entry) {
        return new Incarnation(snapshot.collection().id(), entry.id());
    }
}
