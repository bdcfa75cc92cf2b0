package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A collection that was found missing once. */
class AbsenceTest {

    private long now = Long.MAX_VALUE - 5;
    private final Absence absence = new Absence(() -> now);

    @BeforeEach
    void miss() {
        absence.proven();
    }

    @Test
    void shouldNotBelieveWhatIsSeenTwiceAtOnce() {
        now += Duration.ofSeconds(2).toNanos() - 1;

        assertThat(absence.proven()).isFalse();
    }

    @Test
    void shouldBelieveWhatIsSeenTwiceApartInTime() {
        now += Duration.ofSeconds(2).toNanos();

        assertThat(absence.proven()).isTrue();
    }

    @Test
    void shouldBelieveAfterTheLongestSilenceThatIsNone() {
        now += Duration.ofMinutes(1).toNanos();

        assertThat(absence.proven()).isTrue();
    }

    @Test
    void shouldNotBelieveAfterALongerSilence() {
        now += Duration.ofMinutes(1).toNanos() + 1;

        assertThat(absence.proven()).isFalse();
    }

    @Test
    void shouldNotBelieveAfterItWasThereOrADoubt() {
        absence.spoiled();
        now += Duration.ofSeconds(2).toNanos();

        assertThat(absence.proven()).isFalse();
    }
}
