package io.milvusops.soak;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether a status tells what is so. Each resource is either as it is wanted, or its status names a cause that is
 * there.
 */
final class Explanation {

    /** Words for what passes by itself: true for a while, never for ever. */
    private static final Set<String> PASSING = Set.of(
            "Observing",
            "Creating",
            "Dropping",
            "OutcomeUnknown",
            "ServerUnreachable",
            "ServerBusy",
            "QuotaExceeded",
            "IncompleteAnswer",
            "PermissionDenied",
            "Unauthenticated",
            "NotLoaded",
            "PartitionNotFound",
            "PartitionLimitReached",
            "Retained",
            "NeverBound",
            "Abandoned",
            "RowCountUnknown",
            "InternalError");

    private final Situation situation;
    private final Version version;
    private final Gates gates;
    private final Map<String, Predicate<World>> causes;

    Explanation(Situation situation, Version version) {
        this.situation = situation;
        this.version = version;
        this.gates = new Gates(situation, version);
        this.causes = Map.ofEntries(
                Map.entry("Paused", world -> version.isTrue("paused") || terms().paused()),
                Map.entry("NotAllowed", world -> terms().exist() && !terms().allow(version)),
                Map.entry("ConnectionNotFound", world -> !terms().exist()),
                Map.entry("ConnectionNotReady", world -> terms().deleting()),
                Map.entry("CollectionNotFound", world -> !collectionThere(world)),
                Map.entry("AliasRefused", world -> world.isAlias(version.collection())),
                Map.entry("ClaimedByOther", world -> !situation.rivals(version).isEmpty()),
                Map.entry(
                        "HandingOver",
                        world ->
                                version.deleting() && !situation.rivals(version).isEmpty()),
                Map.entry("AlreadyExists", world -> named(world).isPresent() && version.refuses(terms())),
                Map.entry("PartitionReplaced", world -> replaced(world)),
                Map.entry(
                        "Reappeared",
                        world -> version.absent()
                                && named(world).filter(gates::strange).isPresent()),
                Map.entry("ExternallyDropped", world -> named(world).isEmpty() && version.reports()),
                Map.entry("ConfirmationRequired", world -> gates.unconfirmed()),
                Map.entry(
                        "EndpointChanged",
                        world -> version.bound()
                                .filter(bound -> !bound.endpoint().equals(terms().uri()))
                                .filter(bound -> !terms().giveUp(bound.endpoint()))
                                .isPresent()),
                Map.entry("BudgetExhausted", world -> gates.exhausted()),
                Map.entry("DelayPending", world -> gates.delayed()),
                Map.entry("PartitionLoaded", world -> gates.loaded(world)),
                Map.entry("RowsPresent", world -> gates.full(world)));
    }

    private Terms terms() {
        return situation.terms(version);
    }

    private boolean collectionThere(World world) {
        return world.hasCollection(version.collection());
    }

    private Optional<Long> named(World world) {
        return world.find(version.collection(), version.partition());
    }

    /** The collection may have another name by now. */
    private boolean replaced(World world) {
        return world.collections().values().stream()
                .anyMatch(partitions -> Optional.ofNullable(partitions.get(version.partition()))
                        .filter(id -> version.bound()
                                .filter(bound -> bound.partitionId() == id)
                                .isEmpty())
                        .filter(gates::strange)
                        .isPresent());
    }

    /** What the status leaves open while faults go on: nothing at all, or something untrue for now. */
    Optional<String> gap() {
        if (version.observedGeneration() != version.generation()) {
            return Optional.of(
                    "observedGeneration " + version.observedGeneration() + " is not " + version.generation());
        } else if (version.reason().isEmpty()) {
            return Optional.of("no condition Ready with a reason");
        } else if (version.deleting() && version.ready()) {
            return Optional.of("being deleted, and Ready is True");
        } else if (version.ready()) {
            return satisfied() ? Optional.empty() : Optional.of("Ready is True as " + version.reason() + ", untruly");
        }
        Predicate<World> cause = causes.get(version.reason());
        if (cause == null) {
            return PASSING.contains(version.reason()) ? Optional.empty() : Optional.of(version.reason());
        }
        World world = situation.world(version).orElse(World.EMPTY);
        return cause.test(world) ? Optional.empty() : Optional.of(version.reason() + " is not so");
    }

    /** As {@link #gap}, when everything is calm: then nothing passes by itself any more. */
    Optional<String> gapAtRest() {
        Optional<String> gap = gap();
        if (gap.isEmpty() && PASSING.contains(version.reason())) {
            return Optional.of(version.reason() + " does not end");
        } else if (gap.isEmpty() && version.reason().equals("HandingOver") && heirIsThere()) {
            return Optional.of("HandingOver does not end, though the other one has the partition");
        } else if (gap.isEmpty() && blocked() && !stillBlocked()) {
            return Optional.of("an order waits, and DropBlocked does not say so");
        }
        return gap;
    }

    private boolean heirIsThere() {
        return situation.rivals(version).stream()
                .anyMatch(rival -> rival.ready() && rival.bound().equals(version.bound()));
    }

    private boolean blocked() {
        return version.orders(terms()) && !version.ready();
    }

    private boolean stillBlocked() {
        return version.condition("DropBlocked").path("status").asText().equals("True")
                || version.reason().equals("HandingOver");
    }

    private boolean satisfied() {
        Optional<World> world = situation.world(version);
        if (world.isEmpty()) {
            // Without a connection nobody can say more than that the order was fulfilled.
            return version.absent();
        }
        Optional<Long> named = named(world.get());
        if (version.absent()) {
            return named.isEmpty()
                    && version.bound()
                            .filter(bound -> world.get().has(bound.partitionId()))
                            .isEmpty();
        }
        return named.isPresent() && version.boundTo(terms().uri(), named.get());
    }
}
