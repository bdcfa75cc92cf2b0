package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.Incarnation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partition whose count was found low once. */
class RecountsTest {

    private static final Incarnation NOVEL = new Incarnation(100, 7);

    private long now = Long.MAX_VALUE - 5;
    private final Recounts recounts = new Recounts(() -> now);

    @BeforeEach
    void countLow() {
        recounts.proven(NOVEL);
    }

    @Test
    void shouldNotBelieveALowCountThatIsRepeatedTooSoon() {
        now += Recounts.APART.toNanos() - 1;

        assertThat(recounts.proven(NOVEL)).isFalse();
    }

    @Test
    void shouldBelieveALowCountThatIsRepeatedLater() {
        now += Recounts.APART.toNanos();

        assertThat(recounts.proven(NOVEL)).isTrue();
    }

    @Test
    void shouldBelieveAfterTheLongestSilenceThatIsNone() {
        now += Recounts.LAPSE.toNanos();

        assertThat(recounts.proven(NOVEL)).isTrue();
    }

    @Test
    void shouldNotBelieveAfterALongerSilence() {
        now += Recounts.LAPSE.toNanos() + 1;

        assertThat(recounts.proven(NOVEL)).isFalse();
    }

    @Test
    void shouldNotBelieveAfterThePartitionWasNotLoaded() {
        recounts.forget(NOVEL);
        now += Recounts.APART.toNanos();

        assertThat(recounts.proven(NOVEL)).isFalse();
    }
}
