package io.milvusops.reconcile;

import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When the present generation of each resource was first seen, and its present version. What a server said before proves
 * nothing about it: the list may be as old as a poll interval. Thread-safe; all instants are monotonic.
 */
final class FirstSights {

    private static final Observation NOT_SINCE = new Observation.Unknown(Reason.OBSERVING, "asking the server");

    private record Sighting(long generation, long nanos) {}

    private record Version(String resourceVersion, long nanos) {}

    private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();
    private final Map<String, Version> versions = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    FirstSights(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The resource was seen. */
    void seen(MilvusPartition resource) {
        since(resource);
        sinceVersion(resource);
    }

    /** The observation, unless it was asked for before the resource was first seen as it is. */
    Observation after(MilvusPartition resource, Observation observation) {
        long since = since(resource);
        if (observation instanceof Observation.Listed listed
                && !listed.snapshot().beganAfter(since)) {
            return NOT_SINCE;
        }
        return observation instanceof Observation.NoSuchName missing && missing.beganNanos() - since <= 0
                ? NOT_SINCE
                : observation;
    }

    /** When it was first seen as it is, monotonic: a deletion is a generation of its own. */
    long since(MilvusPartition resource) {
        long generation = Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
        return sightings
                .compute(
                        resource.getMetadata().getUid(),
                        (uid, known) -> known != null && known.generation() >= generation
                                ? known
                                : new Sighting(generation, nanos.getAsLong()))
                .nanos();
    }

    /** When this version was first seen, monotonic: an annotation, too, may be what lets its drop go. */
    long sinceVersion(MilvusPartition resource) {
        String version = Objects.requireNonNullElse(resource.getMetadata().getResourceVersion(), "");
        return versions.compute(
                        resource.getMetadata().getUid(),
                        (uid, known) -> known != null && known.resourceVersion().equals(version)
                                ? known
                                : new Version(version, nanos.getAsLong()))
                .nanos();
    }

    void forget(String uid) {
        sightings.remove(uid);
        versions.remove(uid);
    }
}
