package io.milvusops.reconcile;

import io.milvusops.api.ConnectionKey;
import io.milvusops.api.DeletionPolicy;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionSpec;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.PolicyDefaults;
import io.milvusops.lane.LaneTimes;
import io.milvusops.lane.ServerLanes;
import io.milvusops.partition.Access;
import io.milvusops.partition.MilvusEndpoint;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Who may use which connection, and where it leads. Thread-safe; never waits on Milvus. */
final class Connections {

    /** Where the connection cannot tell: the longest timeout that its schema allows, and a margin. */
    private static final Duration LONGEST = Duration.ofSeconds(61);

    private final Function<ConnectionKey, Optional<MilvusConnection>> cache;
    private final Sessions sessions;
    private final NamespaceLabels namespaces;

    Connections(
            Function<ConnectionKey, Optional<MilvusConnection>> cache, Sessions sessions, NamespaceLabels namespaces) {
        this.cache = cache;
        this.sessions = sessions;
        this.namespaces = namespaces;
    }

    static ConnectionKey key(MilvusPartition resource) {
        return resource.understoodTarget()
                .effectiveConnection(resource.getMetadata().getNamespace());
    }

    /** The address a spec leads to, in the one spelling that all compare; empty when it is none. */
    static Optional<String> endpoint(MilvusConnectionSpec spec) {
        return endpoint(spec.uri());
    }

