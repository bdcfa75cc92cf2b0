package io.milvusops.partition;

import static io.milvusops.partition.Scene.ADOPTED;
import static io.milvusops.partition.Scene.GENERATION;
import static io.milvusops.partition.Scene.INTENT;
import static io.milvusops.partition.Scene.NOW;
import static io.milvusops.partition.Scene.RECORDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.partition.Order.Stage;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryTest {

    private static final Memory BOUND = Memory.NONE.bound(ADOPTED);

    private static Memory ordered(Memory memory, Stage stage) {
        return memory.ordered(new Order(Optional.of(RECORDED), stage, GENERATION + 1, NOW, Optional.empty()));
    }

    static Stream<Memory> owning() {
        return Stream.of(BOUND, ordered(BOUND, Stage.ATTEMPTED), Memory.NONE.intending(INTENT));
    }

    @ParameterizedTest
    @MethodSource("owning")
    void shouldTellThatAPartitionMayBeItsOwn(Memory memory) {
        assertThat(memory.mayOwn()).isTrue();
    }

    static Stream<Memory> owningNothing() {
        return Stream.of(
                Memory.NONE,
                ordered(BOUND, Stage.DROPPED),
                ordered(Memory.NONE.intending(INTENT), Stage.NOTHING_TO_DROP));
    }

    @ParameterizedTest
    @MethodSource("owningNothing")
    void shouldTellThatNoPartitionIsItsOwn(Memory memory) {
        assertThat(memory.mayOwn()).isFalse();
    }

    static Stream<Arguments> stages() {
        return Stream.of(
                arguments(Stage.REQUESTED, Stage.REQUESTED),
                arguments(Stage.ATTEMPTED, Stage.REQUESTED),
                arguments(Stage.DROPPED, Stage.DROPPED),
                arguments(Stage.NOTHING_TO_DROP, Stage.NOTHING_TO_DROP));
    }

    /** What is done stays done. */
    @ParameterizedTest
    @MethodSource("stages")
    void shouldForgetOnlyOfAnOrderThatIsOpenThatItsDropWasAttempted(Stage stage, Stage left) {
        Memory memory =
                Scene.present().bound().ordered(stage).situation().memory().withoutAttempt();

        assertThat(memory.order()).map(Order::stage).contains(left);
    }
}
