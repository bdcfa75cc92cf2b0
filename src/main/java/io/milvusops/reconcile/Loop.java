package io.milvusops.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusPartition;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.partition.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The parts of the loop for partitions, put together once, and what is kept of each resource while it lives. */
final class Loop implements AutoCloseable {

    /** A write to Kubernetes takes milliseconds; an API server that is away must not hold the end up. */
    private static final Duration RECORDED_WITHIN = Duration.ofSeconds(5);

    private final IndexerResourceCache<MilvusPartition> cache;
    private final PartitionWatch watch;
    private final Sessions sessions;
    private final Connections connections;
    private final NamespaceLabels namespaces;
    private final Freshness freshness;
    private final Flights flights = new Flights(System::nanoTime);
    private final Claims claims = new Claims(flights::called, flights::settled);
    private final Departures departures = new Departures(claims, flights);
    private final Holds holds = new Holds(System::nanoTime);
    private final Patience patience = new Patience(System::nanoTime);
    private final Pace pace = new Pace();
    private final Counts counts = new Counts();
    private final Draining draining = new Draining();
    private final Inquiries inquiries = new Inquiries(Clock.systemUTC());
    private final Roster roster = new Roster();
    private final Boards boards = new Boards();
    private final FirstSights sights = new FirstSights(System::nanoTime);
    private final LaneEventSource lanes;
    private final Enrolment enrolment;
    private final InUse inUse;
    private final Custody custody;
    private final DropBudgets budgets;
    private final Unreadables unreadables;
    private final FailedPasses failedPasses;
    private final News news;
    private final PartitionView view;
    private final Orphans orphans;
    private final PartitionPass pass;
    private final Consumer<ConnectionKey> doubted;

    /** @param doubted told a connection whose server failed to answer */
    Loop(
            KubernetesClient client,
            ServerOpener opener,
            OperatorMetrics metrics,
            Announcer announcer,
            ConnectionLookup lookup,
            IndexerResourceCache<MilvusPartition> cache,
            Consumer<ConnectionKey> doubted) {
        this.cache = cache;
        this.watch = new PartitionWatch(resource -> cache.get(ResourceID.fromResource(resource)));
        this.doubted = doubted;
        this.lanes = new LaneEventSource(boards, flights, roster, holds, counts, inquiries, this);
        this.sessions = new Sessions(
                client,
                opener,
                lanes::reports,
                boards::forget,
                renewed -> lanes.wake(roster.members(renewed)),
                System::nanoTime);
        this.namespaces = new NamespaceLabels(client, this::relabelled);
        this.connections = new Connections(lookup, sessions, namespaces);
        this.freshness = new Freshness(client, lookup, namespaces, sights, System::nanoTime);
        this.enrolment = new Enrolment(
                connections, boards, claims, flights, departures, roster, cache, sights, lanes::wake, sessions::forget);
        ResourceWrites writes = new ResourceWrites(client);
        Kinds kinds = new Kinds(client, System::nanoTime);
        this.inUse = new InUse(writes, lookup);
        this.custody = new Custody(writes, lookup, inUse);
        this.budgets = new DropBudgets(writes, lookup, Clock.systemUTC());
        ConditionWrites conditions = new ConditionWrites(client, writes, Clock.systemUTC());
        this.unreadables = new Unreadables(writes, conditions, kinds, sights, announcer);
        this.failedPasses = new FailedPasses(conditions, new Failures(System::nanoTime), announcer, metrics);
        this.news = new News(announcer, metrics, counts);
        this.view = new PartitionView(connections, boards, claims, flights, sights, budgets, Clock.systemUTC());
        this.orphans = new Orphans(custody, flights, view, connections, news);
        this.pass = pass(kinds, writes);
    }

    private PartitionPass pass(Kinds kinds, ResourceWrites writes) {
        Speech speech = new Speech(writes, flights, patience, counts, inquiries, news, Clock.systemUTC());
        Restraints restraints = new Restraints(holds, new Recreations(System::nanoTime), freshness);
        return new PartitionPass(
                view,
                sights,
                kinds,
                inquiries,
                new BudgetSteps(restraints, budgets, speech),
                new RecordSteps(custody, flights, holds, restraints, speech, news, Clock.systemUTC(), watch),
                new LaneSteps(view, flights, holds, speech, pace, counts, watch),
                draining);
    }

