package io.milvusops.it;

import io.milvusops.faults.Ending;
import io.milvusops.faults.Moment;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Milvus is killed just before and just after each call that changes it, and comes back with its data. */
class MilvusCrashIT extends FaultMatrix {

    MilvusCrashIT() throws IOException {}

    @Override
    void strike() {
        standstill.order(cells());
        faults.stage.milvus.kill();
        standstill.end(Ending.CUT);
        faults.milvus.goAway();
        faults.stage.milvus.restart();
        faults.milvus.comeBack();
    }

    @Override
    List<Cell> cells() {
        return Stream.of(
                        cell(Scenario.CREATE, Moment.BEFORE, new Point.Call("CreatePartition")),
                        cell(Scenario.CREATE, Moment.AFTER, new Point.Call("CreatePartition")),
                        cell(Scenario.DROP, Moment.BEFORE, new Point.Call("GetPartitionStatistics")),
                        cell(Scenario.DROP_LOADED, Moment.BEFORE, new Point.Call("ReleasePartitions")),
                        cell(Scenario.DROP_LOADED, Moment.AFTER, new Point.Call("ReleasePartitions")),
                        cell(Scenario.DROP, Moment.BEFORE, new Point.Call("DropPartition")),
                        cell(Scenario.DROP, Moment.AFTER, new Point.Call("DropPartition")),
                        cell(Scenario.DROP, Moment.BEFORE, new Point.Proof()))
                .toList();
    }

    private static Cell cell(Scenario scenario, Moment moment, Point point) {
        return new Cell(scenario, Blow.MILVUS_KILLED, moment, point);
    }
}
