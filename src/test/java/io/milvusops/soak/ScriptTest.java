package io.milvusops.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private static List<Act> acts(long seed) {
        Script script = new Script(seed);
        return Stream.generate(script::next).limit(5_000).toList();
    }

    @Test
    void shouldReplayFromItsSeed() {
        assertThat(acts(5)).isEqualTo(acts(5));
    }

    @Test
    void shouldDifferWithTheSeed() {
        assertThat(acts(5)).isNotEqualTo(acts(6));
    }

    @Test
    void shouldDoEverySortOfAct() {
        assertThat(acts(5)).extracting(Act::kind).contains(Act.Kind.values());
    }
}
