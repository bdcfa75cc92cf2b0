package io.milvusops.partition;

import static io.milvusops.partition.Scene.OTHER;
import static io.milvusops.partition.Scene.OURS;
import static io.milvusops.partition.Scene.RECORDED;
import static io.milvusops.partition.Scene.absent;
import static io.milvusops.partition.Scene.deleting;
import static io.milvusops.partition.Scene.novel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.Order.Stage;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Another resource may still be dropping the partition that is to be dropped: drops go by name. */
class RivalDropTest {

    private static Scene beside(Scene scene, Incarnation dropped) {
        return scene.bound()
                .seeing(novel(OURS))
                .with(new Standing.Owner(
                        List.of(), List.of(new Standing.Attempt("search/first", dropped, OptionalLong.empty()))));
    }

    static Stream<Scene> orders() {
        return Stream.of(deleting(), absent())
                .flatMap(
                        scene -> Stream.of(scene, scene.ordered(Stage.ATTEMPTED).with(Flight.ARMED)))
                .map(scene -> beside(scene, RECORDED));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void shouldWaitUntilItIsKnownWhatTheOtherDropDid(Scene order) {
        assertThat(order.plan().reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
        assertThat(order.plan().message())
                .isEqualTo(
                        "search/first may still be dropping this partition; this resource goes on when that is settled");
        assertThat(order.plan().step()).isEqualTo(new Step.Look());
    }

    /** Whoever sent it may never get an answer any more; what is listed after the call can do nothing tells all. */
    @ParameterizedTest
    @CsvSource({"-1, DROPPING", "0, OUTCOME_UNKNOWN", "1, OUTCOME_UNKNOWN"})
    void shouldGoByAListThatBeganWhenTheOtherDropCouldDoNothingAnyMore(long later, Reason reason) {
        Observation.Listed seen = (Observation.Listed) Scene.listed(Scene.BOOK, Scene.COLLECTION, "book", novel(OURS));
        Standing.Attempt attempt = new Standing.Attempt(
                "search/first", RECORDED, OptionalLong.of(seen.snapshot().beganNanos() + later));
        Standing beside = new Standing.Owner(List.of(), List.of(attempt));

        assertThat(deleting().bound().seeing(seen).with(beside).plan().reason()).isEqualTo(reason);
    }

    @Test
    void shouldWaitWithoutAListThoughTheOtherDropCanDoNothingAnyMore() {
        Standing.Attempt attempt = new Standing.Attempt("search/first", RECORDED, OptionalLong.of(Long.MIN_VALUE / 2));
        Observation unseen = new Observation.Unknown(Reason.SERVER_UNREACHABLE, "refused");

        Plan plan = deleting()
                .bound()
                .seeing(unseen)
                .with(new Standing.Owner(List.of(), List.of(attempt)))
                .plan();

        assertThat(plan.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void shouldNotWaitForTheDropOfAnotherPartition() {
        Plan plan = beside(deleting(), new Incarnation(Scene.COLLECTION, OTHER)).plan();

        assertThat(plan.reason()).isEqualTo(Reason.DROPPING);
    }
}
