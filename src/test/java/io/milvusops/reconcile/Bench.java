package io.milvusops.reconcile;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.lane.LaneEvents;
import io.milvusops.lane.Measurement;
import io.milvusops.lane.Outcome;
import io.milvusops.lane.ScriptedServer;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.partition.Access;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Listing;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Snapshot;
import io.milvusops.partition.Whereabouts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mockito.ArgumentMatchers;

/**
 * The parts of the loop, put together as in {@link Loop}, over watches, servers and a monotonic clock that a test moves.
 * Milvus has one collection, book with the id 100.
 */
final class Bench implements AutoCloseable {

    static final CollectionAddress BOOK = new CollectionAddress(Sights.ENDPOINT, "default", "book");
    static final ConnectionKey DEFAULT = new ConnectionKey("search", "default");

    /** Of a resource that has recorded nothing. */
    static final Whereabouts ANYWHERE = new Whereabouts(
            Memory.NONE,
            new Access.Withheld(Reason.CONNECTION_NOT_FOUND, "none"),
            new Observation.Unknown(Reason.OBSERVING, "asking the server"));

    final ApiServer apiServer = new ApiServer();
    final ScriptedServer milvus = new ScriptedServer();

    /** What the watches show. */
    private final Map<ConnectionKey, MilvusConnection> connectionsShown = new ConcurrentHashMap<>();

    private final Map<ResourceID, MilvusPartition> partitionsShown = new ConcurrentHashMap<>();

    /** The uids that were woken because another one claims something. */
    final Set<String> woken = new HashSet<>();

    /** What the lanes have measured, by the partition. */
    final Map<String, Measurement> measured = new ConcurrentHashMap<>();

    private final AtomicLong leapt = new AtomicLong();
    private volatile OptionalLong stopped = OptionalLong.empty();
    private volatile Optional<Instant> stoppedAt = Optional.empty();
    private final InstantSource timeOfDay = this::timeOfDay;
    private final Clock clock = timeOfDay.withZone(ZoneOffset.UTC);

    final Boards boards = new Boards();
    final Flights flights = new Flights(this::nanos);
    final Claims claims = new Claims(flights::called, flights::settled);
    final FirstSights sights = new FirstSights(this::nanos);
    final Holds holds = new Holds(this::nanos);
    final Counts counts = new Counts();
    final Inquiries inquiries = new Inquiries(clock);
    final Draining draining = new Draining();
    private final Announcer announcer = new Announcer(apiServer.events.client, "test");
    final ResourceWrites writes = new ResourceWrites(apiServer.client);
    final InUse inUse = new InUse(writes, this::connection);
    final PartitionWatch watch = new PartitionWatch(this::partition);
    final Custody custody = new Custody(writes, this::connection, inUse);
    private final Events events = new Events();
    private final Sessions sessions = new Sessions(
            apiServer.client, (uri, login, timeout) -> milvus, key -> events, key -> {}, key -> {}, this::nanos);
    private final NamespaceLabels labels = new NamespaceLabels(apiServer.client, namespace -> {});
    final Connections connections = new Connections(this::connection, sessions, labels);
    private final DropBudgets budgets = new DropBudgets(writes, this::connection, clock);
    final PartitionView view = new PartitionView(connections, boards, claims, flights, sights, budgets, clock);
    final OperatorMetrics metrics = new OperatorMetrics();
    final News news = new News(announcer, metrics, counts);
    private final Speech speech =
            new Speech(writes, flights, new Patience(this::nanos), counts, inquiries, news, clock);
    final LaneSteps laneSteps = new LaneSteps(view, flights, holds, speech, new Pace(), counts, watch);
    private final Restraints restraints = new Restraints(
            holds,
            new Recreations(this::nanos),
            new Freshness(apiServer.client, this::connection, labels, sights, this::nanos));
    final RecordSteps recordSteps = new RecordSteps(custody, flights, holds, restraints, speech, news, clock, watch);
    final PartitionPass pass = new PartitionPass(
            view,
            sights,
            new Kinds(apiServer.client, this::nanos),
            inquiries,
            new BudgetSteps(restraints, budgets, speech),
            recordSteps,
            laneSteps,
            draining);

    Bench() {
        show(connection(""));
    }

    long nanos() {
        return stopped.orElseGet(System::nanoTime) + leapt.get();
    }

    private Instant timeOfDay() {
        return stoppedAt.map(instant -> instant.plusNanos(leapt.get())).orElseGet(Instant::now);
    }

