package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.partition.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the failures of passes is told, and when. */
class FailuresTest {

    private long now = 7;
    private final Failures failures = new Failures(() -> now);

    private static RuntimeException answer(int code, String text) {
        return new RefusedWriteException("write", new KubernetesClientException(text, code, null));
    }

    private Optional<PassFailure> failed(int code) {
        return failures.failed("uid", answer(code, "no"));
    }

    private void leap(Duration time) {
        now += time.toNanos();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 422})
    void shouldTellARefusalAtOnce(int code) {
        assertThat(failed(code)).map(PassFailure::reason).contains(Reason.WRITE_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 401, 408, 429, 500, 503})
    void shouldNotTellAtOnceWhatMayBeOverWithTheNextTry(int code) {
        assertThat(failed(code)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 401, 408, 429, 500, 503})
    void shouldTellWhatIsNotOverWithTheNextTry(int code) {
        failed(code);
        leap(Duration.ofSeconds(15));

        assertThat(failed(code)).map(PassFailure::reason).contains(Reason.INTERNAL_ERROR);
    }

    @Test
    void shouldTellADefectThatLasts() {
        failures.failed("uid", new IllegalStateException());
        leap(Duration.ofSeconds(15));

        assertThat(failures.failed("uid", new IllegalStateException()))
                .map(PassFailure::message)
                .hasValueSatisfying(message -> assertThat(message).startsWith("a defect of the operator"));
    }

    @Test
    void shouldCountAnewAfterAPassThatDidNotFail() {
        failed(500);
        leap(Duration.ofSeconds(15));
        failures.forget("uid");

        assertThat(failed(500)).isEmpty();
    }

    /** A webhook whose certificate is out of date says the time with each answer. */
    @Test
    void shouldStayWithOneTextWhileTheAnswerDiffersWithEachTry() {
        failures.failed("uid", answer(403, "at 10:00:00"));
        leap(Duration.ofMinutes(5).minusNanos(1));

        assertThat(failures.failed("uid", answer(403, "at 10:04:59")))
                .map(PassFailure::message)
                .hasValueSatisfying(message -> assertThat(message).contains("at 10:00:00"));
    }

    @Test
    void shouldTellAnotherAnswerAfterAWhile() {
        failures.failed("uid", answer(403, "by one policy"));
        leap(Duration.ofMinutes(5));

        assertThat(failures.failed("uid", answer(403, "by another one")))
                .map(PassFailure::message)
                .hasValueSatisfying(message -> assertThat(message).contains("by another one"));
    }

    @Test
    void shouldTellAnotherReasonAtOnce() {
        failed(500);

        assertThat(failed(403)).map(PassFailure::reason).contains(Reason.WRITE_REFUSED);
    }
}
