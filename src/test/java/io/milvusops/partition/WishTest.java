package io.milvusops.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.partition.Order.Stage;
import io.milvusops.partition.Wish.Lifecycle;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WishTest {

    static Stream<Arguments> wishes() {
        return Stream.of(
                arguments(Scene.present(), false),
                arguments(Scene.absent(), true),
                arguments(Scene.deleting(), true),
                arguments(Scene.present().with(Lifecycle.ABANDONED), true));
    }

    static Stream<Arguments> followers() {
        return Stream.of(
                arguments(Scene.present().bound(), false),
                arguments(Scene.absent().bound(), true),
                arguments(Scene.absent().bound().ordered(Stage.ATTEMPTED), true),
                arguments(Scene.absent().bound().ordered(Stage.DROPPED), false),
                arguments(Scene.deleting().bound(), true),
                arguments(Scene.deleting().bound().ordered(Stage.DROPPED), true));
    }

    /** What reappears after an order was fulfilled does so under the name. */
    @ParameterizedTest
    @MethodSource("followers")
    void shouldFollowWhatItHasRecordedUntilThatIsDoneAwayWith(Scene scene, boolean follows) {
        Situation given = scene.situation();

        assertThat(given.wish().follows(given.memory())).isEqualTo(follows);
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void shouldGiveUpItsPartitionWhenItIsDeletedOrDeclaredAbsent(Scene scene, boolean givesUp) {
        assertThat(scene.situation().wish().givesUp()).isEqualTo(givesUp);
    }
}
