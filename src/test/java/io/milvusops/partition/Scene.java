package io.milvusops.partition;

import io.milvusops.partition.Binding.Origin;
import io.milvusops.partition.Order.Stage;
import io.milvusops.partition.Wish.Activity;
import io.milvusops.partition.Wish.AdoptionPolicy;
import io.milvusops.partition.Wish.DeletionPolicy;
import io.milvusops.partition.Wish.Ensure;
import io.milvusops.partition.Wish.Lifecycle;
import io.milvusops.partition.Wish.OnExternalDrop;
import io.milvusops.partition.Wish.WhenLoaded;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** A situation that starts ordinary (a live resource, alone, collection listed and empty) and is varied by rows. */
final class Scene {

    static final String ENDPOINT = "http://milvus:19530";
    static final String ELSEWHERE = "http://other:19530";
    static final Access HERE = new Access.Granted(ENDPOINT, Access.Change.UNACCEPTED);
    static final CollectionAddress BOOK = new CollectionAddress(ENDPOINT, "default", "book");
    /** The generation of the resource as it is; what was recorded before is of an earlier one. */
    static final long GENERATION = 3;

    static final long COLLECTION = 100;
    static final long FINGERPRINT = 101;
    static final long OURS = 7;
    static final long OTHER = 8;
    static final Incarnation RECORDED = new Incarnation(COLLECTION, OURS);
    static final Binding ADOPTED = new Binding(ENDPOINT, RECORDED, "book", Origin.ADOPTED);
    static final Binding CREATED = new Binding(ENDPOINT, RECORDED, "book", Origin.CREATED);
    static final Intent INTENT = new Intent(ENDPOINT, COLLECTION, FINGERPRINT, 50, OptionalLong.empty(), GENERATION);
    static final Intent REPAIR = new Intent(ENDPOINT, COLLECTION, FINGERPRINT, 50, OptionalLong.of(OURS), GENERATION);
    /** As {@link #REPAIR}, before the resource was ordered to give its partition up. */
    static final Intent EARLIER_REPAIR =
            new Intent(ENDPOINT, COLLECTION, FINGERPRINT, 50, OptionalLong.of(OURS), GENERATION - 1);

    /** Orders that are on record were given a minute before. */
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private Caution caution = Caution.NONE;
    private Ensure ensure = Ensure.PRESENT;
    private DeletionPolicy deletionPolicy = DeletionPolicy.DELETE;
    private AdoptionPolicy adoptionPolicy = AdoptionPolicy.ADOPT;
    private OnExternalDrop onExternalDrop = OnExternalDrop.RECREATE;
    private Lifecycle lifecycle = Lifecycle.LIVE;
    private Activity activity = Activity.ACTIVE;
    private Optional<String> accepted = Optional.empty();
    private Memory memory = Memory.NONE;
    private Access access = HERE;
    private Standing standing = Standing.Owner.ALONE;
    private Observation observation = listed(Map.of());
    private Optional<Observation> home = Optional.empty();
    private Flight flight = Flight.NONE;
    private KindState kind = KindState.SERVED;
    private Budget budget = new Budget.Unlimited();

    private Scene() {}

    static Scene present() {
        return new Scene();
    }

    static Scene absent() {
        return present().with(Ensure.ABSENT);
    }

    static Scene deleting() {
        return present().with(Lifecycle.DELETING);
    }

    static Observation listed(Map<String, Entry> partitions) {
        return listed(BOOK, COLLECTION, "book", partitions);
    }

    static Observation listed(
            CollectionAddress address, long collection, String realName, Map<String, Entry> partitions) {
        return new Observation.Listed(snapshot(address, collection, realName, partitions));
    }

    private static Snapshot snapshot(
            CollectionAddress address, long collection, String realName, Map<String, Entry> partitions) {
        return new Snapshot(
                address,
                new CollectionDescription(collection, address.database(), realName),
                new Listing(FINGERPRINT, partitions),
                Set.of(),
                Map.of(),
                10,
                20);
    }

    static Map<String, Entry> novel(long id) {
        return Map.of("novel", new Entry(id, 60));
    }

    /** The same scene with one thing changed; this one stays as it is. */
    private Scene but(Consumer<Scene> change) {
        Scene varied = new Scene();
        varied.caution = caution;
        varied.ensure = ensure;
        varied.deletionPolicy = deletionPolicy;
        varied.adoptionPolicy = adoptionPolicy;
        varied.onExternalDrop = onExternalDrop;
        varied.lifecycle = lifecycle;
        varied.activity = activity;
        varied.accepted = accepted;
        varied.memory = memory;
        varied.access = access;
        varied.standing = standing;
        varied.observation = observation;
        varied.home = home;
        varied.flight = flight;
        varied.kind = kind;
        varied.budget = budget;
        change.accept(varied);
        return varied;
    }

