package io.milvusops.lane;

import io.milvusops.lane.Inbox.Batch;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Snapshot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The queue of one collection. A turn takes what waits, lists once, carries writes out one after the other, and lists
 * again when there were any: one list answers everybody, the second proves the outcome. Measurements come last. What a
 * turn has not begun when its slice is over goes back to the head of the queue.
 *
 * <p>{@link #submit} and {@link #close} are thread-safe; {@link #turn} must not run twice at once.
 */
final class CollectionLane {

    private static final Outcome.Refused CLOSED =
            new Outcome.Refused(Reason.CONNECTION_NOT_READY, "the connection was changed; trying again");

    private final CollectionAddress address;
    private final LaneTimes times;
    private final LaneEvents events;
    private final LongSupplier nanos;
    private final Inbox inbox = new Inbox();
    private final Replies replies;
    private final Slice slice;
    private final Lookout lookout;
    private final Census census;
    private final Creator creator;
    private final Dropper dropper;
    private final Locator locator;
    private final Surveyor surveyor;
    private final Denials denials;
    private int failures;
    private int misses;

    CollectionLane(
            MilvusServer server, CollectionAddress address, LaneTimes times, LaneEvents events, LongSupplier nanos) {
        this.address = address;
        this.times = times;
        this.events = events;
        this.nanos = nanos;
        this.replies = new Replies(address, events);
        this.slice = new Slice(times.slice(), nanos);
        this.lookout = new Lookout(server, address, times.freshness(), nanos);
        this.census = new Census(server, address, slice, nanos);
        this.creator = new Creator(server, address, lookout, times, nanos);
        Inspector inspector = new Inspector(server, address, census, events);
        Permit open = () -> inbox.closed() ? Optional.of(CLOSED.message()) : Optional.empty();
        this.dropper = new Dropper(server, address, lookout, inspector, open, times, nanos);
        this.locator = new Locator(server, address, slice, events, nanos);
        this.surveyor = new Surveyor(server, address, census);
        this.denials = new Denials(server, slice, nanos);
    }

    CollectionAddress address() {
        return address;
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
        Agenda agenda = new Agenda(inbox.take(), replies);
        try {
            agenda.writes().forEach(write -> refusal(write).ifPresent(refused -> agenda.finished(write, refused)));
            return agenda.done() ? Rest.UNASKED : rest(turn(agenda));
        } catch (RuntimeException | Error defect) {
            broken(agenda);
            throw defect;
        }
    }

    /**
     * Why a write is void already. It costs no call: where a server is slow, what has waited too long would take up the
     * time in which nothing would have to wait so long.
     */
    private Optional<Outcome.Refused> refusal(Request.Write write) {
        Reason reason = write instanceof Request.Create ? Reason.OBSERVING : Reason.DROPPING;
        return inbox.closed()
                ? Optional.of(CLOSED)
                : write.permit().begin().map(why -> new Outcome.Refused(reason, why));
    }

    private Observation turn(Agenda agenda) {
        slice.begin();
        census.newTurn();
        surveyor.newTurn();
        dropper.newTurn();
        if (!agenda.writes().isEmpty()) {
            lookout.forgetDescription();
        }
        Observation found = lookout.observe();
        locator.noticed(found);
        Observation seen = carryOut(agenda, found);
        locator.noticed(seen);
        agenda.unlocated(locator.locate(agenda.located(), seen));
        measure(agenda, seen);
        if (!inbox.putBack(agenda.open())) {
            replies.refused(agenda.open(), CLOSED);
        }
        return seen;
    }

    private Rest rest(Observation seen) {
        if (seen instanceof Observation.Unknown unknown) {
            failures++;
            return Rest.after(unknown, times.retryAfter(failures));
        }
        failures = 0;
        if (seen instanceof Observation.Listed) {
            misses = 0;
            return Rest.NONE;
        }
        misses++;
        return Rest.missing(times.retryAfter(misses));
    }

    /** Nobody knows how far a turn came that broke. */
    private void broken(Agenda agenda) {
        String message = "the operator failed; see its log";
        long now = nanos.getAsLong();
        for (Request.Write write : agenda.writes()) {
            Duration settle = write instanceof Request.Create ? times.settleCreate() : times.settle();
            agenda.finished(write, new Outcome.Unknown(Reason.INTERNAL_ERROR, message, now + settle.toNanos()));
        }
        agenda.unmeasured(Reason.INTERNAL_ERROR, message);
        events.observed(address, new Observation.Unknown(Reason.INTERNAL_ERROR, message));
    }

    /** Publishes what is seen in the end, then the outcomes; returns what was seen. */
    private Observation carryOut(Agenda agenda, Observation before) {
        Map<Request.Write, Outcome> outcomes =
                before instanceof Observation.Listed list ? sent(agenda, list.snapshot()) : refused(agenda, before);
        boolean listed = before instanceof Observation.Listed;
        Observation seen = verified(listed && !outcomes.isEmpty() ? lookout.observe() : before, agenda);
        events.observed(address, seen);
        outcomes.forEach(agenda::finished);
        return seen;
    }

    /** The outcomes of the writes in their order, as far as the slice goes; the first one is always begun. */
    private Map<Request.Write, Outcome> sent(Agenda agenda, Snapshot before) {
        Map<Request.Write, Outcome> outcomes = new LinkedHashMap<>();
        boolean silent = false;
        for (Request.Write write : agenda.writes()) {
            if (!silent && !outcomes.isEmpty() && slice.over()) {
                break;
            }
            Outcome outcome = silent ? Silence.UNSENT : carryOut(write, before);
            outcomes.put(write, outcome);
            silent = Silence.is(outcome);
        }
        return outcomes;
    }

    private static Map<Request.Write, Outcome> refused(Agenda agenda, Observation seen) {
        Map<Request.Write, Outcome> outcomes = new LinkedHashMap<>();
        agenda.writes().forEach(write -> outcomes.put(write, refused(seen)));
        return outcomes;
    }

    private Observation verified(Observation seen, Agenda agenda) {
        if (seen instanceof Observation.Listed listed) {
            return new Observation.Listed(denials.beside(listed.snapshot(), agenda.verified(), agenda::verified));
        }
        // What is seen answers it: without a list there is nothing that lacks the name.
        agenda.verified().forEach(agenda::verified);
        return seen;
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

    /** A measurement may wait for a flush: after each, whatever has come meanwhile goes first. */
    private void measure(Agenda agenda, Observation seen) {
        if (!(seen instanceof Observation.Listed listed)) {
            Outcome.Refused refused = refused(seen);
            agenda.unmeasured(refused.reason(), refused.message());
            return;
        }
        boolean begun = !agenda.writes().isEmpty();
        for (Request.Measure request : agenda.measured()) {
            if (begun && (slice.over() || inbox.waiting())) {
                return;
            }
            begun = true;
            Measurement measurement = surveyor.measure(request, listed.snapshot());
            agenda.measured(request, measurement);
            if (Silence.is(measurement)) {
                agenda.unmeasured(Silence.UNSENT.reason(), Silence.UNSENT.message());
                return;
            }
        }
    }
}
