package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.PolicyDefaults;
import io.milvusops.partition.Access;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Caution;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.DropGuard;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Memory;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import io.milvusops.partition.Wish;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a pass sees of an ordinary resource, for tests of what it makes of it. */
final class Sights {

    static final String ENDPOINT = "http://milvus:19530";

    static final Reach REACH = new Reach(
            new Access.Granted(ENDPOINT, Access.Change.UNACCEPTED),
            ENDPOINT,
            PolicyDefaults.UNSET,
            false,
            address -> true,
            Duration.ofSeconds(6),
            Duration.ofSeconds(36),
            Duration.ofSeconds(6),
            Optional.empty());

    static final Memory BOUND = new Memory(
            Optional.of(new Binding(ENDPOINT, new Incarnation(100, 7), "book", Binding.Origin.ADOPTED)),
            Optional.empty(),
            Optional.empty());

    private Sights() {}

    /** A resource that says this reason. */
    static Sight saying(Reason reason) {
        return of(resource(1, Map.of()), Memory.NONE, reason);
    }

    /** A resource of this generation that carries these annotations. */
    static Sight asking(long generation, Map<String, String> annotations) {
        return of(resource(generation, annotations), Memory.NONE, Reason.DROPPING);
    }

    /** A resource that remembers this. */
    static Sight remembering(Memory memory) {
        return of(resource(1, Map.of()), memory, Reason.CREATING);
    }

    /** A live resource that is declared absent and says this reason. */
    static Sight absent(Reason reason) {
        return absent(reason, Map.of());
    }

    /** A live resource that is declared absent, carries these annotations and says this reason. */
    static Sight absent(Reason reason, Map<String, String> annotations) {
        return of(resource(1, annotations), BOUND, reason, Wish.Ensure.ABSENT, Wish.Lifecycle.LIVE);
    }

    /** A resource that is being deleted and says this reason. */
    static Sight deleting(Reason reason) {
        return deleting(reason, Map.of());
    }

    /** A resource that is being deleted, carries these annotations and says this reason. */
    static Sight deleting(Reason reason, Map<String, String> annotations) {
        return of(resource(1, annotations), BOUND, reason, Wish.Ensure.PRESENT, Wish.Lifecycle.DELETING);
    }

    static Sight of(MilvusPartition resource, Memory memory, Reason reason) {
        return of(resource, memory, reason, Wish.Ensure.PRESENT, Wish.Lifecycle.LIVE);
    }

    private static Sight of(
            MilvusPartition resource, Memory memory, Reason reason, Wish.Ensure ensure, Wish.Lifecycle lifecycle) {
        Wish wish = new Wish(
                resource.getMetadata().getUid(),
                resource.getMetadata().getGeneration(),
                new PartitionAddress(new CollectionAddress(ENDPOINT, "default", "book"), "novel"),
                ensure,
                Wish.DeletionPolicy.DELETE,
                Wish.AdoptionPolicy.ADOPT,
                Wish.OnExternalDrop.RECREATE,
                new DropGuard(OptionalLong.empty(), Wish.WhenLoaded.RELEASE),
                Caution.NONE,
                lifecycle,
                Wish.Activity.ACTIVE,
                Optional.empty());
        Plan plan = new Plan(reason, "because", memory, new Step.Rest(), Optional.empty());
        return new Sight(resource, REACH, wish, memory, plan);
    }

    /** The same with second thoughts in front of its drop. */
    static Sight guarded(Sight sight, Caution caution) {
        Wish given = sight.wish();
        Wish wish = new Wish(
                given.uid(),
                given.generation(),
                given.address(),
                given.ensure(),
                given.deletionPolicy(),
                given.adoptionPolicy(),
                given.onExternalDrop(),
                given.guard(),
                caution,
                given.lifecycle(),
                given.activity(),
                given.accepted());
        return new Sight(sight.resource(), sight.reach(), wish, sight.memory(), sight.plan());
    }

    static MilvusPartition resource(long generation, Map<String, String> annotations) {
        MilvusPartition resource = new MilvusPartition();
        resource.setMetadata(new ObjectMetaBuilder()
                .withNamespace("search")
                .withName("book-novel")
                .withUid("uid")
                .withGeneration(generation)
                .withAnnotations(annotations)
                .build());
        return resource;
    }
}
