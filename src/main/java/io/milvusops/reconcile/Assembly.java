package io.milvusops.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.DeletionPolicy;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Memory;
import io.milvusops.partition.PartitionAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the loop together, and keeps claims and roster up to date before every pass. */
public final class Assembly implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private static final String BY_CONNECTION = "by-connection";

    private final KubernetesClient client;
    private final ServerOpener opener;
    private final Claims claims = new Claims();
    private final Roster roster = new Roster();
    private final Board board = new Board();
    private final Flights flights = new Flights(System::nanoTime);
    private final Announcer announcer;
    private final LaneEventSource lanes;
    private Optional<Wired> wired = Optional.empty();

    private volatile boolean entered;

    private record Wired(Connections connections, PartitionPass pass, IndexerResourceCache<MilvusPartition> cache) {}

    /** Connects nothing yet: that begins when the framework starts the reconciler. */
    public Assembly(KubernetesClient client, ServerOpener opener, String instance) {
        this.client = client;
        this.opener = opener;
        this.announcer = new Announcer(client, instance);
        this.lanes = new LaneEventSource(board, flights, claims, roster, this::loginRefused, this::noticed);
    }

    /** The reconciler to register with the framework. */
    public PartitionReconciler reconciler() {
        return new PartitionReconciler(this);
    }

    /** The reconciler of connections, to be registered after that of partitions. */
    public ConnectionReconciler connectionReconciler() {
        return new ConnectionReconciler(this, new ResourceWrites(client));
    }

    private void loginRefused(String endpoint) {
        wired.ifPresent(parts -> parts.connections().refused(endpoint));
    }

    Connections connections() {
        return wired.orElseThrow().connections();
    }

    /** Whether a partition still needs the connection for its drop. */
    boolean inUse(ConnectionKey key) {
        return wired.orElseThrow().cache().byIndex(BY_CONNECTION, text(key)).stream()
                .anyMatch(PartitionView::held);
    }

    List<EventSource<?, MilvusPartition>> wire(EventSourceContext<MilvusPartition> context) {
        context.getPrimaryCache().addIndexer(BY_CONNECTION, Assembly::connectionOf);
        InformerEventSource<MilvusConnection, MilvusPartition> connectionSource = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(MilvusConnection.class, MilvusPartition.class)
                        .withSecondaryToPrimaryMapper(connection -> context
                                .getPrimaryCache()
                                .byIndex(
                                        BY_CONNECTION,
                                        text(new ConnectionKey(
                                                connection.getMetadata().getNamespace(),
                                                connection.getMetadata().getName())))
                                .stream()
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                        .withPrimaryToSecondaryMapper(Assembly::connectionIds)
                        .build(),
                context);
        ConnectionLookup lookup = new ConnectionLookup(connectionSource);
        Connections connections = new Connections(client, lookup, opener, lanes);
        ResourceWrites writes = new ResourceWrites(client);
        PartitionView view = new PartitionView(connections, board, claims, flights);
        PartitionPass pass = new PartitionPass(
                view,
                writes,
                new Custody(writes, lookup),
                new Kinds(client),
                flights,
                lanes,
                new News(announcer),
                Clock.systemUTC(),
                resource -> context.getPrimaryCache().get(ResourceID.fromResource(resource)));
        wired = Optional.of(new Wired(connections, pass, context.getPrimaryCache()));
        return List.of(connectionSource, lanes);
    }

    private static List<String> connectionOf(MilvusPartition resource) {
        return resource.unreadable().isEmpty() ? List.of(text(Connections.key(resource))) : List.of();
    }

    private static Set<ResourceID> connectionIds(MilvusPartition resource) {
        if (!resource.unreadable().isEmpty()) {
            return Set.of();
        }
        ConnectionKey key = Connections.key(resource);
        return Set.of(new ResourceID(key.name(), key.namespace()));
    }

    private static String text(ConnectionKey key) {
        return key.namespace() + "/" + key.name();
    }

    Optional<Duration> pass(MilvusPartition resource) {
        if (!resource.unreadable().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("resource", ResourceID.fromResource(resource))
                    .addKeyValue("unreadable", resource.unreadable())
                    .log("the resource is not understood and left alone");
            return Optional.empty();
        }
        Wired parts = wired.orElseThrow();
        enterAll(parts);
        enter(resource, parts.connections());
        return parts.pass().run(resource);
    }

    /** Nobody acts before every resource that was there at the start has made its claim. */
    private synchronized void enterAll(Wired parts) {
        if (!entered) {
            parts.cache()
                    .list(resource -> resource.unreadable().isEmpty())
                    .forEach(resource -> enter(resource, parts.connections()));
            entered = true;
        }
    }

    /**
     * A resource that comes or changes makes its claim at once, before any pass that is already queued. Until the
     * first pass there is nothing to do: that one enters all, and the connections may not be known before.
     */
    private void noticed(MilvusPartition resource) {
        if (entered && resource.unreadable().isEmpty()) {
            wired.ifPresent(parts -> enter(resource, parts.connections()));
        }
    }

    private void enter(MilvusPartition resource, Connections connections) {
        String uid = resource.getMetadata().getUid();
        String endpoint = connections.endpoint(resource);
        PartitionAddress address = Wishes.address(resource.understoodSpec(), endpoint);
        roster.enter(uid, ResourceID.fromResource(resource), address.collection());
        Memory memory = Records.read(resource);
        boolean kept = resource.understoodSpec().effectiveDeletionPolicy(connections.defaults(resource))
                == DeletionPolicy.RETAIN;
        Claim.Custody custody = kept || PartitionView.held(resource) ? Claim.Custody.SECURED : Claim.Custody.OPEN;
        lanes.wake(claims.put(new Claim(
                uid,
                resource.getMetadata().getNamespace() + "/"
                        + resource.getMetadata().getName(),
                address,
                memory.binding(),
                Instant.parse(resource.getMetadata().getCreationTimestamp()),
                demand(resource),
                custody)));
    }

    private static Claim.Demand demand(MilvusPartition resource) {
        if (resource.isMarkedForDeletion()) {
            return Claim.Demand.LEAVING;
        }
        return resource.understoodSpec().effectiveEnsure() == io.milvusops.api.Ensure.ABSENT
                ? Claim.Demand.ABSENT
                : Claim.Demand.PRESENT;
    }

    /** Stops the lanes after what is in flight has ended. */
    @Override
    public void close() {
        wired.ifPresent(parts -> parts.connections().close());
        announcer.close();
    }
}
