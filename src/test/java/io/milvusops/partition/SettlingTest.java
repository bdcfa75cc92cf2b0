package io.milvusops.partition;

import static io.milvusops.partition.Scene.COLLECTION;
import static io.milvusops.partition.Scene.REPAIR;
import static io.milvusops.partition.Scene.deleting;
import static io.milvusops.partition.Scene.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.partition.Order.Stage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom a resource asks what its call did, when the recorded collection has its name no longer. */
class SettlingTest {

    private static final Observation NO_NAME = new Observation.NoSuchName(10, Observation.Word.REPEATED);

    static Stream<Arguments> astray() {
        Scene attempted = deleting().bound().ordered(Stage.ATTEMPTED).seeing(NO_NAME);
        return Stream.of(
                row(
                        "a drop can no longer take effect: the recorded collection shows what it did",
                        attempted.with(Flight.OVERDUE),
                        Reason.OUTCOME_UNKNOWN,
                        new Step.Locate(COLLECTION)),
                row(
                        "a drop may still take effect: nothing shows yet what it does",
                        attempted.with(Flight.UNSETTLED),
                        Reason.OUTCOME_UNKNOWN,
                        new Step.Look()),
                row(
                        "a creation was sent, too: the collection of that name shows what it did",
                        attempted.intended(REPAIR).with(Flight.OVERDUE),
                        Reason.OUTCOME_UNKNOWN,
                        new Step.Look()),
                row(
                        "no drop is on record: nobody asks what it did",
                        present().bound().seeing(NO_NAME).with(Flight.OVERDUE),
                        Reason.COLLECTION_NOT_FOUND,
                        new Step.Rest()));
    }

    private static Arguments row(String name, Scene scene, Reason reason, Step step) {
        return arguments(named(name, scene), reason, step);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("astray")
    void shouldLookForTheRecordedCollectionOnlyToLearnWhatADropDid(Scene scene, Reason reason, Step step) {
        Plan plan = scene.plan();

        assertThat(List.of(plan.reason(), plan.step())).containsExactly(reason, step);
    }
}
