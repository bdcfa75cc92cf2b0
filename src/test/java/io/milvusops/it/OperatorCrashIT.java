package io.milvusops.it;

import io.milvusops.faults.Moment;
import io.milvusops.faults.PartitionWrite.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The operator is killed just before and just after each of its writes, to Kubernetes and to Milvus. */
class OperatorCrashIT extends FaultMatrix {

    private static final Point CREATION = new Point.Call("CreatePartition");
    private static final Point DELETION = new Point.Call("DropPartition");

    /** At three a second, the fastest pace, these take longer than the request timeout and its margin. */
    private static final int LISTS_LONGER_THAN_OTHER_CALLS = 15;

    private static final Map<Cell, Integer> LATE = Map.of(
            late(Scenario.CREATE, CREATION),
            LISTS_LONGER_THAN_OTHER_CALLS,
            late(Scenario.CREATE_DELETED, CREATION),
            LISTS_LONGER_THAN_OTHER_CALLS,
            late(Scenario.DROP, DELETION),
            2,
            late(Scenario.ABSENT, DELETION),
            2);

    OperatorCrashIT() throws IOException {}

    @Override
    void strike() throws IOException {
        standstill.order(cells());
        faults.stage.operator.kill();
        standstill.endWithTheirOperator();
        cells().forEach(cell -> cell.scenario().meanwhile(faults, cell.name()));
        faults.stage.operator.restart();
        LATE.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(late -> standstill.deliver(late.getKey(), late.getValue()));
    }

    @Override
    List<Cell> cells() {
        Stream<Cell> atBothMoments = Stream.of(
                        before(Scenario.CREATE, write(Kind.INTENT), CREATION, write(Kind.BINDING)),
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
        return Stream.of(atBothMoments, takenBack, LATE.keySet().stream())
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
