package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionSpec;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.PolicyDefaults;
import io.milvusops.lane.LaneEvents;
import io.milvusops.lane.LaneTimes;
import io.milvusops.lane.ServerLanes;
import io.milvusops.partition.Access;
import io.milvusops.partition.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The connections in use: who may use them, and the lanes behind them. Thread-safe; never waits on Milvus. */
final class Connections implements AutoCloseable {

    /** How often, at most, a Secret is read again while the server refuses its content. */
    private static final Duration SECRET_PAUSE = Duration.ofSeconds(2);

    /** Where the connection cannot tell: the longest timeout that its schema allows, and a margin. */
    private static final Duration LONGEST = Duration.ofSeconds(61);

    private record Session(MilvusConnectionSpec spec, String secretVersion, ServerLanes lanes) {}

    private record Login(String version, Map<String, String> content) {
        static final Login NONE = new Login("", Map.of());

        @Override
        public String toString() {
            return "Login of version " + version;
        }
    }

    private final KubernetesClient client;
    private final Function<ConnectionKey, Optional<MilvusConnection>> cache;
    private final ServerOpener opener;
    private final LaneEvents events;
    private final Map<ConnectionKey, Session> sessions = new ConcurrentHashMap<>();
    private final Map<ConnectionKey, Long> refused = new ConcurrentHashMap<>();

    Connections(
            KubernetesClient client,
            Function<ConnectionKey, Optional<MilvusConnection>> cache,
            ServerOpener opener,
            LaneEvents events) {
        this.client = client;
        this.cache = cache;
        this.opener = opener;
        this.events = events;
    }

    /** How the resource reaches its server now. */
    Reach reach(MilvusPartition resource) {
        ConnectionKey key = key(resource);
        Optional<MilvusConnection> found = cache.apply(key);
        if (found.isEmpty()) {
            return withheld(
                    Reason.CONNECTION_NOT_FOUND,
                    "MilvusConnection " + key.namespace() + "/" + key.name() + " does not exist; create it",
                    "",
                    PolicyDefaults.UNSET);
        }
        MilvusConnection connection = found.get();
        if (!connection.unreadable().isEmpty()) {
            return withheld(
                    Reason.CONNECTION_NOT_READY,
                    "MilvusConnection " + key.namespace() + "/" + key.name() + " is not understood: "
                            + connection.unreadable().get(0).path() + " "
                            + connection.unreadable().get(0).problem(),
                    "",
                    PolicyDefaults.UNSET);
        }
        return allowed(resource, key, connection);
    }

    /** The lanes of a connection, opened if need be. Throws IllegalArgumentException when they cannot be. */
    ServerLanes lanes(ConnectionKey key, MilvusConnection connection) {
        return session(key, connection).lanes();
    }

    /** Closes what a vanished connection leaves. */
    synchronized void forget(ConnectionKey key) {
        Optional.ofNullable(sessions.remove(key)).ifPresent(Connections::retire);
    }

    /** Where the resource's connection points now, empty text while there is no connection. */
    String endpoint(MilvusPartition resource) {
        return cache.apply(key(resource))
                .filter(connection -> connection.unreadable().isEmpty())
                .map(connection -> connection.understoodSpec().uri())
                .orElse("");
    }

    /** The policies for partitions that set none. */
    PolicyDefaults defaults(MilvusPartition resource) {
        return cache.apply(key(resource))
                .filter(connection -> connection.unreadable().isEmpty())
                .map(connection -> connection.understoodSpec().effectiveDefaults())
                .orElse(PolicyDefaults.UNSET);
    }

    static ConnectionKey key(MilvusPartition resource) {
        return resource.understoodSpec()
                .effectiveConnection(resource.getMetadata().getNamespace());
    }

    private Reach allowed(MilvusPartition resource, ConnectionKey key, MilvusConnection connection) {
        MilvusConnectionSpec spec = connection.understoodSpec();
        String endpoint = spec.uri();
        PolicyDefaults defaults = spec.effectiveDefaults();
        if (!namespaceAllowed(resource.getMetadata().getNamespace(), key, spec)) {
            return withheld(
                    Reason.NOT_ALLOWED,
                    "MilvusConnection " + key.namespace() + "/" + key.name()
                            + " does not allow this namespace; its spec.allowedNamespaces must",
                    endpoint,
                    defaults);
        }
        if (!Targets.allow(spec.allowedTargets(), Wishes.address(resource.understoodSpec(), endpoint))) {
            return withheld(
                    Reason.NOT_ALLOWED,
                    "MilvusConnection " + key.namespace() + "/" + key.name()
                            + " does not allow this partition; its spec.allowedTargets must",
                    endpoint,
                    defaults);
        }
        return open(key, connection, endpoint, defaults);
    }

    private boolean namespaceAllowed(String namespace, ConnectionKey key, MilvusConnectionSpec spec) {
        return switch (spec.effectiveAllowedNamespaces().effectiveFrom()) {
            case SAME -> namespace.equals(key.namespace());
            case ALL -> true;
            case SELECTOR -> selected(namespace, spec);
            case UNKNOWN -> false;
        };
    }