    LaneEventSource lanes() {
        return lanes;
    }

    Sessions sessions() {
        return sessions;
    }

    InUse inUse() {
        return inUse;
    }

    IndexerResourceCache<MilvusPartition> cache() {
        return cache;
    }

    /** One pass over a resource; returns when to run the next one if nothing else wakes it. */
    Optional<Duration> pass(MilvusPartition resource) {
        String uid = resource.getMetadata().getUid();
        int told = draining.outstanding(uid);
        enrolment.begin();
        departures.settle();
        if (resource.target().isPresent()) {
            enrolment.enter(resource);
        }
        Optional<Duration> again = resource.unreadable().isEmpty() ? pass.run(resource) : unreadables.report(resource);
        draining.recorded(uid, told);
        failedPasses.forget(uid);
        if (!enrolment.present(resource)) {
            forget(uid);
        }
        return again;
    }

    /** A pass over a resource failed; returns when to run the next one. */
    Duration failed(MilvusPartition resource, RuntimeException cause) {
        Duration again = failedPasses.tell(resource, cause);
        if (!enrolment.present(resource)) {
            forget(resource.getMetadata().getUid());
        }
        return again;
    }

    /** The watch tells that a resource came or changed. */
    void told(MilvusPartition resource) {
        enrolment.noticed(resource);
        watch.told(resource);
        inUse.told(resource);
    }

    /** Something else changed that the claim of a resource depends on. */
    void noticed(MilvusPartition resource) {
        enrolment.noticed(resource);
    }

    /** A resource is gone: nothing of it is kept, because its name may already belong to another one. */
    void gone(MilvusPartition resource) {
        String uid = resource.getMetadata().getUid();
        try {
            orphans.tell(resource);
        } finally {
            Set<String> touched = departures.gone(uid);
            enrolment.leave(uid);
            forget(uid);
            lanes.wake(touched);
        }
    }

    private void forget(String uid) {
        departures.forget(uid);
        inUse.spare(uid);
        watch.forget(uid);
        draining.forget(uid);
        sights.forget(uid);
        holds.forget(uid);
        patience.forget(uid);
        pace.forget(uid);
        counts.forget(uid);
        inquiries.forget(uid);
        unreadables.forget(uid);
        failedPasses.forget(uid);
        budgets.forget(uid);
    }

    /** The outcome of a call of the resource is known, and the resource about to be woken. */
    void told(String uid) {
        draining.told(uid);
    }

    /** A list through a connection failed: the server may be away for everybody. */
    void failed(ConnectionKey connection, Reason reason) {
        refused(connection, reason);
        if (reason.ofTheServer()) {
            doubted.accept(connection);
        }
    }

    /** A call through a connection was refused: with another login it may not be. */
    void refused(ConnectionKey connection, Reason reason) {
        if (reason.ofTheLogin()) {
            sessions.refused(connection);
        }
    }

    /** The collection of these resources was found by its id elsewhere than by its name. */
    void found(Set<String> uids) {
        enrolment.found(uids);
    }

    /** Something was seen there; those whom it concerns are woken. */
    void seen(LaneKey lane) {
        enrolment.seen(lane);
    }

    /** Nothing of a connection is kept that is gone. */
    void gone(ConnectionKey connection, String uid) {
        if (sessions.forget(connection, uid)) {
            boards.forget(connection);
        }
        budgets.forget(connection);
        freshness.forget(connection);
        inUse.forget(uid);
    }

    private void relabelled(String namespace) {
        List<MilvusPartition> inIt = cache.list(namespace, resource -> true).toList();
        inIt.forEach(enrolment::noticed);
        lanes.wake(
                inIt.stream().map(resource -> resource.getMetadata().getUid()).collect(Collectors.toSet()));
    }

    /** Begins nothing more, and returns when what is in flight has ended and is on record. */
    void finish() {
        draining.begin();
        sessions.finish();
        draining.await(RECORDED_WITHIN);
    }

    /** Closes what is still open. */
    @Override
    public void close() {
        sessions.close();
        namespaces.close();
    }
}
