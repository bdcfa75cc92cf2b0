package io.milvusops.reconcile;

import io.milvusops.api.BindingStatus;
import io.milvusops.api.DeletionPolicy;
import io.milvusops.api.DropOutcome;
import io.milvusops.api.DropStatus;
import io.milvusops.api.IntentStatus;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.OnDelete;
import io.milvusops.api.PolicyDefaults;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Intent;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Order;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is recorded on a resource. A record of another uid, or one that is incomplete, is void: it never
 * entitles to a drop.
 */
final class Records {

    private static final String NONE = "-";
    private static final int INTENT_PARTS = 7;

    private Records() {}

    static Memory read(MilvusPartition resource) {
        String uid = resource.getMetadata().getUid();
        Optional<MilvusPartitionStatus> status = Optional.ofNullable(resource.getStatus());
        Optional<Binding> binding =
                status.map(MilvusPartitionStatus::binding).flatMap(recorded -> binding(recorded, uid));
        Optional<Order> order = status.map(MilvusPartitionStatus::drop)
                .filter(recorded -> uid.equals(recorded.ownerUID()))
                .flatMap(Records::order);
        Memory annotated = new Memory(binding, annotatedIntent(resource), order);
        Optional<Intent> inStatus = status.map(MilvusPartitionStatus::binding)
                .map(BindingStatus::intent)
                .flatMap(recorded -> intent(recorded, uid));
        return annotated.openIntent().isPresent() ? annotated : new Memory(binding, inStatus, order);
    }

    private static Optional<Binding> binding(BindingStatus recorded, String uid) {
        OptionalLong collection = number(recorded.collectionID());
        OptionalLong partition = number(recorded.partitionID());
        if (!uid.equals(recorded.ownerUID())
                || recorded.endpoint() == null
                || recorded.collectionName() == null
                || collection.isEmpty()
                || partition.isEmpty()) {
            return Optional.empty();
        }
        Binding.Origin origin =
                recorded.origin() == io.milvusops.api.Origin.CREATED ? Binding.Origin.CREATED : Binding.Origin.ADOPTED;
        return Optional.of(new Binding(
                recorded.endpoint(),
                new Incarnation(collection.getAsLong(), partition.getAsLong()),
                recorded.collectionName(),
                origin));
    }

    private static Optional<Order> order(DropStatus recorded) {
        OptionalLong collection = number(recorded.collectionID());
        OptionalLong partition = number(recorded.partitionID());
        Optional<Incarnation> incarnation = collection.isPresent() && partition.isPresent()
                ? Optional.of(new Incarnation(collection.getAsLong(), partition.getAsLong()))
                : Optional.empty();
        Optional<Instant> requested = instant(recorded.requestedAt());
        // An order whose time cannot be read is of no generation: its delay begins anew.
        long generation = requested.isPresent() && recorded.generation() != null ? recorded.generation() : -1;
        return stage(recorded, incarnation)
                .map(stage -> new Order(
                        incarnation,
                        stage,
                        generation,
                        requested.orElse(Instant.EPOCH),
                        instant(recorded.reservedAt())));
    }

    private static Optional<Order.Stage> stage(DropStatus recorded, Optional<Incarnation> incarnation) {
        if (recorded.outcome() == DropOutcome.DROPPED) {
            return Optional.of(Order.Stage.DROPPED);
        }
        if (recorded.outcome() == DropOutcome.NOTHING_TO_DROP) {
            return Optional.of(Order.Stage.NOTHING_TO_DROP);
        }
        return incarnation.map(open -> recorded.attemptedAt() == null ? Order.Stage.REQUESTED : Order.Stage.ATTEMPTED);
    }

    static Optional<Instant> instant(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Intent> intent(IntentStatus recorded, String uid) {
        OptionalLong collection = number(recorded.collectionID());
        OptionalLong fingerprint = number(recorded.defaultPartitionID());
        OptionalLong newest = number(recorded.newestCreationTime());
        if (!uid.equals(recorded.ownerUID())
                || recorded.endpoint() == null
                || recorded.generation() == null
                || collection.isEmpty()
                || fingerprint.isEmpty()
                || newest.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Intent(
                recorded.endpoint(),
                collection.getAsLong(),
                fingerprint.getAsLong(),
                newest.getAsLong(),
                number(recorded.replaces()),
                recorded.generation()));
    }

    /** What a connection gave that is not there, as far as the status tells: what was to be kept is kept. */
    static PolicyDefaults defaults(MilvusPartition resource) {
        MilvusPartitionStatus said = resource.getStatus();
        boolean kept = said != null && said.onDelete() == OnDelete.RETAIN && !Abandonment.declared(resource);
        return kept ? new PolicyDefaults(DeletionPolicy.RETAIN, null) : PolicyDefaults.UNSET;
    }

    /** The annotation that carries an intent; readable by {@link #annotatedIntent}. */
    static String intentText(String uid, Intent intent) {
        String replaces =
                intent.replaces().isPresent() ? Long.toString(intent.replaces().getAsLong()) : NONE;
        return String.join(
                " ",
                uid,
                Long.toString(intent.collectionId()),
                Long.toString(intent.fingerprint()),
                Long.toString(intent.newestCreation()),
                replaces,
                Long.toString(intent.generation()),
                intent.endpoint());
    }

    static Optional<Intent> annotatedIntent(MilvusPartition resource) {
        String text = annotation(resource, MetadataKeys.CREATE_INTENT).orElse("");
        String[] parts = text.split(" ", -1);
        if (parts.length != INTENT_PARTS
                || !parts[0].equals(resource.getMetadata().getUid())) {
            return Optional.empty();
        }
        OptionalLong collection = number(parts[1]);
        OptionalLong fingerprint = number(parts[2]);
        OptionalLong newest = number(parts[3]);
        OptionalLong generation = number(parts[5]);
        if (collection.isEmpty() || fingerprint.isEmpty() || newest.isEmpty() || generation.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Intent(
                parts[6],
                collection.getAsLong(),
                fingerprint.getAsLong(),
                newest.getAsLong(),
                number(parts[4]),
                generation.getAsLong()));
    }

    static Optional<String> annotation(MilvusPartition resource, String key) {
        return Optional.ofNullable(resource.getMetadata().getAnnotations()).map(all -> all.get(key));
    }

    static OptionalLong number(@Nullable String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException missingOrNotANumber) {
            return OptionalLong.empty();
        }
    }
}
