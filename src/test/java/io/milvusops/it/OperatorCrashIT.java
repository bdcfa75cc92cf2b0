package io.milvusops.it;

import io.milvusops.faults.Moment;
import io.milvusops.faults.PartitionWrite.Kind;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The operator is killed just before and just after each of its writes, to Kubernetes and to Milvus. */
class OperatorCrashIT extends FaultMatrix {

    private static final Point CREATION = new Point.Call("CreatePartition");
    private static final Point DELETION = new Point.Call("DropPartition");

    private static final List<Cell> LATE = List.of(
            late(Scenario.CREATE, CREATION),
            late(Scenario.CREATE_DELETED, CREATION),
            late(Scenario.DROP, DELETION),
            late(Scenario.ABSENT, DELETION));

    OperatorCrashIT() throws IOException {}

    @Override
    void strike() throws IOException {
        standstill.order(cells());
        faults.stage.operator.kill();
        standstill.endWithTheirOperator();
        cells().forEach(cell -> cell.scenario().meanwhile(faults, cell.name()));
        faults.stage.operator.restart();
        standstill.deliver(LATE);
    }

    @Override
    List<Cell> cells() {
        Stream<Cell> atBothMoments = Stream.of(
                        before(
                                Scenario.CREATE,
                                new Point.Write(Kind.HOLD, "default"),
                                write(Kind.INTENT),
                                CREATION,
                                write(Kind.BINDING)),
                        before(Scenario.CREATE_DELETED, write(Kind.INTENT), CREATION, write(Kind.BINDING)),
                        before(Scenario.ADOPT, write(Kind.HOLD), write(Kind.BINDING)),
                        before(
                                Scenario.DROP,
                                write(Kind.WRITE_AHEAD),
                                new Point.Call("GetPartitionStatistics"),
                                DELETION,
                                new Point.Proof(),
                                write(Kind.OUTCOME),
                                write(Kind.LET_GO)),
                        before(
                                Scenario.DROP_WITH_CONNECTION,
                                DELETION,
                                write(Kind.LET_GO),
                                new Point.Write(Kind.LET_GO, "default")),
                        before(Scenario.DROP_LOADED, new Point.Call("ReleasePartitions")),
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
                                DELETION,
                                write(Kind.OUTCOME),
                                write(Kind.LET_GO)))
                .flatMap(cells -> cells)
                .flatMap(cell -> Stream.of(cell, new Cell(cell.scenario(), cell.blow(), Moment.AFTER, cell.point())));
        Stream<Cell> takenBack = Stream.of(Scenario.ABSENT_TAKEN_BACK, Scenario.DROP_RETAINED)
                .flatMap(scenario -> before(scenario, DELETION));
        return Stream.of(atBothMoments, takenBack, LATE.stream())
                .flatMap(cells -> cells)
                .toList();
    }

    private static Stream<Cell> before(Scenario scenario, Point... points) {
        return Stream.of(points).map(point -> new Cell(scenario, Blow.OPERATOR_KILLED, Moment.BEFORE, point));
    }

    private static Cell late(Scenario scenario, Point point) {
        return new Cell(scenario, Blow.OUTLIVED, Moment.BEFORE, point);
    }

    private static Point write(Kind kind) {
        return new Point.Write(kind, "novel");
    }
}
