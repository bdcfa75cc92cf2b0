package io.milvusops.lane;

import io.milvusops.lane.Inbox.Batch;
import io.milvusops.partition.Reason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one turn has been asked for. Each write and each measurement is answered once or stays open, whatever becomes of
 * the turn. Confined to the lane's turn.
 */
final class Agenda {

    private final Set<Request.Write> writes;
    private final List<Long> located;
    private final Set<String> verified;
    private final Set<Request.Measure> measured;
    private final boolean looks;
    private final Replies replies;
    private List<Long> unlocated = List.of();

    Agenda(Batch batch, Replies replies) {
        this.writes = new LinkedHashSet<>(batch.writes());
        this.located = batch.located();
        this.verified = new LinkedHashSet<>(batch.verified());
        this.looks = batch.looks();
        this.measured = new LinkedHashSet<>(batch.measured());
        this.replies = replies;
    }

    /** The writes that are open, in the order in which they were asked for. */
    List<Request.Write> writes() {
        return List.copyOf(writes);
    }

    List<Long> located() {
        return located;
    }

    /** Those were not looked for in this turn. */
    void unlocated(List<Long> left) {
        unlocated = left;
    }

    /** The names that are to be asked for still, in their order. */
    List<String> verified() {
        return List.copyOf(verified);
    }

    /** Whether nobody waits for anything any more. */
    boolean done() {
        return !looks && writes.isEmpty();
    }

    /** Whether the server knows the name is told with what is seen. */
    void verified(String partition) {
        verified.remove(partition);
    }

    /** The measurements that are open, in the order in which they were asked for. */
    List<Request.Measure> measured() {
        return List.copyOf(measured);
    }

    void finished(Request.Write write, Outcome outcome) {
        writes.remove(write);
        replies.finished(write, outcome);
    }

    void measured(Request.Measure request, Measurement measurement) {
        measured.remove(request);
        replies.measured(request.partition(), measurement);
    }

    /** Nothing that is open can be measured. */
    void unmeasured(Reason reason, String message) {
        measured().forEach(request -> measured(request, new Measurement.Failed(reason, message)));
    }

    /** What is open, for another turn. */
    Batch open() {
        return new Batch(writes(), unlocated, verified(), measured(), false);
    }
}
