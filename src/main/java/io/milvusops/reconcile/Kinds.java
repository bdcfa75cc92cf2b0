package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.partition.KindState;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks whether the kind itself is being deleted: then every deletion is an uninstall, not an order. Thread-safe. */
final class Kinds {

    private static final Logger LOG = LoggerFactory.getLogger(Kinds.class);

    /** A deletion that waits is asked for again: it may have become an uninstall, and no event tells. */
    static final Duration AGAIN = Duration.ofSeconds(30);

    private record Answer(long beganNanos, KindState state) {}

    private final KubernetesClient client;
    private Optional<Answer> last = Optional.empty();

    Kinds(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Answers by a read that began after the deletion was seen, and not long ago; one read answers all who wait for it.
     * A definition that is gone was deleted. Empty when the API server does not answer.
     *
     * @param seenNanos when the caller had seen the deletion, monotonic
     */
    synchronized Optional<KindState> ofPartitions(long seenNanos) {
        long began = System.nanoTime();
        boolean recent = last.filter(answer -> answer.beganNanos() - seenNanos > 0)
                .filter(answer -> began - answer.beganNanos() < AGAIN.toNanos())
                .isPresent();
        if (recent) {
            return last.map(Answer::state);
        }
        try {
            last = Optional.of(new Answer(began, read()));
            return last.map(Answer::state);
        } catch (KubernetesClientException unanswered) {
            LOG.atWarn().addKeyValue("code", unanswered.getCode()).log("the kind cannot be looked at");
            return Optional.empty();
        }
    }

    private KindState read() {
        CustomResourceDefinition definition = client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("milvuspartitions.milvusops.io")
                .get();
        return definition == null || definition.isMarkedForDeletion() ? KindState.BEING_DELETED : KindState.SERVED;
    }
}
