package io.milvusops.it;

import io.milvusops.faults.Ending;
import io.milvusops.faults.Moment;
import io.milvusops.faults.Stop;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;

/** Many scenarios side by side, each run as far as its point, all waiting there for the same blow. */
final class Standstill {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * Late enough that an operator which does not wait has long sent a second call; and at the fastest pace it comes
     * when all calls but a create, which is given 35 s, are past their deadline.
     */
    private static final int LATE_QUESTION = 15;

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
                faults.noteNew(cell.name());
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

    /**
     * Lets the late calls arrive when the next operator has asked often about their collections. Its last question waits
     * meanwhile, so that whatever the operator concludes from the answer comes after the late call.
     */
    void deliver(List<Cell> late) {
        Map<Cell, Stop> questions = new LinkedHashMap<>();
        late.forEach(cell -> questions.put(cell, question(cell)));
        questions.forEach((cell, question) -> {
            await(
                    cell,
                    () -> question.reachedWithin(Duration.ZERO)
                            || cell.scenario().done(faults, cell.name()));
            if (!question.reachedWithin(Duration.ZERO)) {
                // Done already: a call that comes so late tells nothing of who should have waited for it.
                met.remove(cell);
            }
            int before = carriedOut(cell);
            stop(cell).end(Ending.PASS);
            await(cell, () -> carriedOut(cell) > before);
            faults.noteNew(cell.name());
            question.end(Ending.PASS);
        });
    }

    private Stop question(Cell cell) {
        AtomicInteger left = new AtomicInteger(LATE_QUESTION);
        return faults.milvus.stop(
                Moment.BEFORE, call -> call.is("ShowPartitions", cell.name()) && left.decrementAndGet() == 0);
    }

    private int carriedOut(Cell cell) {
        return faults.milvus
                .log()
                .carriedOut(cell.point().toString(), cell.name())
                .size();
    }

    /** A call that did not arrive fails its own cell, not those of all others. */
    private void await(Cell cell, Callable<Boolean> holds) {
        try {
            faults.stage.await(holds);
        } catch (ConditionTimeoutException never) {
            met.remove(cell);
        }
    }

    private Stop stop(Cell cell) {
        return Optional.ofNullable(stops.get(cell)).orElseThrow();
    }

    /** Whether the blow met the scenario at its point: only then its end tells anything. */
    boolean met(Cell cell) {
        return met.contains(cell);
    }
}
