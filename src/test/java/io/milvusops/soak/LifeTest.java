package io.milvusops.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LifeTest {

    private final Life<Long> life = new Life<>(Long::longValue);

    @Test
    void shouldKnowTheBeginningOfAVersionBetterFromItsWrite() {
        life.saw(1L, 9_000, 10_000);
        life.saw(1L, 9_900, 9_950);

        assertThat(life.during(9_500, 9_500)).isEmpty();
    }

    @Test
    void shouldNotTakeAVersionForYoungerWhenAWriteChangesNothing() {
        life.saw(1L, 9_000, 10_000);
        life.saw(1L, 20_000, 20_050);

        assertThat(life.during(15_000, 15_000)).containsExactly(1L);
    }
}
