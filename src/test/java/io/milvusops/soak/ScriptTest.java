package io.milvusops.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private static List<Act> acts(long seed, List<Act.Kind> without) {
        Script script = new Script(seed, without);
        return Stream.generate(script::next).limit(5_000).toList();
    }

    @Test
    void shouldReplayFromItsSeed() {
        assertThat(acts(5, List.of())).isEqualTo(acts(5, List.of()));
    }

    @Test
    void shouldDifferWithTheSeed() {
        assertThat(acts(5, List.of())).isNotEqualTo(acts(6, List.of()));
    }

    @Test
    void shouldDoEverySortOfAct() {
        assertThat(acts(5, List.of())).extracting(Act::kind).contains(Act.Kind.values());
    }

    @Test
    void shouldLeaveOutWhatItIsTold() {
        assertThat(acts(5, List.of(Act.Kind.OPERATOR_KILLED)))
                .extracting(Act::kind)
                .doesNotContain(Act.Kind.OPERATOR_KILLED);
    }
}
