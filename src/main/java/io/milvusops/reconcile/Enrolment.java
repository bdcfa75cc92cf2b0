package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.milvusops.api.DeletionPolicy;
import io.milvusops.api.Ensure;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionSpec;
import io.milvusops.partition.Binding;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Memory;
import io.milvusops.partition.PartitionAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps claims and roster as the watch shows the resources. A resource that is not understood claims all the same, as
 * long as it can be read which partition it is about: what it may want is not dropped by another. Thread-safe.
 */
final class Enrolment {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

    private final Connections connections;
    private final Boards boards;
    private final Claims claims;
    private final Flights flights;
    private final Departures departures;
    private final Roster roster;
    private final IndexerResourceCache<MilvusPartition> cache;
    private final FirstSights sights;
    private final Consumer<Set<String>> wake;
    private final Consumer<LaneKey> deserted;

    /** Held while a resource is read from the cache and claims: of two versions the older one never comes last. */
    private final Object monitor = new Object();

    /** Where the connection of a resource led last, by its uid. */
    private final Map<String, String> endpoints = new HashMap<>();

    /** Set before the first is entered: who comes meanwhile may not be among those that are. */
    private volatile boolean beginning;

    /** Set when all are entered. */
    private boolean begun;

    Enrolment(
            Connections connections,
            Boards boards,
            Claims claims,
            Flights flights,
            Departures departures,
            Roster roster,
            IndexerResourceCache<MilvusPartition> cache,
            FirstSights sights,
            Consumer<Set<String>> wake,
            Consumer<LaneKey> deserted) {
        this.connections = connections;
        this.boards = boards;
        this.claims = claims;
        this.flights = flights;
        this.departures = departures;
        this.roster = roster;
        this.cache = cache;
        this.sights = sights;
        this.wake = wake;
        this.deserted = deserted;
    }

    /**
     * Nobody acts before every resource that was there at the start has made its claim: passes that come meanwhile wait
     * here, and when one cannot be entered the next pass enters all again.
     */
    synchronized void begin() {
        if (!begun) {
            beginning = true;
            cache.list(Enrolment::legible).forEach(this::enter);
            begun = true;
        }
    }

    /**
     * A resource that comes or changes makes its claim at once, before any pass that is already queued. Until the
     * first pass there is nothing to do: that one enters all, and the connections may not be known before.
     */
    void noticed(MilvusPartition resource) {
        if (!beginning || !legible(resource)) {
            return;
        }
        try {
            enter(resource);
        } catch (CancellationException stopping) {
            LOG.debug("not entered, because the operator is stopping");
        } catch (RuntimeException defect) {
            // Thrown on, it would cost the event that brings the pass; that one fails, too, and tells it.
            LOG.atError()
                    .setCause(defect)
                    .addKeyValue("resource", ResourceID.fromResource(resource))
                    .log("what a resource claims is not known");
        }
    }

    private static boolean legible(MilvusPartition resource) {
        return resource.target().isPresent();
    }

    /** Whether the watch still shows this very resource: a namesake is another one. */
    boolean present(MilvusPartition resource) {
        return shown(resource).isPresent();
    }

    private Optional<MilvusPartition> shown(MilvusPartition resource) {
        return cache.get(ResourceID.fromResource(resource))
                .filter(shown -> shown.getMetadata()
                        .getUid()
                        .equals(resource.getMetadata().getUid()));
    }

    /** Collections were found elsewhere: so many resources claim what they record there, too. */
    void found(Set<String> uids) {
        uids.stream()
                .flatMap(uid -> roster.id(uid).stream())
                .flatMap(id -> cache.get(id).stream())
                .forEach(this::noticed);
    }

    /**
     * Enters the resource as the watch shows it by now, unless it has gone: no claim may outlive its resource, and a
     * pass over an older version must not bring back what that one wanted.
     */
    void enter(MilvusPartition resource) {
        Set<String> touched = new LinkedHashSet<>();
        synchronized (monitor) {
            String uid = resource.getMetadata().getUid();
            MilvusPartition shown = shown(resource).filter(Enrolment::legible).orElse(resource);
            CollectionAddress collection = address(shown).collection();
            roster.enter(uid, ResourceID.fromResource(shown), lane(shown, collection), followed(shown))
                    .forEach(this::desert);
            sights.seen(shown);
            touched.addAll(claims.put(claim(shown)));
            if (!present(resource)) {
                touched.addAll(departures.gone(uid));
                leave(uid);
            }
        }
        wake.accept(touched);
    }

    private static LaneKey lane(MilvusPartition resource, CollectionAddress collection) {
        return new LaneKey(Connections.key(resource), collection);
    }

