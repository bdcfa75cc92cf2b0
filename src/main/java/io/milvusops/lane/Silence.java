package io.milvusops.lane;

import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount;
import java.util.Optional;

/**
 * A server that did not answer a call: each further one would take its whole deadline, and nobody is told anything
 * meanwhile. So a turn sends no more of the same.
 */
final class Silence {

    private static final Reason REASON = Reason.SERVER_UNREACHABLE;

    /** What is told instead of a call; as what it is, so that it is tried again after a pause. */
    static final Outcome.Refused UNSENT =
            new Outcome.Refused(REASON, "not sent, because the server did not answer the call before it");

    private Silence() {}

    static boolean is(Observation.Unknown why) {
        return why.reason() == REASON;
    }

    static Optional<Observation.Unknown> in(Observation seen) {
        return seen instanceof Observation.Unknown why && is(why) ? Optional.of(why) : Optional.empty();
    }

    static boolean is(Outcome outcome) {
        return (outcome instanceof Outcome.Unknown unknown && unknown.reason() == REASON)
                || (outcome instanceof Outcome.Refused refused && refused.reason() == REASON);
    }

    static boolean is(Measurement measurement) {
        return measurement instanceof Measurement.Taken taken
                && taken.rows() instanceof RowCount.Uncountable uncountable
                && uncountable.reason() == REASON;
    }
}
