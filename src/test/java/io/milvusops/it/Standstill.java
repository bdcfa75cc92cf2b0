package io.milvusops.it;

import io.milvusops.faults.Stop;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Many scenarios side by side, each run as far as its point, all waiting there for the same blow. */
final class Standstill {

    /** Well within the request timeout of the calls that wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final FaultStage faults;
    private final Set<Cell> reached = new LinkedHashSet<>();

    private Standstill(FaultStage faults) {
        this.faults = faults;
    }

    static Standstill of(FaultStage faults, List<Cell> cells) {
        Standstill standstill = new Standstill(faults);
        cells.forEach(standstill::prepare);
        standstill.order(cells);
        return standstill;
    }

    private void prepare(Cell cell) {
        faults.prepare(cell.name());
        cell.scenario().prepare(faults, cell.name());
        faults.note(cell.name());
    }

    private void order(List<Cell> cells) {
        Map<Cell, Stop> stops = new LinkedHashMap<>();
        cells.forEach(cell -> stops.put(cell, cell.point().set(faults, cell.name(), cell.moment())));
        cells.forEach(cell -> cell.scenario().order(faults, cell.name()));
        stops.forEach((cell, stop) -> {
            if (stop.reachedWithin(PATIENCE)) {
                reached.add(cell);
            }
        });
    }

    /** Whether the scenario came to its point: only then its end tells anything. */
    boolean reached(Cell cell) {
        return reached.contains(cell);
    }
}
