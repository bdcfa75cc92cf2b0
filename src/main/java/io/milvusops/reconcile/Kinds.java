package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.partition.KindState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whether the kind itself is being deleted: then every deletion is an uninstall, not an order. Thread-safe; only
 * who needs the answer of a request waits for it.
 */
final class Kinds {

    private static final Logger LOG = LoggerFactory.getLogger(Kinds.class);

    /** A deletion that waits is asked for again: it may have become an uninstall, and no event tells. */
    static final Duration AGAIN = Duration.ofSeconds(30);

    /** An API server that gave no answer is left alone for so long. */
    private static final Duration UNANSWERED = Duration.ofSeconds(2);

    private record Answer(long endedNanos, Optional<KindState> state) {}

    private record Question(long beganNanos, AtomicBoolean asked, CompletableFuture<Answer> answer) {

        boolean answered() {
            return answer.isDone() && !answer.isCompletedExceptionally();
        }

        void awaitEnd() {
            answer.handle((told, failure) -> answered()).join();
        }

        boolean holds(long seenNanos, long nowNanos) {
            if (answered() && answer.join().state().isEmpty()) {
                return nowNanos - answer.join().endedNanos() < UNANSWERED.toNanos();
            }
            return !answer.isCompletedExceptionally()
                    && beganNanos - seenNanos > 0
                    && nowNanos - beganNanos < AGAIN.toNanos();
        }
    }

    private final KubernetesClient client;
    private final LongSupplier nanos;
    private Optional<Question> latest = Optional.empty();
    private Optional<Question> former = Optional.empty();

    /** @param nanos monotonic */
    Kinds(KubernetesClient client, LongSupplier nanos) {
        this.client = client;
        this.nanos = nanos;
    }

    /**
     * Answers by a read that began after the deletion was seen, and not long ago; one read answers all who wait for it.
     * A definition that is gone was deleted. Empty when the API server does not answer, or did not a moment ago.
     *
     * @param seenNanos when the caller had seen the deletion, monotonic
     */
    Optional<KindState> ofPartitions(long seenNanos) {
        if (known(seenNanos).isEmpty()) {
            // One at a time: those who wait for its end share the next one.
            current().ifPresent(Question::awaitEnd);
        }
        Question question = question(seenNanos);
        if (question.asked().compareAndSet(false, true)) {
            question.answer().completeAsync(this::read, Runnable::run);
        }
        return question.answer().join().state();
    }

    private synchronized Optional<Question> current() {
        return latest;
    }

    private synchronized Optional<Question> known(long seenNanos) {
        long now = nanos.getAsLong();
        return Stream.of(latest.filter(Question::answered), former, latest)
                .flatMap(Optional::stream)
                .filter(question -> question.holds(seenNanos, now))
                .findFirst();
    }

    private synchronized Question question(long seenNanos) {
        return known(seenNanos).orElseGet(() -> {
            Question next = new Question(nanos.getAsLong(), new AtomicBoolean(), new CompletableFuture<>());
            former = latest.filter(Question::answered).or(() -> former);
            latest = Optional.of(next);
            return next;
        });
    }

    private Answer read() {
        Optional<KindState> state = Optional.empty();
        try {
            CustomResourceDefinition definition = client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName("milvuspartitions.milvusops.io")
                    .get();
            boolean deleted = definition == null || definition.isMarkedForDeletion();
            state = Optional.of(deleted ? KindState.BEING_DELETED : KindState.SERVED);
        } catch (KubernetesClientException unanswered) {
            LOG.atWarn().addKeyValue("code", unanswered.getCode()).log("the kind cannot be looked at");
        }
        return new Answer(nanos.getAsLong(), state);
    }
}
