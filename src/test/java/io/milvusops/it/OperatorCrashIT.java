package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.faults.Moment;
import io.milvusops.faults.PartitionWrite.Kind;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator is killed just before and just after each of its writes, to Kubernetes and to Milvus. */
class OperatorCrashIT {

    private static FaultStage faults;
    private static Standstill standstill;

    @BeforeAll
    static void killAtEveryPoint() throws IOException {
        faults = new FaultStage();
        standstill = Standstill.of(faults, cells());
        faults.killOperator();
        faults.stage.operator.restart();
    }

    @AfterAll
    static void stop() throws IOException {
        faults.close();
    }

    private static List<Cell> cells() {
        return Stream.of(
                        before(Scenario.CREATE, write(Kind.INTENT), call("CreatePartition"), write(Kind.BINDING)),
                        before(Scenario.ADOPT, write(Kind.HOLD), write(Kind.BINDING)),
                        before(
                                Scenario.DROP,
                                write(Kind.WRITE_AHEAD),
                                call("GetPartitionStatistics"),
                                call("DropPartition"),
                                new Point.Proof(),
                                write(Kind.OUTCOME),
                                write(Kind.LET_GO)),
                        before(Scenario.DROP_LOADED, call("ReleasePartitions")),
                        before(
                                Scenario.HAND_OVER,
                                new Point.Write(Kind.HOLD, "second"),
                                new Point.Write(Kind.BINDING, "second"),
                                new Point.Write(Kind.LET_GO, "first")),
                        before(
                                Scenario.ABSENT,
                                write(Kind.HOLD),
                                write(Kind.BINDING),
                                write(Kind.WRITE_AHEAD),
                                call("DropPartition"),
                                write(Kind.OUTCOME),
                                write(Kind.LET_GO)))
                .flatMap(cells -> cells)
                .flatMap(cell -> Stream.of(cell, new Cell(cell.scenario(), Moment.AFTER, cell.point())))
                .toList();
    }

    private static Stream<Cell> before(Scenario scenario, Point... points) {
        return Stream.of(points).map(point -> new Cell(scenario, Moment.BEFORE, point));
    }

    private static Point call(String method) {
        return new Point.Call(method);
    }

    private static Point write(Kind kind) {
        return new Point.Write(kind, "novel");
    }

    private static void awaitEnd(Cell cell) {
        assertThat(standstill.reached(cell)).as(faults.story(cell.name())).isTrue();
        faults.eventually(cell.name(), () -> cell.scenario().done(faults, cell.name()));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldEndAsOrderedWhenKilled(Cell cell) {
        awaitEnd(cell);

        Set<String> expected = new HashSet<>(cell.scenario().left());
        expected.add(FaultStage.BYSTANDER);
        assertThat(faults.stage.client.partitions(cell.name())).containsOnlyKeys(expected);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldDropNothingButWhatWasOrderedAndThatOnce(Cell cell) {
        awaitEnd(cell);

        assertThat(faults.milvus.log().carriedOut("DropPartition", cell.name()))
                .isEqualTo(cell.scenario().drops());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldNotMakeAnewWhatWasThere(Cell cell) {
        awaitEnd(cell);

        Map<String, Long> kept = new HashMap<>(faults.noted(cell.name()));
        kept.keySet().removeAll(cell.scenario().drops());
        assertThat(faults.stage.client.partitions(cell.name())).containsAllEntriesOf(kept);
    }
}
