package io.milvusops.lane;

import io.milvusops.lane.Inbox.Batch;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The queue of one collection. A turn takes everything that waits, lists once, carries the writes out one after the
 * other, and lists again when there were any: one list answers everybody, the second proves the outcome. Measurements
 * come last.
 *
 * <p>{@link #submit} and {@link #close} are thread-safe; {@link #turn} must not run twice at once.
 */
final class CollectionLane {

    private static final Outcome.Refused CLOSED =
            new Outcome.Refused(Reason.CONNECTION_NOT_READY, "the connection was changed; trying again");

    private static final Reason SILENT = Reason.SERVER_UNREACHABLE;

    /**
     * Each call to a server that has fallen silent takes its whole deadline, and nobody is told anything meanwhile. It is
     * told as what it is, so that it is tried again after a pause: a server may answer lists and no writes.
     */
    private static final Outcome.Refused UNSENT =
            new Outcome.Refused(SILENT, "not sent, because the server did not answer the call before it");

    private final CollectionAddress address;
    private final LaneTimes times;
    private final LaneEvents events;
    private final LongSupplier nanos;
    private final Inbox inbox = new Inbox();
    private final Replies replies;
    private final Lookout lookout;
    private final Census census;
    private final Creator creator;
    private final Dropper dropper;
    private final Locator locator;
    private final Surveyor surveyor;
    private final Denials denials;
    private int failures;

    CollectionLane(
            MilvusServer server, CollectionAddress address, LaneTimes times, LaneEvents events, LongSupplier nanos) {
        this.address = address;
        this.times = times;
        this.events = events;
        this.nanos = nanos;
        this.replies = new Replies(address, events);
        this.lookout = new Lookout(server, address, nanos);
        this.census = new Census(server, address, nanos);
        this.creator = new Creator(server, address, times, nanos);
        Inspector inspector = new Inspector(server, address, census, events);
        Permit open = () -> inbox.closed() ? Optional.of(CLOSED.message()) : Optional.empty();
        this.dropper = new Dropper(server, address, lookout, inspector, open, times, nanos);
        this.locator = new Locator(server, address, events, nanos);
        this.surveyor = new Surveyor(server, address, census);
        this.denials = new Denials(server);
    }

    /** False when the lane is closed: nobody will answer the request. */
    boolean submit(Request request) {
        return inbox.put(request);
    }

    /**
     * Ends what waits, unsent, and lets a turn under way send nothing more that changes the server: what it has sent is
     * proved and told as ever. The lane gets no more turns.
     */
    void close() {
        replies.refused(inbox.close(), CLOSED);
    }

    /** Tells that a request was not taken. */
    void refuse(Request request) {
        replies.refused(Batch.of(request), CLOSED);
    }

    /** Whether something waits for a turn. */
    boolean waiting() {
        return inbox.waiting();
    }

    /** One turn. Returns the rest that the server deserves before the next one. */
    Rest turn() {
        Batch batch = inbox.take();
        census.newTurn();
        if (batch.drops()) {
            lookout.forgetDescription();
        }
        try {
            Observation found = lookout.observe();
            locator.noticed(found);
            Observation seen = carryOut(batch, found);
            locator.noticed(seen);
            batch.located().forEach(collectionId -> locator.locate(collectionId, seen));
            measure(batch, seen);
            return rest(seen);
        } catch (RuntimeException | Error defect) {
            unknown(batch);
            throw defect;
        }
    }

    private Rest rest(Observation seen) {
        if (seen instanceof Observation.Unknown unknown) {
            failures++;
            return Rest.after(unknown, times.retryAfter(failures));
        }
        failures = 0;
        return Rest.NONE;
    }

    /** Nobody knows how far a turn came that broke. */
    private void unknown(Batch batch) {
        String message = "the operator failed; see its log";
        long settled = nanos.getAsLong() + times.settle().toNanos();
        batch.writes()
                .forEach(
                        write -> replies.finished(write, new Outcome.Unknown(Reason.INTERNAL_ERROR, message, settled)));
        replies.unmeasured(batch.measured(), Reason.INTERNAL_ERROR, message);
    }

    /** Publishes what is seen in the end, then the outcomes; returns what was seen. */
    private Observation carryOut(Batch batch, Observation before) {
        boolean listed = before instanceof Observation.Listed;
        List<Outcome> outcomes = new ArrayList<>();
        boolean silent = false;
        for (Request.Write write : batch.writes()) {
            Outcome outcome = silent ? UNSENT : outcome(write, before);
            outcomes.add(outcome);
            silent = silent || (outcome instanceof Outcome.Unknown unknown && unknown.reason() == SILENT);
        }
        Observation seen = verified(listed && !outcomes.isEmpty() ? lookout.observe() : before, batch);
        events.observed(address, seen);
        for (int index = 0; index < outcomes.size(); index++) {
            replies.finished(batch.writes().get(index), outcomes.get(index));
        }
        return seen;
    }

    private Outcome outcome(Request.Write write, Observation before) {
        return before instanceof Observation.Listed list ? carryOut(write, list.snapshot()) : refused(before);
    }

    private Observation verified(Observation seen, Batch batch) {
        return seen instanceof Observation.Listed listed
                ? new Observation.Listed(denials.beside(listed.snapshot(), batch.verified()))
                : seen;
    }

    private Outcome carryOut(Request.Write write, Snapshot before) {
        if (inbox.closed()) {
            return CLOSED;
        }
        if (write instanceof Request.Create) {
            denials.forget(write.partition());
        }
        return write instanceof Request.Drop drop
                ? dropper.drop(drop, before)
                : creator.create((Request.Create) write, before);
    }

    private static Outcome.Refused refused(Observation seen) {
        return seen instanceof Observation.Unknown unknown
                ? new Outcome.Refused(unknown.reason(), unknown.message())
                : new Outcome.Refused(Reason.COLLECTION_NOT_FOUND, "the server has no such collection");
    }

    /** A measurement may wait for a flush, so each lets a write that has come meanwhile go first. */
    private void measure(Batch batch, Observation seen) {
        if (!(seen instanceof Observation.Listed listed)) {
            Outcome.Refused refused = refused(seen);
            replies.unmeasured(batch.measured(), refused.reason(), refused.message());
            return;
        }
        Deque<String> left = new ArrayDeque<>(batch.measured());
        while (!left.isEmpty() && !inbox.writesWaiting()) {
            String partition = left.remove();
            replies.measured(partition, surveyor.measure(partition, listed.snapshot()));
        }
        for (String partition : left) {
            if (!inbox.put(new Request.Measure(partition))) {
                replies.unmeasured(List.of(partition), CLOSED.reason(), CLOSED.message());
            }
        }
    }
}
