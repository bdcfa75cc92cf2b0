package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.NamespacesFrom;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import io.milvusops.reconcile.Restraints.Waiting;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether the watches show what a drop depends on beside its resource as the API server knows it. Each watch has a pace
 * of its own, and one may stand still unnoticed: what was paused before it was deleted must not be dropped because the
 * deletion is seen first. Thread-safe; waits for the API server only.
 */
final class Freshness {

    /** An API server that does not tell is asked again. */
    private static final Duration LATER = Duration.ofSeconds(5);

    /**
     * What is compared.
     *
     * @param right what the operator needs to read it
     */
    private record Subject(String name, String right) {}

    /** What of a connection decides: its status is written with every drop that is counted in its budget. */
    private record Terms(String uid, long generation, Map<String, String> annotations) {
        static Terms of(MilvusConnection connection) {
            return new Terms(
                    connection.getMetadata().getUid(),
                    Objects.requireNonNullElse(connection.getMetadata().getGeneration(), 0L),
                    Objects.requireNonNullElse(connection.getMetadata().getAnnotations(), Map.of()));
        }
    }

    /** @param namespaces those whose labels decide, by their names */
    private record Reads(SharedRead<MilvusConnection> connection, Map<String, SharedRead<Namespace>> namespaces) {}

    private final KubernetesClient client;
    private final Function<ConnectionKey, Optional<MilvusConnection>> shown;
    private final NamespaceLabels labels;
    private final FirstSights sights;
    private final LongSupplier nanos;
    private final Map<ConnectionKey, Reads> reads = new ConcurrentHashMap<>();

    /**
     * @param shown a connection as the watch shows it
     * @param nanos monotonic
     */
    Freshness(
            KubernetesClient client,
            Function<ConnectionKey, Optional<MilvusConnection>> shown,
            NamespaceLabels labels,
            FirstSights sights,
            LongSupplier nanos) {
        this.client = client;
        this.shown = shown;
        this.labels = labels;
        this.sights = sights;
        this.nanos = nanos;
    }

    /**
     * What a drop has to wait for: what lets it go is read from the API server after the resource was seen as it is. Empty
     * when the watches show the same.
     */
    Optional<Waiting> doubt(Sight sight) {
        ConnectionKey key = Connections.key(sight.resource());
        return connection(sight, key).or(() -> selects(key) ? namespace(sight, key) : Optional.empty());
    }

    private Optional<Waiting> connection(Sight sight, ConnectionKey key) {
        return compare(
                sight,
                new Subject(text(key), "get on milvusconnections"),
                reads(key).connection(),
                Terms::of,
                () -> shown.apply(key).map(Terms::of));
    }

    private Optional<Waiting> namespace(Sight sight, ConnectionKey key) {
        String name = sight.resource().getMetadata().getNamespace();
        Subject subject = new Subject("namespace " + name, "get on namespaces");
        SharedRead<Namespace> read = reads(key)
                .namespaces()
                .computeIfAbsent(
                        name,
                        first -> new SharedRead<>(
                                subject.name(),
                                () -> client.namespaces().withName(name).get(),
                                nanos));
        return compare(sight, subject, read, NamespaceLabels::of, () -> labels.seen(name));
    }

    private Reads reads(ConnectionKey key) {
        return reads.computeIfAbsent(
                key,
                first -> new Reads(
                        new SharedRead<>(
                                text(key),
                                () -> client.resources(MilvusConnection.class)
                                        .inNamespace(key.namespace())
                                        .withName(key.name())
                                        .get(),
                                nanos),
                        new ConcurrentHashMap<>()));
    }

    private static String text(ConnectionKey key) {
        return "MilvusConnection " + key.namespace() + "/" + key.name();
    }

    private boolean selects(ConnectionKey key) {
        return shown.apply(key)
                .filter(connection -> connection.unreadable().isEmpty())
                .map(connection -> connection.understoodSpec().effectiveAllowedNamespaces())
                .filter(allowed -> allowed.effectiveFrom() == NamespacesFrom.SELECTOR)
                .isPresent();
    }

    /** Read first, and only then compared: so what is decided later is decided on nothing older. */
    private <T, V> Optional<Waiting> compare(
            Sight sight, Subject subject, SharedRead<T> read, Function<T, V> decisive, Supplier<Optional<V>> seen) {
        Reading<T> reading = read.since(sights.sinceVersion(sight.resource()));
        if (reading instanceof Reading.Told<T> told) {
            return told.object().map(decisive).equals(seen.get())
                    ? Optional.empty()
                    : Optional.of(waiting(
                            sight,
                            Reason.OBSERVING,
                            subject.name() + " was changed, and the watch of the API server does not show that yet: the"
                                    + " drop waits until it does",
                            Next.SOON));
        }
        String code =
                reading instanceof Reading.Untold<T> untold && untold.code() > 0 ? " (HTTP " + untold.code() + ")" : "";
        return Optional.of(waiting(
                sight,
                Reason.INTERNAL_ERROR,
                "the API server does not tell what " + subject.name() + " is now" + code
                        + ", so nothing is dropped; the operator needs " + subject.right(),
                LATER));
    }

    /** Nothing of the attempt is recorded yet. */
    private static Waiting waiting(Sight sight, Reason reason, String message, Duration pause) {
        return new Waiting(
                new Plan(reason, message, sight.memory(), sight.plan().step(), Optional.empty()), pause);
    }

    /** The connection is gone. */
    void forget(ConnectionKey connection) {
        reads.remove(connection);
    }
}
