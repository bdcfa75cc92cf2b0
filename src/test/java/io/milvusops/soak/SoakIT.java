package io.milvusops.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * A random run. The seed is random and printed: {@code -Dsoak.seed} gives the same acts again, {@code -Dsoak.seconds}
 * says for how long.
 */
class SoakIT {

    private static final long SEED =
            Long.getLong("soak.seed", ThreadLocalRandom.current().nextInt(1_000_000));
    private static final int SECONDS = Integer.getInteger("soak.seconds", 30);

    @Test
    void shouldNeverDropWronglyNorLoseADropNorWaitSilently() throws IOException {
        System.out.println("soak: seed " + SEED);
        try (Soak soak = new Soak(SEED, Duration.ofSeconds(SECONDS))) {
            List<Finding> findings = soak.run();
            System.out.println(soak.report());
            findings.forEach(finding -> System.out.println(soak.story(finding)));
            assertThat(findings).as("seed " + SEED).isEmpty();
            assertThat(soak.defects()).as("defects that the operator tells of").isEmpty();
            assertBusy(soak);
            assertThat(soak.forbidden()).as("asked without a right to").isEmpty();
        }
    }

    /** Who does nothing does nothing wrong. */
    private static void assertBusy(Soak soak) {
        assertThat(soak.tally().operations()).as("operations").isPositive();
        assertThat(soak.tally().faults()).as("faults").isPositive();
        assertThat(soak.lastOrders()).as("orders that a gate held").isPositive();
        assertThat(soak.drops()).as("drops").isPositive();
    }
}
