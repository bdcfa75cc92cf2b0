package io.milvusops.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.partition.Reason;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Writes the conditions of a partition and nothing else: what its status records stays as it is, and a spec that is not
 * understood goes back exactly as it came.
 */
final class ConditionWrites {

    /**
     * What the conditions say.
     *
     * @param blocked whether an order waits for it
     * @param exit what the message of an order that waits says besides
     */
    record Saying(Reason reason, String message, boolean blocked, String exit) {}

    private final KubernetesClient client;
    private final ResourceWrites writes;
    private final Clock clock;

    ConditionWrites(KubernetesClient client, ResourceWrites writes, Clock clock) {
        this.client = client;
        this.writes = writes;
        this.clock = clock;
    }

    /** Writes what is new; empty if the status says it already, cannot be replaced, or was changed meanwhile. */
    Optional<MilvusPartition> write(MilvusPartition resource, Saying saying) {
        if (!resource.replaceableStatus()) {
            return Optional.empty();
        }
        MilvusPartitionStatus before = Optional.ofNullable(resource.getStatus()).orElse(MilvusPartitionStatus.UNSEEN);
        Long generation = resource.getMetadata().getGeneration();
        Conditions conditions = new Conditions(
                Conditions.of(resource),
                saying.reason(),
                saying.reason().progress(),
                (saying.blocked() && resource.isMarkedForDeletion() ? Statuses.LEAVING : "") + saying.message(),
                generation,
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        MilvusPartitionStatus status = before.saying(
                generation, conditions.and(Statuses.DROP_BLOCKED, saying.blocked(), saying.message() + saying.exit()));
        if (status.equals(before)) {
            return Optional.empty();
        }
        MilvusPartition copy = client.getKubernetesSerialization().clone(resource);
        copy.setStatus(status);
        return writes.status(copy);
    }
}
