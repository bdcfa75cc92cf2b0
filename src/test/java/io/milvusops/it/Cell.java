package io.milvusops.it;

import io.milvusops.faults.Moment;
import io.milvusops.faults.Stop;
import java.util.Locale;

/** One scenario with one blow at one moment of one call. */
record Cell(Scenario scenario, Blow blow, Moment moment, Point point) {

    private static final int MORE_THAN_ONCE = 3;

    /** The name of the namespace and of the collection. */
    String name() {
        return toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    /** Prepares the blow, or the place where the call waits for it. */
    Stop set(FaultStage faults) {
        return switch (blow) {
            case CONFLICT -> refuse(faults, 409, 1);
            case BUSY -> refuse(faults, 429, 1);
            case BROKEN -> refuse(faults, 500, MORE_THAN_ONCE);
            case ANSWER_LOST -> faults.apiServer.loseAnswer(write -> point.meets(write, name()));
            default -> point.set(faults, name(), moment);
        };
    }

    private Stop refuse(FaultStage faults, int code, int times) {
        return faults.apiServer.refuse(write -> point.meets(write, name()), code, times);
    }

    @Override
    public String toString() {
        return (scenario + ", " + blow + " " + moment).toLowerCase(Locale.ROOT).replace('_', ' ') + " " + point;
    }
}
