package io.milvusops.reconcile;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.TolerantResource;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Reports resources that this version does not understand, and does nothing else for them: what is not understood is
 * neither created nor dropped, and keeps its finalizer until somebody corrects or abandons it. Thread-safe.
 */
final class Unreadables {

    private static final int UNPROCESSABLE = 422;

    private final ResourceWrites writes;
    private final ConditionWrites conditions;
    private final Kinds kinds;
    private final FirstSights sights;
    private final Announcer announcer;
    private final Map<String, String> said = new ConcurrentHashMap<>();

    Unreadables(
            ResourceWrites writes, ConditionWrites conditions, Kinds kinds, FirstSights sights, Announcer announcer) {
        this.writes = writes;
        this.conditions = conditions;
        this.kinds = kinds;
        this.sights = sights;
        this.announcer = announcer;
    }

    /** Reports, and returns when to look again if nothing else wakes the resource. */
    Optional<Duration> report(MilvusPartition resource) {
        String problems = problems(resource);
        boolean waits = resource.isMarkedForDeletion() && PartitionView.held(resource);
        Optional<String> exempt = waits ? exempt(resource) : Optional.empty();
        if (exempt.isPresent()) {
            writes.letGo(resource, MetadataKeys.PARTITION_FINALIZER)
                    .ifPresent(gone -> announcer.warning(
                            resource, "PartitionKept", exempt.get() + ": the partition is left as it is; " + problems));
            return Optional.of(Next.SOON);
        }
        String message = waits
                ? problems + "; nothing is dropped until it is corrected, or abandoned with "
                        + Abandonment.asked(resource)
                : problems;
        if (!message.equals(said.put(resource.getMetadata().getUid(), message))) {
            announcer.warning(resource, Reason.NOT_UNDERSTOOD.text(), message);
        }
        write(resource, message);
        return waits ? Optional.of(Kinds.AGAIN) : Optional.empty();
    }

    /** Why a resource that is being deleted goes although nobody knows what it asks for. */
    private Optional<String> exempt(MilvusPartition resource) {
        if (Abandonment.declared(resource)) {
            return Optional.of("abandoned");
        }
        return kinds.ofPartitions(sights.since(resource))
                .filter(KindState.BEING_DELETED::equals)
                .map(deleted -> "the CustomResourceDefinition is being deleted");
    }

    static String problems(TolerantResource<?, ?> resource) {
        return resource.unreadable().stream()
                .map(place -> place.path() + " " + place.problem())
                .collect(Collectors.joining("; "));
    }

    /** What the schema of today does not allow cannot be said in a status either: the event and the log have it. */
    private void write(MilvusPartition resource, String message) {
        try {
            conditions.write(
                    resource,
                    new ConditionWrites.Saying(Reason.NOT_UNDERSTOOD, message, resource.isMarkedForDeletion(), ""));
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != UNPROCESSABLE) {
                throw refused;
            }
        }
    }

    void forget(String uid) {
        said.remove(uid);
    }
}
