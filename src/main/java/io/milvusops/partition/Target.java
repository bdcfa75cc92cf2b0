package io.milvusops.partition;

import io.milvusops.partition.Binding.Origin;
import io.milvusops.partition.Order.Stage;
import io.milvusops.partition.Plan.Notice;
import java.util.Optional;

/** The gate that asks the server: only the recorded incarnation, seen in a list, is dropped. */
final class Target {

    private Target() {}

    static Plan decide(Situation situation, Memory memory) {
        Observation observation = situation.observation();
        if (observation instanceof Observation.Unknown unknown) {
            return Plan.of(unknown.reason(), unknown.message(), memory, new Step.Look());
        }
        if (memory.binding().isEmpty()) {
            return Unbound.decide(situation, memory);
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
            return Fulfilment.fulfilled(situation, memory);
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
            return drop(situation, Endpoints.seenHere(situation, memory), recorded, snapshot.address());
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
                .orElseGet(() -> missing(situation, memory, snapshot));
    }

    /** An absence that nobody here made, or it would be {@link Fulfilment#attempted}, is asked for in two ways. */
    static Plan missing(Situation situation, Memory memory, Snapshot snapshot) {
        String partition = situation.wish().address().partition();
        return snapshot.denies(partition)
                ? Fulfilment.fulfilled(situation, memory)
                : Missing.unproven(memory, snapshot, partition);
    }

    /** The recorded partition is gone, so that there is nothing to hand over: empty while it is not proven. */
    static Optional<Plan> gone(Situation situation) {
        Memory memory = situation.memory();
        if (memory.binding().isEmpty() || Endpoints.changed(situation)) {
            return Optional.empty();
        }
        Incarnation recorded = memory.binding().get().incarnation();
        if (situation.observation() instanceof Observation.CollectionGone gone
                && gone.collectionId() == recorded.collectionId()) {
            return Optional.of(Fulfilment.fulfilled(situation, memory));
        }
        if (!(situation.observation() instanceof Observation.Listed listed)
                || listed.snapshot().byAlias()
                || listed.snapshot().collection().id() != recorded.collectionId()
                || listed.snapshot().shows(recorded.partitionId())) {
            return Optional.empty();
        }
        return Planner.ownCreation(situation, memory).or(() -> Optional.of(departed(situation, listed.snapshot())));
    }

    /**
     * The collection that is remembered has its name no longer, or not as its own: whether it is gone, and all that was
     * in it, is asked by its id.
     */
    static Optional<Step> astray(Situation situation) {
        return situation
                .memory()
                .home()
                .filter(home -> !Endpoints.changed(situation) && strange(situation.observation(), home))
                .map(Step.Locate::new);
    }

    private static boolean strange(Observation observation, long collectionId) {
        return observation instanceof Observation.NoSuchName
                || (observation instanceof Observation.Listed listed
                        && (listed.snapshot().byAlias()
                                || listed.snapshot().collection().id() != collectionId));
    }

    private static Plan departed(Situation situation, Snapshot snapshot) {
        Memory memory = situation.memory();
        boolean replaced = snapshot.find(situation.wish().address().partition()).isPresent();
        return replaced ? Fulfilment.fulfilled(situation, memory) : missing(situation, memory, snapshot);
    }

    private static Plan another(Situation situation, Memory memory, Snapshot snapshot, Entry entry) {
        if (Acceptance.covers(situation, entry)) {
            return Planner.bind(situation, memory, snapshot, entry, Origin.ADOPTED)
                    .announcing(Notice.REBOUND);
        }
        return replaced(situation, memory, entry);
    }

    static Plan replaced(Situation situation, Memory memory, Entry entry) {
        return Plan.of(
                        Reason.PARTITION_REPLACED,
                        "another partition has this name now; it is left alone until " + Acceptance.asked(entry)
                                + " accepts it" + Acceptance.remark(situation),
                        memory,
                        new Step.Rest())
                .offering(entry);
    }

    /**
     * The gates that remain: second thoughts, the budget, then recorded first and sent after. Where the partition was
     * seen is recorded, too, with the attempt: only what that address says will prove the drop.
     */
    private static Plan drop(
            Situation situation, Memory memory, Incarnation incarnation, CollectionAddress collection) {
        Order order = order(situation, Optional.of(incarnation));
        Optional<Plan> pending =
                Deliberation.pending(situation, memory, order).or(() -> BudgetGate.pending(situation, memory, order));
        if (pending.isPresent()) {
            return pending.get();
        }
        Order attempted = BudgetGate.reserved(situation, order).at(Stage.ATTEMPTED);
        boolean recorded = order.equals(attempted)
                && memory.binding().equals(situation.memory().binding());
        Step step = situation.flight() == Flight.ARMED && recorded
                ? new Step.Drop(incarnation, collection)
                : new Step.Arm(incarnation);
        return Plan.of(Reason.DROPPING, "dropping the partition", memory.ordered(attempted), step);
    }

    /** The current order: the recorded one if this generation gave it, else a new one. */
    static Order order(Situation situation, Optional<Incarnation> incarnation) {
        long generation = situation.wish().generation();
        return situation
                .memory()
                .order()
                .filter(recorded -> recorded.isFor(incarnation, generation))
                .orElseGet(
                        () -> new Order(incarnation, Stage.REQUESTED, generation, situation.now(), Optional.empty()));
    }
}
