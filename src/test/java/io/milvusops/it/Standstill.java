package io.milvusops.it;

import io.milvusops.faults.Ending;
import io.milvusops.faults.Stop;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Many scenarios side by side, each run as far as its point, all waiting there for the same blow. */
final class Standstill {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final FaultStage faults;
    private final Map<Cell, Stop> stops = new LinkedHashMap<>();
    private final Set<Cell> met = new LinkedHashSet<>();

    Standstill(FaultStage faults) {
        this.faults = faults;
    }

    /** Makes the worlds in which the orders will be given. */
    void prepare(List<Cell> cells) {
        cells.forEach(cell -> {
            faults.prepare(cell.name(), cell.scenario().requestTimeout());
            cell.scenario().prepare(faults, cell.name());
        });
        cells.forEach(cell -> {
            cell.scenario().awaitPrepared(faults, cell.name());
            faults.note(cell.name());
        });
    }

    /** Gives the orders, and returns when each scenario is at its point. */
    void order(List<Cell> cells) {
        cells.forEach(cell -> stops.put(cell, cell.set(faults)));
        cells.forEach(cell -> cell.scenario().order(faults, cell.name()));
        cells.forEach(cell -> {
            if (stop(cell).reachedWithin(PATIENCE)) {
                met.add(cell);
            }
        });
    }

    /** How the calls of all cells go on; the first word counts. */
    void end(Ending ending) {
        stops.values().forEach(stop -> stop.end(ending));
    }

    /** As {@link #end(Ending)}, but the calls that outlive their operator go on waiting. */
    void endWithTheirOperator() {
        stops.forEach((cell, stop) -> {
            if (cell.blow() != Blow.OUTLIVED) {
                stop.end(Ending.CUT);
            }
        });
    }

    /** Lets a late call arrive once the next operator has asked so often about its collection. */
    void deliver(Cell cell, int lists) {
        long before = lists(cell);
        faults.eventually(
                cell.name(),
                () -> lists(cell) >= before + lists || cell.scenario().done(faults, cell.name()));
        stop(cell).end(Ending.PASS);
        faults.eventually(
                cell.name(),
                () -> faults.milvus
                        .log()
                        .carriedOut(cell.point().toString(), cell.name())
                        .contains("novel"));
    }

    private long lists(Cell cell) {
        return faults.milvus.log().answered("ShowPartitions", cell.name());
    }

    private Stop stop(Cell cell) {
        return Optional.ofNullable(stops.get(cell)).orElseThrow();
    }

    /** Whether the scenario came to its point: only then its end tells anything. */
    boolean met(Cell cell) {
        return met.contains(cell);
    }
}