    Scene with(Ensure value) {
        return but(scene -> scene.ensure = value);
    }

    Scene with(Lifecycle value) {
        return but(scene -> scene.lifecycle = value);
    }

    Scene with(DeletionPolicy value) {
        return but(scene -> scene.deletionPolicy = value);
    }

    Scene retaining() {
        return but(scene -> scene.deletionPolicy = DeletionPolicy.RETAIN);
    }

    Scene refusing() {
        return but(scene -> scene.adoptionPolicy = AdoptionPolicy.REFUSE);
    }

    Scene reporting() {
        return but(scene -> scene.onExternalDrop = OnExternalDrop.REPORT);
    }

    Scene with(Caution value) {
        return but(scene -> scene.caution = value);
    }

    Scene paused() {
        return but(scene -> scene.activity = Activity.PAUSED);
    }

    Scene pausedByConnection() {
        return but(scene -> scene.activity = Activity.CONNECTION_PAUSED);
    }

    Scene accepting(long id) {
        return accepting(Long.toString(id));
    }

    Scene accepting(String text) {
        return but(scene -> scene.accepted = Optional.of(text));
    }

    Scene remembering(Memory value) {
        return but(scene -> scene.memory = value);
    }

    Scene bound() {
        return remembering(new Memory(Optional.of(ADOPTED), memory.intent(), memory.order()));
    }

    Scene intended(Intent intent) {
        return remembering(new Memory(memory.binding(), Optional.of(intent), memory.order()));
    }

    /** Ordered by the resource as it is. */
    Scene ordered(Stage stage) {
        return ordered(stage, GENERATION);
    }

    /** Ordered by an earlier version of the resource. */
    Scene orderedBefore(Stage stage) {
        return ordered(stage, GENERATION - 1);
    }

    private Scene ordered(Stage stage, long generation) {
        return remembering(new Memory(
                memory.binding(),
                memory.intent(),
                Optional.of(
                        new Order(Optional.of(RECORDED), stage, generation, NOW.minusSeconds(60), Optional.empty()))));
    }

    /** The order on record was counted in the budget. */
    Scene counted() {
        return remembering(new Memory(
                memory.binding(), memory.intent(), memory.order().map(order -> order.reserved(NOW.minusSeconds(50)))));
    }

    Scene seeing(Observation value) {
        return but(scene -> scene.observation = value);
    }

    /** What is known of the recorded collection, where that is not what the resource looks at. */
    Scene knowing(Observation value) {
        return but(scene -> scene.home = Optional.of(value));
    }

    Scene seeing(Map<String, Entry> partitions) {
        return seeing(listed(partitions));
    }

    /** Nothing of that name in the list, and the server says so, too, when it is asked. */
    Scene denied() {
        return seeing(new Observation.Listed(
                snapshot(BOOK, COLLECTION, "book", Map.of()).beside(Set.of("novel"), Map.of())));
    }

    /** Nothing of that name in the list, and the server does not say whether it is there when it is asked. */
    Scene doubted() {
        Observation.Unknown doubt = new Observation.Unknown(Reason.PERMISSION_DENIED, "no right to HasPartition");
        return seeing(new Observation.Listed(
                snapshot(BOOK, COLLECTION, "book", Map.of()).beside(Set.of(), Map.of("novel", doubt))));
    }

    Scene through(Access value) {
        return but(scene -> scene.access = value);
    }

    Scene with(Standing value) {
        return but(scene -> scene.standing = value);
    }

    Scene with(Flight value) {
        return but(scene -> scene.flight = value);
    }

    Scene with(Budget value) {
        return but(scene -> scene.budget = value);
    }

    Scene with(KindState value) {
        return but(scene -> scene.kind = value);
    }

    /** All of it, as the planner is given it. */
    Situation situation() {
        Wish wish = new Wish(
                "uid-1",
                GENERATION,
                new PartitionAddress(BOOK, "novel"),
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                new DropGuard(OptionalLong.empty(), WhenLoaded.RELEASE),
                caution,
                lifecycle,
                activity,
                accepted);
        return new Situation(
                wish, memory, access, standing, observation, home.orElse(observation), flight, kind, budget, NOW);
    }

    Plan plan() {
        return Planner.plan(situation());
    }
}
