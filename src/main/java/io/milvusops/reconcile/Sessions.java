package io.milvusops.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionSpec;
import io.milvusops.lane.LaneEvents;
import io.milvusops.lane.LaneTimes;
import io.milvusops.lane.ServerLanes;
import io.milvusops.partition.MilvusServer;
import io.milvusops.reconcile.Logins.Login;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open lanes of each connection. Its Secret is read when a session is opened, and again
 * when the server refuses the login or what it may do; a session outlives its Secret. Thread-safe; never waits on Milvus.
 */
final class Sessions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** How often, at most, a Secret is read again while it is missing or the server refuses its content. */
    private static final Duration SECRET_PAUSE = Duration.ofSeconds(2);

    private record Session(
            String uid, MilvusConnectionSpec spec, Login login, ServerLanes lanes, SessionEvents events) {}

    private record Failure(MilvusConnectionSpec spec, String message, long untilNanos) {}

    private final Logins logins;
    private final ServerOpener opener;
    private final Function<ConnectionKey, LaneEvents> events;
    private final Consumer<ConnectionKey> opening;
    private final Consumer<ConnectionKey> renewed;
    private final Exclusion<ConnectionKey> exclusion = new Exclusion<>();
    private final Map<ConnectionKey, Session> sessions = new ConcurrentHashMap<>();
    private final Map<ConnectionKey, Failure> failures = new ConcurrentHashMap<>();
    private final Map<ConnectionKey, Long> refused = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final Vanished vanished = new Vanished(System::nanoTime);
    private volatile boolean finishing;

    /**
     * @param events where the lanes of a connection tell what they see
     * @param opening told the connection of every session that is opened anew: its lanes have seen nothing yet
     * @param renewed told when a session has lost its place: nothing is polled through the one that comes after until
     *     somebody asks for something
     * @param nanos monotonic
     */
    Sessions(
            KubernetesClient client,
            ServerOpener opener,
            Function<ConnectionKey, LaneEvents> events,
            Consumer<ConnectionKey> opening,
            Consumer<ConnectionKey> renewed,
            LongSupplier nanos) {
        this.logins = new Logins(client);
        this.opener = opener;
        this.events = events;
        this.opening = opening;
        this.renewed = renewed;
        this.nanos = nanos;
    }

    /** The lanes of the connection as it is now, empty while they are not open: never waits. */
    Optional<ServerLanes> open(ConnectionKey key, MilvusConnection connection) {
        return current(key, connection.getMetadata().getUid(), connection.understoodSpec())
                .map(Session::lanes);
    }

    private Optional<Session> current(ConnectionKey key, String uid, MilvusConnectionSpec spec) {
        return Optional.ofNullable(sessions.get(key))
                .filter(session -> session.uid().equals(uid) && session.spec().equals(spec));
    }

    /**
     * The lanes of a connection, opened if need be: then its Secret is waited for, by those who need it and nobody else.
     *
     * @throws IllegalArgumentException with a message for the user when they cannot be opened
     */
    ServerLanes lanes(ConnectionKey key, MilvusConnection connection) {
        MilvusConnectionSpec spec = connection.understoodSpec();
        String uid = connection.getMetadata().getUid();
        Optional<Session> current = current(key, uid, spec);
        if (current.isPresent() && (finishing || !refused.containsKey(key))) {
            return current.get().lanes();
        }
        return exclusion.alone(key, () -> renewed(key, spec, uid));
    }

    private ServerLanes renewed(ConnectionKey key, MilvusConnectionSpec spec, String uid) {
        if (finishing) {
            throw new CancellationException("the operator is stopping");
        }
        if (vanished.contains(uid)) {
            throw new IllegalArgumentException(
                    "MilvusConnection " + key.namespace() + "/" + key.name() + " was deleted");
        }
        Optional<Session> current = current(key, uid, spec);
        if (current.isPresent() && !askAgain(key)) {
            return current.get().lanes();
        }
        failure(key, spec).ifPresent(failed -> {
            throw new IllegalArgumentException(failed.message());
        });
        try {
            Optional<Login> login = logins.of(key, spec);
            if (current.isPresent() && !changed(login, current.get())) {
                return current.get().lanes();
            }
            return replace(key, uid, opened(key, uid, spec, login.orElseThrow(() -> Logins.missing(key, spec))));
        } catch (IllegalArgumentException unusable) {
            String message = String.valueOf(unusable.getMessage());
            if (current.isPresent()) {
                LOG.atWarn().addKeyValue("connection", key).log("the session that is open is used on: {}", message);
                return current.get().lanes();
            }
            failures.put(key, new Failure(spec, message, nanos.getAsLong() + SECRET_PAUSE.toNanos()));
            throw unusable;
        }
    }

    /** Without its Secret an open session is used on; only a new one needs it. */
    private static boolean changed(Optional<Login> login, Session session) {
        return login.filter(found -> !found.equals(session.login())).isPresent();
    }

    private Session opened(ConnectionKey key, String uid, MilvusConnectionSpec spec, Login login) {
        SessionEvents reports = new SessionEvents(events.apply(key));
        ServerLanes lanes = new ServerLanes(
                server(key, spec, login),
                spec.effectiveMaxConcurrentRequests(),
                LaneTimes.of(spec.effectivePollInterval(), spec.effectiveRequestTimeout()),
                reports);
        return new Session(uid, spec, login, lanes, reports);
    }

    private ServerLanes replace(ConnectionKey key, String uid, Session session) {
        if (vanished.contains(uid)) {
            // The name may be another one's by now: what that one asks through stays.
            retire(session);
            return session.lanes();
        }
        Optional.ofNullable(sessions.get(key)).ifPresent(known -> known.events().end());
        opening.accept(key);
        Optional<Session> former = Optional.ofNullable(sessions.put(key, session));
        failures.remove(key);
        former.ifPresent(Sessions::retire);
        if (vanished.contains(uid)) {
            // Deleted meanwhile: whoever forgot it may have found nothing to close yet.
            sessions.remove(key, session);
            retire(session);
        }
        former.ifPresent(replaced -> renewed.accept(key));
        return session.lanes();
    }

    private MilvusServer server(ConnectionKey key, MilvusConnectionSpec spec, Login login) {
        try {
            return opener.open(spec.uri(), login.content(), spec.effectiveRequestTimeout());
        } catch (IllegalArgumentException unusable) {
            throw spec.credentialsSecretRef() == null
                    ? unusable
                    : new IllegalArgumentException(Logins.named(key, spec) + ", " + unusable.getMessage(), unusable);
        }
    }

    private Optional<Failure> failure(ConnectionKey key, MilvusConnectionSpec spec) {
        return Optional.ofNullable(failures.get(key))
                .filter(failed -> failed.spec().equals(spec) && failed.untilNanos() - nanos.getAsLong() > 0);
    }

    /** Whether nobody asks the server of the connection for anything. */
    boolean idle(ConnectionKey key) {
        return Optional.ofNullable(sessions.get(key))
                .map(session -> session.lanes().idle())
                .orElse(true);
    }

    /** The calls under way may take their deadline to end; nobody waits for that here. */
    private static Thread retire(Session session) {
        session.events().end();
        return closing(session);
    }

    private static Thread closing(Session session) {
        Thread closing = new Thread(() -> session.lanes().close(), "closing-lanes");
        closing.setDaemon(true);
        closing.start();
        return closing;
    }

    private boolean askAgain(ConnectionKey key) {
        Long since = refused.get(key);
        return since != null && nanos.getAsLong() - since > 0 && refused.remove(key, since);
    }

    /** The server refused the login, or what it asked for: the Secret may have been replaced. */
    void refused(ConnectionKey key) {
        refused.putIfAbsent(key, nanos.getAsLong() + SECRET_PAUSE.toNanos());
    }

    /**
     * Closes what a vanished connection leaves; it is not opened again for who does not know that yet. That it has
     * vanished may be told late: another one that has taken its name keeps its session.
     *
     * @return whether no session has the name any more
     */
    boolean forget(ConnectionKey key, String uid) {
        vanished.add(uid);
        Session known = sessions.get(key);
        if (known != null && !known.uid().equals(uid)) {
            return false;
        }
        failures.remove(key);
        refused.remove(key);
        if (known != null && sessions.remove(key, known)) {
            retire(known);
        }
        return !sessions.containsKey(key);
    }

    /** Whether a connection was told to be gone, a moment ago. */
    boolean vanished(String uid) {
        return vanished.contains(uid);
    }

    /** No resource names the collection any more. */
    void forget(LaneKey lane) {
        Optional.ofNullable(sessions.get(lane.connection()))
                .ifPresent(session -> session.lanes().forget(lane.collection()));
    }

    /** Opens none any more, and lets what is in flight end and be told, within its deadlines, at all servers at once. */
    void finish() {
        finishing = true;
        await(sessions.values().stream().map(Sessions::closing).toList());
    }

    @Override
    public void close() {
        finishing = true;
        await(sessions.values().stream().map(Sessions::retire).toList());
        sessions.clear();
    }

    private static void await(List<Thread> closing) {
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