    private boolean selected(String namespace, MilvusConnectionSpec spec) {
        Namespace found = client.namespaces().withName(namespace).get();
        Map<String, String> labels = Optional.ofNullable(found)
                .map(existing -> existing.getMetadata().getLabels())
                .orElse(Map.of());
        return Optional.ofNullable(spec.effectiveAllowedNamespaces().selector())
                .filter(selector -> selector.matches(labels))
                .isPresent();
    }

    private Reach open(ConnectionKey key, MilvusConnection connection, String endpoint, PolicyDefaults defaults) {
        try {
            Session session = session(key, connection);
            return new Reach(
                    new Access.Granted(endpoint, change(connection, endpoint)),
                    endpoint,
                    defaults,
                    annotation(connection, MetadataKeys.PAUSED).equals("true"),
                    LaneTimes.of(
                                    connection.understoodSpec().effectivePollInterval(),
                                    connection.understoodSpec().effectiveRequestTimeout())
                            .settle(),
                    Optional.of(session.lanes()));
        } catch (IllegalArgumentException unusable) {
            return withheld(Reason.CREDENTIALS_UNAVAILABLE, String.valueOf(unusable.getMessage()), endpoint, defaults);
        }
    }

    private static Access.Change change(MilvusConnection connection, String endpoint) {
        return annotation(connection, MetadataKeys.ACCEPT_ENDPOINT).equals(endpoint)
                ? Access.Change.ACCEPTED
                : Access.Change.UNACCEPTED;
    }

    private static String annotation(MilvusConnection connection, String key) {
        return Optional.ofNullable(connection.getMetadata().getAnnotations())
                .map(all -> all.get(key))
                .orElse("");
    }

    private synchronized Session session(ConnectionKey key, MilvusConnection connection) {
        Optional<Session> known = Optional.ofNullable(sessions.get(key));
        Optional<Session> current = known.filter(session -> session.spec().equals(connection.understoodSpec()));
        if (current.isPresent() && !askAgain(key)) {
            return current.get();
        }
        Optional<Login> login = login(key, connection.understoodSpec());
        if (current.isPresent()
                && (login.isEmpty()
                        || login.get().version().equals(current.get().secretVersion()))) {
            // Without its Secret an open session is used on; only a new one needs it.
            return current.get();
        }
        Login usable = login.orElseThrow(() -> new IllegalArgumentException(
                "the Secret named in credentialsSecretRef of MilvusConnection " + key.namespace() + "/" + key.name()
                        + " does not exist; create it with the keys username and password, or token"));
        Session opened = open(connection.understoodSpec(), usable);
        sessions.put(key, opened);
        known.ifPresent(Connections::retire);
        return opened;
    }

    private Session open(MilvusConnectionSpec spec, Login login) {
        return new Session(
                spec,
                login.version(),
                new ServerLanes(
                        opener.open(spec.uri(), login.content(), spec.effectiveRequestTimeout()),
                        spec.effectiveMaxConcurrentRequests(),
                        LaneTimes.of(spec.effectivePollInterval(), spec.effectiveRequestTimeout()),
                        events));
    }

    /** The calls under way may take their deadline to end; nobody waits for that here. */
    private static void retire(Session session) {
        Thread closing = new Thread(() -> session.lanes().close(), "closing-lanes");
        closing.setDaemon(true);
        closing.start();
    }

    private boolean askAgain(ConnectionKey key) {
        Long since = refused.get(key);
        return since != null && System.nanoTime() - since > 0 && refused.remove(key, since);
    }

    private Optional<Login> login(ConnectionKey key, MilvusConnectionSpec spec) {
        if (spec.credentialsSecretRef() == null) {
            return Optional.of(Login.NONE);
        }
        try {
            Secret secret = client.secrets()
                    .inNamespace(key.namespace())
                    .withName(spec.credentialsSecretRef().name())
                    .get();
            return Optional.ofNullable(secret).map(Connections::decoded);
        } catch (KubernetesClientException unanswered) {
            throw new IllegalArgumentException(
                    "the Secret named in credentialsSecretRef could not be read (HTTP " + unanswered.getCode()
                            + "); the operator needs get on secrets",
                    unanswered);
        }
    }

    private static Login decoded(Secret secret) {
        Map<String, String> content = new HashMap<>();
        Optional.ofNullable(secret.getData())
                .orElse(Map.of())
                .forEach((name, value) ->
                        content.put(name, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return new Login(String.valueOf(secret.getMetadata().getResourceVersion()), content);
    }

    /** The server refused the login at this endpoint: the Secret may have been replaced. */
    void refused(String endpoint) {
        sessions.forEach((key, session) -> {
            if (session.spec().uri().equals(endpoint)) {
                refused.putIfAbsent(key, System.nanoTime() + SECRET_PAUSE.toNanos());
            }
        });
    }

    private static Reach withheld(Reason reason, String message, String endpoint, PolicyDefaults defaults) {
        return new Reach(new Access.Withheld(reason, message), endpoint, defaults, false, LONGEST, Optional.empty());
    }

    /** Lets what is in flight end, within its deadlines. */
    @Override
    public synchronized void close() {
        sessions.values().forEach(session -> session.lanes().close());
        sessions.clear();
    }
}
