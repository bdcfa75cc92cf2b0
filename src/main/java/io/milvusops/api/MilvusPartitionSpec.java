package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of one partition. A component is null where the user wrote nothing: the {@code effective} methods
 * say what that means, and nothing but them does, so that an unset field can follow the connection's default.
 */
@ValidationRule(
        value = "(has(self.database) ? self.database : 'default')"
                + " == (has(oldSelf.database) ? oldSelf.database : 'default')",
        message = "database" + MilvusNames.UNCHANGED_MESSAGE,
        fieldPath = ".database")
@ValidationRule(
        value = "(has(self.connectionRef) && has(self.connectionRef.name) ? self.connectionRef.name : 'default')"
                + " == (has(oldSelf.connectionRef) && has(oldSelf.connectionRef.name)"
                + " ? oldSelf.connectionRef.name : 'default')",
        message = "connectionRef.name" + MilvusNames.UNCHANGED_MESSAGE,
        fieldPath = ".connectionRef")
public record MilvusPartitionSpec(
        @JsonPropertyDescription("The MilvusConnection through which the server is reached. Default: the one named"
                + " default in the same namespace. Immutable.")
        @Nullable
        ConnectionRef connectionRef,

        @JsonPropertyDescription("Database of the collection. Default: default. Immutable.")
        @Size(min = 1, max = MilvusNames.MAX_LENGTH)
        @ValidationRule(value = MilvusNames.RULE, message = "database" + MilvusNames.MESSAGE)
        @Nullable
        String database,

        @JsonPropertyDescription("The collection's real name; an alias is refused. The collection must exist, or is"
                + " waited for. Required. Immutable.")
        @Required
        @Size(min = 1, max = MilvusNames.MAX_LENGTH)
        @ValidationRule(value = MilvusNames.RULE, message = "collection" + MilvusNames.MESSAGE)
        @ValidationRule(value = MilvusNames.UNCHANGED_RULE, message = "collection" + MilvusNames.UNCHANGED_MESSAGE)
        String collection,

        @JsonPropertyDescription("Name of the partition in Milvus; never derived from metadata.name. A '-' in it is"
                + " not taken by every version: 2.3.5 refuses it, and the resource says InvalidName. Required."
                + " Immutable.")
        @Required
        @Size(min = 1, max = MilvusNames.MAX_LENGTH)
        @ValidationRule(value = MilvusNames.RULE, message = "partition" + MilvusNames.MESSAGE)
        @ValidationRule(
                value = MilvusNames.NOT_DEFAULT_RULE,
                message = "partition must not be _default or _default_<number>: these belong to the server and"
                        + " cannot be dropped; name another partition")
        @ValidationRule(value = MilvusNames.UNCHANGED_RULE, message = "partition" + MilvusNames.UNCHANGED_MESSAGE)
        String partition,

        @JsonPropertyDescription("present: the partition is created or adopted, and kept. absent: it is dropped for"
                + " good with all its data, and the resource stays and says so; this holds whatever"
                + " deletionPolicy says. Default: present.")
        @Default("present")
        @Nullable
        Ensure ensure,

        @JsonPropertyDescription("What deleting this resource does. Delete: the partition is dropped for good with all"
                + " its data. Retain: it stays in Milvus. Default: the connection's"
                + " defaults.deletionPolicy, else Delete.")
        @Nullable
        DeletionPolicy deletionPolicy,

        @JsonPropertyDescription("What to do with a partition that was there before this resource, or that somebody"
                + " recreated. Adopt: take it over, so that it is dropped when this resource goes. Refuse:"
                + " leave it alone and say so. Default: the connection's defaults.adoptionPolicy, else"
                + " Adopt.")
        @Nullable
        AdoptionPolicy adoptionPolicy,

        @JsonPropertyDescription("What to do when somebody else dropped the partition. Recreate: create it again,"
                + " empty, with a warning. Report: say so and do nothing. Default: Recreate.")
        @Nullable
        OnExternalDrop onExternalDrop,

        @JsonPropertyDescription("What stands between an order to drop and the drop. Default: nothing but the"
                + " operator's own checks.")
        @Nullable
        DropGuard dropGuard) {

    /** Which partition it is about. */
    public PartitionTarget target() {
        return new PartitionTarget(connectionRef, database, collection, partition);
    }

    /** Whether the partition shall exist, filled in. */
    public Ensure effectiveEnsure() {
        return Objects.requireNonNullElse(ensure, Ensure.PRESENT);
    }

    /** What deleting the resource does, filled in from the connection's defaults. */
    public DeletionPolicy effectiveDeletionPolicy(PolicyDefaults defaults) {
        return Optional.ofNullable(deletionPolicy).orElseGet(defaults::effectiveDeletionPolicy);
    }

    /** What happens to a partition that was there before, filled in from the connection's defaults. */
    public AdoptionPolicy effectiveAdoptionPolicy(PolicyDefaults defaults) {
        return Optional.ofNullable(adoptionPolicy).orElseGet(defaults::effectiveAdoptionPolicy);
    }

    /** What happens when somebody else dropped the partition, filled in. */
    public OnExternalDrop effectiveOnExternalDrop() {
        return Objects.requireNonNullElse(onExternalDrop, OnExternalDrop.RECREATE);
    }

    /** Above how many rows the partition is not dropped, empty when rows do not matter. */
    public OptionalLong effectiveMaxRows() {
        return Stream.ofNullable(dropGuard)
                .map(DropGuard::maxRows)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** Whether a drop waits for a confirmation, filled in. */
    public Confirmation effectiveConfirmation() {
        return Optional.ofNullable(dropGuard).map(DropGuard::confirmation).orElse(Confirmation.NONE);
    }

    /** How long a drop waits from its order on, filled in. */
    public Duration effectiveDelay() {
        return Optional.ofNullable(dropGuard)
                .map(DropGuard::delay)
                .map(DurationText::length)
                .orElse(Duration.ZERO);
    }

    /** What happens to a drop while the partition is loaded, filled in. */
    public WhenLoaded effectiveWhenLoaded() {
        return Optional.ofNullable(dropGuard).map(DropGuard::whenLoaded).orElse(WhenLoaded.RELEASE);
    }
}
