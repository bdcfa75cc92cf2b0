package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.milvusops.partition.KindState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Asks whether the kind itself is being deleted: then every deletion is an uninstall, not an order. Thread-safe; only
 * who needs the answer of a request waits for it.
 */
final class Kinds {

    /** A deletion that waits is asked for again: it may have become an uninstall, and no event tells. */
    static final Duration AGAIN = Duration.ofSeconds(30);

    private static final String PARTITIONS = "milvuspartitions.milvusops.io";

    private final SharedRead<CustomResourceDefinition> definition;

    /** @param nanos monotonic */
    Kinds(KubernetesClient client, LongSupplier nanos) {
        this.definition = new SharedRead<>(
                PARTITIONS,
                () -> client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(PARTITIONS)
                        .get(),
                nanos);
    }

    /**
     * Answers by a read that began after the deletion was seen, and not long ago. A definition that is gone was deleted.
     * Empty when the API server does not answer, or did not a moment ago.
     *
     * @param seenNanos when the caller had seen the deletion, monotonic
     */
    Optional<KindState> ofPartitions(long seenNanos) {
        return definition.since(seenNanos) instanceof Reading.Told<CustomResourceDefinition> told
                ? Optional.of(state(told.object()))
                : Optional.empty();
    }

    private static KindState state(Optional<CustomResourceDefinition> definition) {
        boolean served =
                definition.filter(found -> !found.isMarkedForDeletion()).isPresent();
        return served ? KindState.SERVED : KindState.BEING_DELETED;
    }
}