    /**
     * From now on time passes by leaps only, however long a test takes. A second of the day has just begun: what is
     * recorded to the second does not depend on when a test runs.
     */
    void stopClock() {
        stopped = OptionalLong.of(System.nanoTime());
        stoppedAt = Optional.of(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    void leap(Duration time) {
        leapt.addAndGet(time.toNanos());
    }

    private Optional<MilvusConnection> connection(ConnectionKey key) {
        return Optional.ofNullable(connectionsShown.get(key));
    }

    private Optional<MilvusPartition> partition(MilvusPartition resource) {
        return Optional.ofNullable(partitionsShown.get(ResourceID.fromResource(resource)));
    }

    /** The connection search/default of generation 1, with more lines of its spec. */
    static MilvusConnection connection(String spec) {
        return ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusConnection
                metadata: {name: default, namespace: search, uid: connection, generation: 1}
                spec:
                  uri: %s
                  %s
                """.formatted(Sights.ENDPOINT, spec), MilvusConnection.class);
    }

    /** The API server has this connection, and the watch shows it. */
    void show(MilvusConnection connection) {
        apiServer.has(connection);
        connectionsShown.put(Assembly.key(connection), connection);
    }

    void hide(MilvusConnection connection) {
        apiServer.lacks(connection);
        connectionsShown.remove(Assembly.key(connection));
    }

    /** A version of a resource, with the lines that make it special. */
    static MilvusPartition partition(String lines) {
        return ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                """ + lines, MilvusPartition.class);
    }

    static final String DELETED = "deletionTimestamp: \"2026-01-01T00:00:00Z\"";

    /** A line of a status: the partition 7 in the collection 100 is recorded. */
    static final String BOUND = "binding: {ownerUID: uid, endpoint: \"" + Sights.ENDPOINT
            + "\", collectionID: \"100\", partitionID: \"7\", collectionName: book}";

    /** A line of a status: a drop of that partition was attempted for generation 1. */
    static final String ATTEMPTED = "drop: {ownerUID: uid, collectionID: \"100\", partitionID: \"7\", generation: 1,"
            + " requestedAt: \"2026-01-01T00:00:00Z\", attemptedAt: \"2026-01-01T00:00:00Z\"}";

    /**
     * Version 5 of search/book-novel, of the uid "uid" and generation 1: it carries the finalizer and names the partition
     * novel in book.
     *
     * @param metadata a line more of its metadata, or empty
     * @param spec a line more of its spec, or empty
     * @param status the lines of its status
     */
    static MilvusPartition novel(String metadata, String spec, String... status) {
        return partition("""
                metadata:
                  name: book-novel
                  namespace: search
                  uid: uid
                  resourceVersion: "5"
                  generation: 1
                  finalizers: [milvusops.io/partition]
                  %s
                spec:
                  collection: book
                  partition: novel
                  %s
                """.formatted(metadata, spec)
                + (status.length == 0 ? "" : "status:\n  " + String.join("\n  ", status)));
    }

    void show(MilvusPartition resource) {
        keep(resource);
        Optional.ofNullable(resource.getMetadata().getResourceVersion()).ifPresent(version -> watch.told(resource));
    }

    /** The watch has the resource, and tells nobody of it yet. */
    void keep(MilvusPartition resource) {
        apiServer.has(resource);
        partitionsShown.put(ResourceID.fromResource(resource), resource);
    }

    void hide(MilvusPartition resource) {
        partitionsShown.remove(ResourceID.fromResource(resource));
    }

    Enrolment enrolment() {
        return enrolment(lane -> {});
    }

    /** @param deserted told the lanes that have lost their last resource */
    Enrolment enrolment(Consumer<LaneKey> deserted) {
        return new Enrolment(
                connections,
                boards,
                claims,
                flights,
                new Departures(claims, flights),
                new Roster(),
                watch(partitionsShown.values()),
                sights,
                woken::addAll,
                deserted);
    }

    private IndexerResourceCache<MilvusPartition> watch(Collection<MilvusPartition> shown) {
        IndexerResourceCache<MilvusPartition> watch = mock();
        when(watch.get(any())).thenAnswer(call -> Optional.ofNullable(partitionsShown.get(call.getArgument(0))));
        when(watch.list(ArgumentMatchers.<Predicate<MilvusPartition>>any())).thenAnswer(call -> {
            Predicate<MilvusPartition> wanted = call.getArgument(0);
            return shown.stream().filter(wanted);
        });
        return watch;
    }

    /** A list that begins now, after all that was before, of the collection at that address. */
    Observation.Listed listed(CollectionAddress address, Map<String, Entry> partitions) {
        return listed(address, ScriptedServer.COLLECTION, partitions);
    }

    /** The id of its default partition follows that of the collection. */
    Observation.Listed listed(CollectionAddress address, long collectionId, Map<String, Entry> partitions) {
        leap(Duration.ofNanos(1));
        return new Observation.Listed(new Snapshot(
                address,
                new CollectionDescription(collectionId, address.database(), address.collection()),
                new Listing(collectionId + 1, partitions),
                Set.of(),
                Map.of(),
                nanos(),
                nanos()));
    }

    Board board() {
        return boards.of(DEFAULT);
    }

    /** Waits for the end of the call that was handed to a lane for the resource. */
    Outcome outcome(String uid) {
        return events.ended(uid)
                .orTimeout(FakeMilvus.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        sessions.close();
        announcer.close();
    }

    private final class Events implements LaneEvents {

        private final Map<String, CompletableFuture<Outcome>> ended = new HashMap<>();

        private synchronized CompletableFuture<Outcome> ended(String uid) {
            return ended.computeIfAbsent(uid, first -> new CompletableFuture<>());
        }

        @Override
        public void observed(CollectionAddress collection, Observation observation) {
            board().post(collection, observation);
        }

        @Override
        public void located(CollectionAddress askedFor, long collectionId, CollectionAddress found) {
            board().moved(askedFor, collectionId, found);
        }

        @Override
        public void unlocated(CollectionAddress askedFor, long collectionId, Observation.Unknown why) {
            board().unlocated(askedFor, collectionId, why);
        }

        @Override
        public void measured(CollectionAddress collection, String partition, Measurement measurement) {
            measured.put(partition, measurement);
        }

        @Override
        public void finished(CollectionAddress collection, String uid, Outcome outcome) {
            flights.finished(uid, outcome);
            ended(uid).complete(outcome);
        }
    }
}
