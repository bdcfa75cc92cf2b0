package io.milvusops.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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

    @ParameterizedTest
    @MethodSource("wishes")
    void shouldGiveUpItsPartitionWhenItIsDeletedOrDeclaredAbsent(Scene scene, boolean givesUp) {
        assertThat(scene.situation().wish().givesUp()).isEqualTo(givesUp);
    }
}
