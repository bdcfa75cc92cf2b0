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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A situation that starts ordinary (a live resource, alone, collection listed and empty) and is varied by rows. */
record Scene(
        Ensure ensure,
        DeletionPolicy deletionPolicy,
        AdoptionPolicy adoptionPolicy,
        OnExternalDrop onExternalDrop,
        Lifecycle lifecycle,
        Activity activity,
        OptionalLong accepted,
        Memory memory,
        Access access,
        Standing standing,
        Observation observation,
        Flight flight,
        KindState kind,
        Situation.Losses losses) {

    static final String ENDPOINT = "http://milvus:19530";
    static final String ELSEWHERE = "http://other:19530";
    static final CollectionAddress BOOK = new CollectionAddress(ENDPOINT, "default", "book");
    static final long COLLECTION = 100;
    static final long FINGERPRINT = 101;
    static final long OURS = 7;
    static final long OTHER = 8;
    static final Incarnation RECORDED = new Incarnation(COLLECTION, OURS);
    static final Binding ADOPTED = new Binding(ENDPOINT, RECORDED, "book", Origin.ADOPTED);
    static final Binding CREATED = new Binding(ENDPOINT, RECORDED, "book", Origin.CREATED);
    static final Intent INTENT = new Intent(ENDPOINT, FINGERPRINT, 50, OptionalLong.empty());
    static final Intent REPAIR = new Intent(ENDPOINT, FINGERPRINT, 50, OptionalLong.of(OURS));

    static Scene present() {
        return new Scene(
                Ensure.PRESENT,
                DeletionPolicy.DELETE,
                AdoptionPolicy.ADOPT,
                OnExternalDrop.RECREATE,
                Lifecycle.LIVE,
                Activity.ACTIVE,
                OptionalLong.empty(),
                Memory.NONE,
                new Access.Granted(ENDPOINT, Access.Change.UNACCEPTED),
                Standing.Owner.ALONE,
                listed(Map.of()),
                Flight.NONE,
                KindState.SERVED,
                Situation.Losses.CREDIBLE);
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
        return new Observation.Listed(new Snapshot(
                address,
                1,
                new CollectionDescription(collection, realName),
                new Listing(FINGERPRINT, partitions),
                10,
                20));
    }

    static Map<String, Entry> novel(long id) {
        return Map.of("novel", new Entry(id, 60));
    }

    Scene with(Ensure value) {
        return new Scene(
                value,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                lifecycle,
                activity,
                accepted,
                memory,
                access,
                standing,
                observation,
                flight,
                kind,
                losses);
    }

    Scene with(Lifecycle value) {
        return new Scene(
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                value,
                activity,
                accepted,
                memory,
                access,
                standing,
                observation,
                flight,
                kind,
                losses);
    }

    Scene retaining() {
        return new Scene(
                ensure,
                DeletionPolicy.RETAIN,
                adoptionPolicy,
                onExternalDrop,
                lifecycle,
                activity,
                accepted,
                memory,
                access,
                standing,
                observation,
                flight,
                kind,
                losses);
    }

    Scene refusing() {
        return new Scene(
                ensure,
                deletionPolicy,
                AdoptionPolicy.REFUSE,
                onExternalDrop,
                lifecycle,
                activity,
                accepted,
                memory,
                access,
                standing,
                observation,
                flight,
                kind,
                losses);
    }

    Scene reporting() {
        return new Scene(
                ensure,
                deletionPolicy,
                adoptionPolicy,
                OnExternalDrop.REPORT,
                lifecycle,
                activity,
                accepted,
                memory,
                access,
                standing,
                observation,
                flight,
                kind,
                losses);
    }

    Scene paused() {
        return new Scene(
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                lifecycle,
                Activity.PAUSED,
                accepted,
                memory,
                access,
                standing,
                observation,
                flight,
                kind,
                losses);
    }

    Scene accepting(long id) {
        return new Scene(
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                lifecycle,
                activity,
                OptionalLong.of(id),
                memory,
                access,
                standing,
                observation,
                flight,
                kind,
                losses);
    }

    Scene remembering(Memory value) {
        return new Scene(
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                lifecycle,
                activity,
                accepted,
                value,
                access,
                standing,
                observation,
                flight,
                kind,
                losses);
    }

    Scene bound() {
        return remembering(new Memory(Optional.of(ADOPTED), memory.intent(), memory.order()));
    }

    Scene intended(Intent intent) {
        return remembering(new Memory(memory.binding(), Optional.of(intent), memory.order()));
    }

    Scene ordered(Stage stage) {
        return remembering(
                new Memory(memory.binding(), memory.intent(), Optional.of(new Order(Optional.of(RECORDED), stage))));
    }

    Scene seeing(Observation value) {
        return new Scene(
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                lifecycle,
                activity,
                accepted,
                memory,
                access,
                standing,
                value,
                flight,
                kind,
                losses);
    }

    Scene seeing(Map<String, Entry> partitions) {
        return seeing(listed(partitions));
    }

    Scene through(Access value) {
        return new Scene(
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                lifecycle,
                activity,
                accepted,
                memory,
                value,
                standing,
                observation,
                flight,
                kind,
                losses);
    }

    Scene with(Standing value) {
        return new Scene(
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                lifecycle,
                activity,
                accepted,
                memory,
                access,
                value,
                observation,
                flight,
                kind,
                losses);
    }

    Scene with(Flight value) {
        return new Scene(
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                lifecycle,
                activity,
                accepted,
                memory,
                access,
                standing,
                observation,
                value,
                kind,
                losses);
    }

    Scene with(KindState value) {
        return new Scene(
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                lifecycle,
                activity,
                accepted,
                memory,
                access,
                standing,
                observation,
                flight,
                value,
                losses);
    }

    Scene doubting() {
        return new Scene(
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                lifecycle,
                activity,
                accepted,
                memory,
                access,
                standing,
                observation,
                flight,
                kind,
                Situation.Losses.DOUBTED);
    }

    Plan plan() {
        Wish wish = new Wish(
                "uid-1",
                new PartitionAddress(BOOK, "novel"),
                ensure,
                deletionPolicy,
                adoptionPolicy,
                onExternalDrop,
                WhenLoaded.RELEASE,
                lifecycle,
                activity,
                accepted);
        return Planner.plan(new Situation(wish, memory, access, standing, observation, flight, kind, losses));
    }
}
