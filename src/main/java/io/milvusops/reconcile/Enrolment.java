package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.milvusops.api.DeletionPolicy;
import io.milvusops.api.Ensure;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.PartitionAddress;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps claims and roster as the watch shows the resources. A resource whose spec has a place that is not understood
 * claims all the same: what it may want is not dropped by another. Thread-safe.
 */
final class Enrolment {

    private final Connections connections;
    private final Claims claims;
    private final Roster roster;
    private final IndexerResourceCache<MilvusPartition> cache;
    private final FirstSights sights;
    private final Consumer<Set<String>> wake;

    private volatile boolean begun;

    Enrolment(
            Connections connections,
            Claims claims,
            Roster roster,
            IndexerResourceCache<MilvusPartition> cache,
            FirstSights sights,
            Consumer<Set<String>> wake) {
        this.connections = connections;
        this.claims = claims;
        this.roster = roster;
        this.cache = cache;
        this.sights = sights;
        this.wake = wake;
    }

    /** Nobody acts before every resource that was there at the start has made its claim. */
    synchronized void begin() {
        if (!begun) {
            cache.list(Enrolment::shaped).forEach(this::enter);
            begun = true;
        }
    }

    /**
     * A resource that comes or changes makes its claim at once, before any pass that is already queued. Until the
     * first pass there is nothing to do: that one enters all, and the connections may not be known before.
     */
    void noticed(MilvusPartition resource) {
        if (begun && shaped(resource)) {
            enter(resource);
        }
    }

    private static boolean shaped(MilvusPartition resource) {
        return resource.getSpec() != null;
    }

    /** Whether the watch still shows this very resource: a namesake is another one. */
    boolean present(MilvusPartition resource) {
        return cache.get(ResourceID.fromResource(resource))
                .filter(shown -> shown.getMetadata()
                        .getUid()
                        .equals(resource.getMetadata().getUid()))
                .isPresent();
    }

    /** Enters the resource as this version shows it, unless it has gone: no claim may outlive its resource. */
    void enter(MilvusPartition resource) {
        String uid = resource.getMetadata().getUid();
        Claim claim = claim(resource);
        roster.enter(uid, ResourceID.fromResource(resource), claim.address().collection());
        sights.seen(resource);
        wake.accept(claims.put(claim));
        if (!present(resource)) {
            wake.accept(claims.remove(uid));
            roster.forget(uid);
        }
    }

    private Claim claim(MilvusPartition resource) {
        String endpoint = connections.endpoint(resource);
        PartitionAddress address = Wishes.address(resource.understoodSpec(), endpoint);
        boolean kept = resource.understoodSpec().effectiveDeletionPolicy(connections.defaults(resource))
                == DeletionPolicy.RETAIN;
        return new Claim(
                resource.getMetadata().getUid(),
                resource.getMetadata().getNamespace() + "/"
                        + resource.getMetadata().getName(),
                address,
                Records.read(resource).current(),
                Instant.parse(resource.getMetadata().getCreationTimestamp()),
                demand(resource),
                kept || PartitionView.held(resource) ? Claim.Custody.SECURED : Claim.Custody.OPEN);
    }

    private Claim.Demand demand(MilvusPartition resource) {
        if (resource.isMarkedForDeletion()) {
            return Claim.Demand.LEAVING;
        }
        if (!connections.allows(resource)) {
            return Claim.Demand.REFUSED;
        }
        return resource.understoodSpec().effectiveEnsure() == Ensure.ABSENT
                ? Claim.Demand.ABSENT
                : Claim.Demand.PRESENT;
    }
}