    private static Optional<String> endpoint(String uri) {
        try {
            return Optional.of(MilvusEndpoint.parse(uri).uri());
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Where the resource's connection points now, empty text while there is no connection. */
    String endpoint(MilvusPartition resource) {
        return understood(resource)
                .flatMap(connection -> endpoint(connection.understoodSpec()))
                .orElse("");
    }

    /** The policies for partitions that set none. */
    PolicyDefaults defaults(MilvusPartition resource) {
        return understood(resource)
                .map(connection -> connection.understoodSpec().effectiveDefaults())
                .orElseGet(() -> Records.defaults(resource));
    }

    /** What becomes of the partition when the resource is deleted. */
    DeletionPolicy deletionPolicy(MilvusPartition resource) {
        return resource.understoodSpec().effectiveDeletionPolicy(defaults(resource));
    }

    /** Whether the connection does not refuse the resource; one that is not there refuses nothing yet. */
    boolean allows(MilvusPartition resource) {
        return understood(resource)
                .map(connection -> new Visit("", key(resource), connection, endpoint(resource), sessions::lanes))
                .filter(visit -> visit.refuses(resource))
                .isEmpty();
    }

    private Optional<MilvusConnection> understood(MilvusPartition resource) {
        return cache.apply(key(resource))
                .filter(connection -> connection.unreadable().isEmpty());
    }

    /** How the resource reaches its server now, by lanes that are opened if need be. */
    Reach reach(MilvusPartition resource) {
        return reach(resource, sessions::lanes);
    }

    /** The same on a thread of a lane, where nothing may be waited for: only by lanes that are open. */
    Reach reachOpen(MilvusPartition resource) {
        return reach(
                resource,
                (key, connection) -> sessions.open(key, connection)
                        .orElseThrow(() -> new IllegalArgumentException("the connection was changed; trying again")));
    }

    private Reach reach(MilvusPartition resource, BiFunction<ConnectionKey, MilvusConnection, ServerLanes> opener) {
        ConnectionKey key = key(resource);
        String name = "MilvusConnection " + key.namespace() + "/" + key.name();
        Optional<MilvusConnection> found = cache.apply(key);
        if (found.isEmpty()) {
            return unknown(resource, Reason.CONNECTION_NOT_FOUND, name + " does not exist; create it");
        }
        if (!found.get().unreadable().isEmpty()) {
            return unknown(
                    resource,
                    Reason.CONNECTION_NOT_READY,
                    name + " is not understood: "
                            + found.get().unreadable().get(0).path() + " "
                            + found.get().unreadable().get(0).problem());
        }
        MilvusConnectionSpec spec = found.get().understoodSpec();
        try {
            String endpoint = MilvusEndpoint.parse(spec.uri()).uri();
            return new Visit(name, key, found.get(), endpoint, opener).to(resource);
        } catch (IllegalArgumentException unusable) {
            return unknown(resource, Reason.CONNECTION_NOT_READY, name + ": spec." + unusable.getMessage());
        }
    }

    private Reach unknown(MilvusPartition resource, Reason reason, String message) {
        return withheld(reason, message, "", defaults(resource));
    }

    private static Reach withheld(Reason reason, String message, String endpoint, PolicyDefaults defaults) {
        return new Reach(
                new Access.Withheld(reason, message),
                endpoint,
                defaults,
                false,
                address -> false,
                LONGEST,
                LONGEST,
                LONGEST,
                Optional.empty());
    }

    /** One question to one connection that is understood. */
    private final class Visit {

        private final String name;
        private final ConnectionKey key;
        private final MilvusConnection connection;
        private final MilvusConnectionSpec spec;
        private final String endpoint;
        private final BiFunction<ConnectionKey, MilvusConnection, ServerLanes> opener;

        Visit(
                String name,
                ConnectionKey key,
                MilvusConnection connection,
                String endpoint,
                BiFunction<ConnectionKey, MilvusConnection, ServerLanes> opener) {
            this.name = name;
            this.key = key;
            this.connection = connection;
            this.spec = connection.understoodSpec();
            this.endpoint = endpoint;
            this.opener = opener;
        }

        Reach to(MilvusPartition resource) {
            String namespace = resource.getMetadata().getNamespace();
            PartitionAddress address = Wishes.address(resource.understoodTarget(), endpoint);
            if (!namespaceAllowed(namespace)) {
                return denied("namespace " + namespace + " to use it; "
                        + NamespaceLabels.wayIn(spec.effectiveAllowedNamespaces()));
            }
            if (!targetAllowed(address)) {
                return denied("database " + address.collection().database() + ", collection "
                        + address.collection().collection() + ", partition " + address.partition()
                        + "; allow it in its spec.allowedTargets");
            }
            if (connection.isMarkedForDeletion() && !PartitionView.held(resource)) {
                return withheld(
                        Reason.CONNECTION_NOT_READY,
                        name + " is being deleted; create it anew when it is gone",
                        endpoint,
                        spec.effectiveDefaults());
            }
            try {
                return granted(opener.apply(key, connection));
            } catch (IllegalArgumentException unusable) {
                return withheld(
                        Reason.CREDENTIALS_UNAVAILABLE,
                        String.valueOf(unusable.getMessage()),
                        endpoint,
                        spec.effectiveDefaults());
            }
        }

        boolean refuses(MilvusPartition resource) {
            try {
                return !namespaceAllowed(resource.getMetadata().getNamespace())
                        || !targetAllowed(Wishes.address(resource.understoodTarget(), endpoint));
            } catch (IllegalArgumentException unknown) {
                // What cannot be told yet refuses nothing: a claim that is dropped for it may cost the partition.
                return false;
            }
        }

        private boolean targetAllowed(PartitionAddress address) {
            return Targets.allow(spec.allowedTargets(), address);
        }

        private boolean namespaceAllowed(String namespace) {
            return switch (spec.effectiveAllowedNamespaces().effectiveFrom()) {
                case SAME -> namespace.equals(key.namespace());
                case ALL -> true;
                case SELECTOR ->
                    Optional.ofNullable(spec.effectiveAllowedNamespaces().selector())
                            .filter(selector -> selector.matches(namespaces.of(namespace)))
                            .isPresent();
                case UNKNOWN -> false;
            };
        }

        private Reach denied(String why) {
            return withheld(Reason.NOT_ALLOWED, name + " does not allow " + why, endpoint, spec.effectiveDefaults());
        }

        private Reach granted(ServerLanes lanes) {
            LaneTimes times = LaneTimes.of(spec.effectivePollInterval(), spec.effectiveRequestTimeout());
            return new Reach(
                    new Access.Granted(endpoint, change()),
                    endpoint,
                    spec.effectiveDefaults(),
                    Wishes.pauses(annotated(MetadataKeys.PAUSED)),
                    this::targetAllowed,
                    ever(times.settle()),
                    ever(times.settleCreate()),
                    times.settle(),
                    Optional.of(lanes));
        }

        /**
         * What holds for the calls of an earlier process, too. It may have had a longer timeout if the spec was ever
         * edited: the API server counts that as a generation, and says no more of it.
         */
        private Duration ever(Duration now) {
            return Long.valueOf(1).equals(connection.getMetadata().getGeneration()) ? now : LONGEST;
        }

        private Access.Change change() {
            return annotated(MetadataKeys.ACCEPT_ENDPOINT)
                    .map(accepted -> Connections.endpoint(accepted).equals(Optional.of(endpoint)))
                    .map(same -> same ? Access.Change.ACCEPTED : Access.Change.OTHER_ACCEPTED)
                    .orElse(Access.Change.UNACCEPTED);
        }

        private Optional<String> annotated(String annotation) {
            return Optional.ofNullable(connection.getMetadata().getAnnotations())
                    .map(all -> all.get(annotation));
        }
    }
}
