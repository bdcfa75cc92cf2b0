package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.BindingStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules that hold in every cell, whatever the blow. All cells of a class are struck together: each has a namespace,
 * a collection and a connection of its own, so that none knows of the others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultMatrix {

    final FaultStage faults;
    final Standstill standstill;

    FaultMatrix() throws IOException {
        faults = new FaultStage();
        standstill = new Standstill(faults);
    }

    abstract List<Cell> cells();

    /** Orders, strikes, and lets the world heal. */
    abstract void strike() throws IOException;

    @BeforeAll
    void prepareAndStrike() throws IOException {
        standstill.prepare(cells());
        strike();
    }

    /** Whatever the blow, the operator is at no moment beside itself, also where the next try would heal it. */
    @AfterAll
    void shouldHaveMetNoDefectOfTheOperator() throws IOException {
        List<String> defects = DefectLog.in(faults.stage.operator.log());
        faults.close();

        assertThat(defects).isEmpty();
    }

    private void awaitEnd(Cell cell) {
        assertThat(standstill.met(cell))
                .as(() -> "the blow met its call; " + faults.story(cell.name()))
                .isTrue();
        faults.eventually(cell.name(), () -> cell.scenario().done(faults, cell.name()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void shouldEndAsOrdered(Cell cell) {
        awaitEnd(cell);

        Set<String> expected = new HashSet<>(cell.scenario().left());
        expected.add(FaultStage.BYSTANDER);
        assertThat(faults.stage.client.partitions(cell.name())).containsOnlyKeys(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void shouldDropNothingButWhatWasOrderedAndThatOnce(Cell cell) {
        awaitEnd(cell);

        assertThat(faults.milvus.log().carriedOut("DropPartition", cell.name()))
                .as(() -> faults.story(cell.name()))
                .isEqualTo(cell.scenario().drops(faults, cell.name()));
    }

    /** Before the order, or when the blow fell: what the operator has made by then is the very same one in the end. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void shouldNotMakeAnewWhatWasThere(Cell cell) {
        awaitEnd(cell);

        Map<String, Long> kept = new HashMap<>(faults.noted(cell.name()));
        kept.keySet().removeAll(cell.scenario().drops(faults, cell.name()));
        assertThat(faults.stage.client.partitions(cell.name())).containsAllEntriesOf(kept);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void shouldHaveOnRecordTheVeryPartitionThatIsThere(Cell cell) {
        awaitEnd(cell);

        Map<String, Long> there = faults.stage.client.partitions(cell.name());
        assertThat(bound(cell))
                .hasSize(cell.scenario().holders())
                .allSatisfy(id -> assertThat(there).containsEntry("novel", Long.valueOf(id)));
    }

    /** The ids that the resources which hold a partition have on record: all are for the partition novel. */
    private List<String> bound(Cell cell) {
        return faults.stage.user.resources(MilvusPartition.class).inNamespace(cell.name()).list().getItems().stream()
                .filter(resource -> faults.stage
                        .reason(cell.name(), resource.getMetadata().getName())
                        .equals("Present"))
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::binding)
                .map(BindingStatus::partitionID)
                .toList();
    }
}
