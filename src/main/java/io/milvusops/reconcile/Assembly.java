package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.ops.OperatorMetrics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ties the loop to the framework: which watches there are, and which resource an event concerns. */
public final class Assembly implements AutoCloseable {

    private static final String BY_CONNECTION = "by-connection";

    private final KubernetesClient client;
    private final ServerOpener opener;
    private final OperatorMetrics metrics;
    private final Announcer announcer;
    private final ConnectionReconciler connections;
    private final Watching watching = new Watching();
    private Optional<Loop> loop = Optional.empty();

    /** Connects nothing yet: that begins when the framework starts the reconciler. */
    public Assembly(KubernetesClient client, ServerOpener opener, OperatorMetrics metrics, String instance) {
        this.client = client;
        this.opener = opener;
        this.metrics = metrics;
        this.announcer = new Announcer(client, instance);
        this.connections = new ConnectionReconciler(
                this,
                new ConnectionSpeech(client, new ResourceWrites(client), announcer, new Patience(System::nanoTime)),
                new Failures(System::nanoTime));
    }

    /** The reconciler to register with the framework. */
    public PartitionReconciler reconciler() {
        return new PartitionReconciler(this);
    }

    /** The reconciler of connections, to be registered after that of partitions. */
    public ConnectionReconciler connectionReconciler() {
        return connections;
    }

    Loop loop() {
        return loop.orElseThrow();
    }

    List<EventSource<?, MilvusPartition>> wire(EventSourceContext<MilvusPartition> context) {
        context.getPrimaryCache().addIndexer(BY_CONNECTION, Assembly::connectionOf);
        InformerEventSource<MilvusConnection, MilvusPartition> source = connectionSource(context);
        Loop wired = new Loop(
                client,
                opener,
                metrics,
                announcer,
                new ConnectionLookup(source, watching),
                context.getPrimaryCache(),
                connections::doubt);
        loop = Optional.of(wired);
        return List.of(source, wired.lanes());
    }

    /** All that name the connection: what they claim is known anew before any of them acts. */
    private Set<ResourceID> concerned(IndexerResourceCache<MilvusPartition> cache, MilvusConnection connection) {
        List<MilvusPartition> users = cache.byIndex(BY_CONNECTION, text(key(connection)));
        loop.ifPresent(wired -> users.forEach(wired::noticed));
        return users.stream().map(ResourceID::fromResource).collect(Collectors.toSet());
    }

    private InformerEventSource<MilvusConnection, MilvusPartition> connectionSource(
            EventSourceContext<MilvusPartition> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(MilvusConnection.class, MilvusPartition.class)
                        .withSecondaryToPrimaryMapper(connection -> concerned(context.getPrimaryCache(), connection))
                        .withPrimaryToSecondaryMapper(Assembly::connectionIds)
                        .withOnUpdateFilter(Assembly::concernsPartitions)
                        .build(),
                context);
    }

    /** A status is written with every drop that is counted in it, and must not wake all that use the connection. */
    private static boolean concernsPartitions(MilvusConnection newer, MilvusConnection older) {
        ObjectMeta after = newer.getMetadata();
        ObjectMeta before = older.getMetadata();
        return !Objects.equals(after.getUid(), before.getUid())
                || !Objects.equals(after.getGeneration(), before.getGeneration())
                || !Objects.equals(after.getDeletionTimestamp(), before.getDeletionTimestamp())
                || !Objects.equals(after.getAnnotations(), before.getAnnotations());
    }

    /**
     * The partitions that still need the connection for their drops, understood or not: namespace/name, sorted. It is
     * marked which are being deleted: of these nobody needs to be told to delete them.
     *
     * @throws CancellationException while the operator does not know all partitions
     */
    List<String> users(ConnectionKey key) {
        Set<String> expected = loop().inUse().expected(key);
        Map<String, String> named = new TreeMap<>();
        expected.forEach(name -> named.put(name, name));
        held(key).forEach(user -> {
            String name =
                    user.getMetadata().getNamespace() + "/" + user.getMetadata().getName();
            named.put(name, user.isMarkedForDeletion() ? name + " (being deleted)" : name);
        });
        return List.copyOf(named.values());
    }

    /**
     * Whether there is any such partition.
     *
     * @throws CancellationException while the operator does not know all partitions
     */
    boolean used(ConnectionKey key) {
        // In this order: a partition that is expected no longer is shown by the watch.
        boolean expected = !loop().inUse().expected(key).isEmpty();
        return held(key).findAny().isPresent() || expected;
    }

    private Stream<MilvusPartition> held(ConnectionKey key) {
        List<MilvusPartition> named = watching.complete(() -> loop().cache().byIndex(BY_CONNECTION, text(key)));
        return named.stream().filter(PartitionView::held);
    }

    static ConnectionKey key(MilvusConnection connection) {
        return new ConnectionKey(
                connection.getMetadata().getNamespace(),
                connection.getMetadata().getName());
    }

    private static List<String> connectionOf(MilvusPartition resource) {
        return resource.target().isEmpty() ? List.of() : List.of(text(Connections.key(resource)));
    }

    private static Set<ResourceID> connectionIds(MilvusPartition resource) {
        if (resource.target().isEmpty()) {
            return Set.of();
        }
        ConnectionKey key = Connections.key(resource);
        return Set.of(new ResourceID(key.name(), key.namespace()));
    }

    private static String text(ConnectionKey key) {
        return key.namespace() + "/" + key.name();
    }

    /** Said when the framework has started: the watches show all that there is. */
    public void started() {
        watching.begin();
        // Not before: a cache whose watch has not begun cannot be asked, and a new leader is scraped in its pause too.
        StatusCounts counts = new StatusCounts(loop().cache());
        metrics.partitionsFrom(counts::partitions);
        metrics.unreadableResourcesFrom(counts::unreadable);
    }

    /**
     * Said before the framework ends the watches. Returns when what is in flight has ended and is on record; after that
     * nothing is concluded from the watches any more.
     */
    public void stopping() {
        loop.ifPresent(Loop::finish);
        watching.end();
    }

    /** Closes what is still open. */
    @Override
    public void close() {
        loop.ifPresent(Loop::close);
        announcer.close();
    }
}
