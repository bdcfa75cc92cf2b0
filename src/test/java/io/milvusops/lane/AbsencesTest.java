package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A collection that was found missing once. */
class AbsencesTest {

    private long now = Long.MAX_VALUE - 5;
    private final Absences absences = new Absences(() -> now);

    @BeforeEach
    void miss() {
        absences.proven(100);
    }

    @Test
    void shouldNotBelieveWhatIsSeenTwiceAtOnce() {
        now += Absences.APART.toNanos() - 1;

        assertThat(absences.proven(100)).isFalse();
    }

    @Test
    void shouldBelieveWhatIsSeenTwiceApartInTime() {
        now += Absences.APART.toNanos();

        assertThat(absences.proven(100)).isTrue();
    }

    @Test
    void shouldBelieveAfterTheLongestSilenceThatIsNone() {
        now += Absences.LAPSE.toNanos();

        assertThat(absences.proven(100)).isTrue();
    }

    @Test
    void shouldNotBelieveAfterALongerSilence() {
        now += Absences.LAPSE.toNanos() + 1;

        assertThat(absences.proven(100)).isFalse();
    }

    @Test
    void shouldNotBelieveAfterItWasThere() {
        absences.disproved(100);
        now += Absences.APART.toNanos();

        assertThat(absences.proven(100)).isFalse();
    }

    @Test
    void shouldNotBelieveAfterADoubt() {
        absences.doubt();
        now += Absences.APART.toNanos();

        assertThat(absences.proven(100)).isFalse();
    }
}
