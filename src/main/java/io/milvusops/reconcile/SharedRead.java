package io.milvusops.reconcile;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one object of the API server for all who must know it as it was after something that they have seen. Thread-safe;
 * only who needs the answer of a request waits for it.
 */
final class SharedRead<T> {

    private static final Logger LOG = LoggerFactory.getLogger(SharedRead.class);

    /** How long ago a read may have begun that answers: many drops are often let go at once, and some after a long wait. */
    private static final Duration AGE = Duration.ofMillis(250);

    /** An API server that gave no answer is left alone for so long. */
    private static final Duration UNANSWERED = Duration.ofSeconds(2);

    /** Reads the object, null when there is none. */
    interface Source<T> extends Supplier<@Nullable T> {}

    private record Answer<T>(long endedNanos, Reading<T> reading) {}

    private record Question<T>(long beganNanos, AtomicBoolean asked, CompletableFuture<Answer<T>> answer) {

        boolean answered() {
            return answer.isDone() && !answer.isCompletedExceptionally();
        }

        void awaitEnd() {
            answer.handle((told, failure) -> answered()).join();
        }

        boolean holds(long seenNanos, long nowNanos) {
            if (answered() && answer.join().reading() instanceof Reading.Untold) {
                return nowNanos - answer.join().endedNanos() < UNANSWERED.toNanos();
            }
            return !answer.isCompletedExceptionally()
                    && beganNanos - seenNanos > 0
                    && nowNanos - beganNanos < AGE.toNanos();
        }
    }

    private final String what;
    private final Source<T> source;
    private final LongSupplier nanos;
    private Optional<Question<T>> latest = Optional.empty();
    private Optional<Question<T>> former = Optional.empty();

    /**
     * @param what the object, for the log
     * @param nanos monotonic
     */
    SharedRead(String what, Source<T> source, LongSupplier nanos) {
        this.what = what;
        this.source = source;
        this.nanos = nanos;
    }

    /**
     * Answers by a read that began after that moment, and not long ago; one read answers all who wait for it. Untold when
     * the API server does not answer, or did not a moment ago.
     *
     * @param seenNanos when the caller had seen what the answer must not be older than, monotonic
     */
    Reading<T> since(long seenNanos) {
        if (known(seenNanos).isEmpty()) {
            // One at a time: those who wait for its end share the next one.
            current().ifPresent(Question::awaitEnd);
        }
        Question<T> question = question(seenNanos);
        if (question.asked().compareAndSet(false, true)) {
            question.answer().completeAsync(this::read, Runnable::run);
        }
        return question.answer().join().reading();
    }

    private synchronized Optional<Question<T>> current() {
        return latest;
    }

    private synchronized Optional<Question<T>> known(long seenNanos) {
        long now = nanos.getAsLong();
        return Stream.of(latest.filter(Question::answered), former, latest)
                .flatMap(Optional::stream)
                .filter(question -> question.holds(seenNanos, now))
                .findFirst();
    }

    private synchronized Question<T> question(long seenNanos) {
        return known(seenNanos).orElseGet(() -> {
            Question<T> next = new Question<>(nanos.getAsLong(), new AtomicBoolean(), new CompletableFuture<>());
            former = latest.filter(Question::answered).or(() -> former);
            latest = Optional.of(next);
            return next;
        });
    }

    private Answer<T> read() {
        Reading<T> reading;
        try {
            reading = new Reading.Told<>(Optional.ofNullable(source.get()));
        } catch (KubernetesClientException unanswered) {
            reading = new Reading.Untold<>(unanswered.getCode());
            LOG.atWarn()
                    .addKeyValue("object", what)
                    .addKeyValue("code", unanswered.getCode())
                    .log("the API server does not tell what an object is now");
        }
        return new Answer<>(nanos.getAsLong(), reading);
    }
}
