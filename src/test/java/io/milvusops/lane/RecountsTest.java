package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.Incarnation;
import java.time.Duration;
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
        now += Duration.ofSeconds(15).toNanos() - 1;

        assertThat(recounts.proven(NOVEL)).isFalse();
    }

    @Test
    void shouldBelieveALowCountThatIsRepeatedLater() {
        now += Duration.ofSeconds(15).toNanos();

        assertThat(recounts.proven(NOVEL)).isTrue();
    }

    @Test
    void shouldBelieveAfterTheLongestSilenceThatIsNone() {
        now += Duration.ofMinutes(2).toNanos();

        assertThat(recounts.proven(NOVEL)).isTrue();
    }

    @Test
    void shouldNotBelieveAfterALongerSilence() {
        now += Duration.ofMinutes(2).toNanos() + 1;

        assertThat(recounts.proven(NOVEL)).isFalse();
    }

    @Test
    void shouldNotBelieveAfterThePartitionWasNotLoaded() {
        recounts.forget(NOVEL);
        now += Duration.ofSeconds(15).toNanos();

        assertThat(recounts.proven(NOVEL)).isFalse();
    }
}