    /** Who gives its partition up, or has to learn what a call did, looks at its collection where that was found. */
    private Optional<LaneKey> followed(MilvusPartition resource) {
        Memory recorded = Records.read(resource);
        boolean asks = flights.unresolved(resource.getMetadata().getUid(), recorded);
        boolean givesUp = resource.isMarkedForDeletion() || demand(resource, recorded) == Claim.Demand.ABSENT;
        return (asks ? recorded.home() : recorded.current().map(Enrolment::collection))
                .filter(id -> asks || givesUp)
                .flatMap(id -> found(resource, id))
                .map(elsewhere -> lane(resource, elsewhere));
    }

    /** The resource is gone, and with the last one of a lane the lane: nobody may enter it while it is closed. */
    void leave(String uid) {
        synchronized (monitor) {
            endpoints.remove(uid);
            roster.forget(uid).forEach(this::desert);
        }
    }

    private void desert(LaneKey lane) {
        boards.forget(lane);
        deserted.accept(lane);
    }

    /**
     * Something was seen in a collection. A pass that began before its resource went, or took its eyes off, may have
     * opened a lane there since: where nobody needs it, it would poll for ever.
     */
    void seen(LaneKey lane) {
        if (needed(lane)) {
            return;
        }
        synchronized (monitor) {
            if (!needed(lane)) {
                desert(lane);
            }
        }
    }

    private boolean needed(LaneKey lane) {
        return roster.needs(lane)
                || boards.told(lane.connection()).lookingAt(lane.collection()).stream()
                        .anyMatch(from -> roster.needs(new LaneKey(lane.connection(), from)));
    }

    /**
     * What the resource names, where its connection leads, or led while it was there: it wants its partition still, and
     * what it wants is not dropped for another.
     */
    private PartitionAddress claimed(MilvusPartition resource) {
        String uid = resource.getMetadata().getUid();
        String endpoint = connections.endpoint(resource);
        if (!endpoint.isEmpty()) {
            endpoints.put(uid, endpoint);
        }
        return Wishes.address(resource.understoodTarget(), endpoints.getOrDefault(uid, endpoint));
    }

    private PartitionAddress address(MilvusPartition resource) {
        return Wishes.address(resource.understoodTarget(), connections.endpoint(resource));
    }

    private Claim claim(MilvusPartition resource) {
        Memory recorded = Records.read(resource);
        PartitionAddress named = claimed(resource);
        boolean kept = Optional.ofNullable(resource.getSpec())
                .map(spec -> spec.effectiveDeletionPolicy(connections.defaults(resource)))
                .filter(DeletionPolicy.RETAIN::equals)
                .isPresent();
        return new Claim(
                resource.getMetadata().getUid(),
                resource.getMetadata().getNamespace() + "/"
                        + resource.getMetadata().getName(),
                named,
                addresses(named, resource, recorded),
                recorded.current(),
                recorded.current()
                        .map(Binding::incarnation)
                        .filter(ids -> recorded.attempted()
                                && !flights.grounded(resource.getMetadata().getUid())),
                Instant.parse(resource.getMetadata().getCreationTimestamp()),
                demand(resource, recorded),
                kept || PartitionView.held(resource) ? Claim.Hold.SECURED : Claim.Hold.OPEN);
    }

    private Set<PartitionAddress> addresses(PartitionAddress named, MilvusPartition resource, Memory recorded) {
        Set<PartitionAddress> all = new LinkedHashSet<>(Set.of(named));
        recorded.current()
                .map(Enrolment::collection)
                .flatMap(id -> found(resource, id))
                .ifPresent(found -> all.add(new PartitionAddress(found, named.partition())));
        return all;
    }

    private Optional<CollectionAddress> found(MilvusPartition resource, long collectionId) {
        return boards.told(Connections.key(resource)).found(connections.endpoint(resource), collectionId);
    }

    private static long collection(Binding bound) {
        return bound.incarnation().collectionId();
    }

    private Claim.Demand demand(MilvusPartition resource, Memory recorded) {
        if (resource.isMarkedForDeletion()) {
            return Claim.Demand.LEAVING;
        }
        boolean absent = Optional.ofNullable(resource.getSpec())
                .map(MilvusPartitionSpec::effectiveEnsure)
                .filter(Ensure.ABSENT::equals)
                .isPresent();
        if (!connections.allows(resource)) {
            return absent || recorded.current().isEmpty() ? Claim.Demand.REFUSED : Claim.Demand.SHUT_OUT;
        }
        return absent ? Claim.Demand.ABSENT : Claim.Demand.PRESENT;
    }
}
