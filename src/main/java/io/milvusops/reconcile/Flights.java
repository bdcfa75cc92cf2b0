package io.milvusops.reconcile;

import io.milvusops.lane.Outcome;
import io.milvusops.partition.Flight;
import io.milvusops.partition.Intent;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Order;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is under way for each resource, by uid. One flight at a time: whoever asks while one is in the air waits for
 * it. Thread-safe; all instants are monotonic.
 */
final class Flights {

    /** How long a write-ahead record entitles to send its drop while that waits for its lane. */
    static final Duration ARMED_FOR = Duration.ofSeconds(20);

    /** A list, a description, the load state, the rows or a flush, a release, and a list. */
    private static final int CALLS = 6;

    private final Map<String, FlightState> states = new ConcurrentHashMap<>();
    private final Map<String, Intent> intents = new ConcurrentHashMap<>();
    private final long startedNanos;
    private final LongSupplier nanos;

    Flights(LongSupplier nanos) {
        this.nanos = nanos;
        this.startedNanos = nanos.getAsLong();
    }

    /**
     * The flight of a resource as its cached version and the newest answer show it.
     *
     * @param reach tells how long a call of an earlier process may still take effect after its record is shown
     * @param answered the monotonic instant when the newest definite answer was asked for that can tell what it did
     * @param trace what that answer says of the creation that the open intent is about, or else of the drop
     */
    Flight of(String uid, String resourceVersion, Memory memory, Reach reach, OptionalLong answered, Trace trace) {
        FlightState state = states.compute(
                uid,
                (same, known) ->
                        known == null || known instanceof FlightState.Untouched ? inherited(memory, reach) : known);
        if (state instanceof FlightState.Unsettled unsettled) {
            return settle(uid, unsettled, memory, answered, trace);
        }
        if (state instanceof FlightState.Landed landed) {
            return landed(uid, state, landed, memory, trace);
        }
        if (state instanceof FlightState.Armed armed) {
            boolean current = armed.resourceVersion().equals(resourceVersion) && ahead(armed.untilNanos());
            return current ? Flight.ARMED : Flight.NONE;
        }
        if (state instanceof FlightState.Sent sent) {
            return sent.called() ? Flight.UNSETTLED : Flight.QUEUED;
        }
        return Flight.NONE;
    }

    private Flight settle(
            String uid, FlightState.Unsettled unsettled, Memory memory, OptionalLong answered, Trace trace) {
        if (answered.isPresent() && answered.getAsLong() - unsettled.afterNanos() > 0) {
            return landed(
                    uid, unsettled, new FlightState.Landed(unsettled.afterNanos(), unsettled.end()), memory, trace);
        }
        return nanos.getAsLong() - unsettled.afterNanos() > 0 ? Flight.OVERDUE : Flight.UNSETTLED;
    }

    /**
     * Once a call is known to have come to nothing, what appears later under the name is somebody else's creation, and
     * what is gone later somebody else's drop.
     */
    private Flight landed(String uid, FlightState before, FlightState.Landed landed, Memory memory, Trace trace) {
        boolean inVain = trace == Trace.NONE && (memory.openIntent().isPresent() || memory.attempted());
        states.replace(uid, before, inVain ? new FlightState.Grounded() : landed);
        return inVain ? Flight.NONE : landed.end();
    }

    /**
     * A record of an attempt that this process did not make: its call may still be under way. The first version that
     * shows it counts, not the first version that is seen: a list at the start may be older than the record. So does the
     * moment when it is shown: an earlier process that was still ending may have sent it after this one had started.
     */
    private FlightState inherited(Memory memory, Reach reach) {
        boolean attempted = memory.order()
                .filter(order -> order.stage() == Order.Stage.ATTEMPTED)
                .isPresent();
        boolean intended = memory.openIntent().isPresent();
        if (!intended && !attempted) {
            return new FlightState.Untouched();
        }
        long deadline = (intended ? reach.createDeadline() : reach.deadline()).toNanos();
        return new FlightState.Unsettled(nanos.getAsLong() + deadline, attempted ? Flight.INHERITED : Flight.LANDED);
    }

    /** An intent was written and made this version of the resource. */
    void armed(String uid, String resourceVersion, Intent intent) {
        intents.put(uid, intent);
        armed(uid, resourceVersion);
    }

    /**
     * What a resource remembers, and the intent of a call that nobody has seen the end of: whoever replaces the object
     * takes the record away, and not the creation.
     */
    Memory remembered(String uid, Memory recorded) {
        FlightState state = states.get(uid);
        boolean open = state instanceof FlightState.Sent
                || state instanceof FlightState.Unsettled
                || state instanceof FlightState.Landed;
        Intent intent = intents.get(uid);
        return !open
                        || intent == null
                        || recorded.openIntent().isPresent()
                        || recorded.current().isPresent()
                ? recorded
                : recorded.intending(intent);
    }

    /**
     * A record of what is about to be sent is about to be written: what became of an earlier call says nothing of it. The
     * watch may show the record before its write is answered.
     */
    void arming(String uid) {
        states.compute(uid, (same, state) -> {
            if (airborne(state)) {
                return state;
            }
            FlightState before = state == null ? new FlightState.Untouched() : state;
            return new FlightState.Arming(before instanceof FlightState.Landed ? new FlightState.Grounded() : before);
        });
    }

    /** No record came of it, or its answer is lost: the record may be there then, and nothing was sent. */
    void disarmed(String uid) {
        states.computeIfPresent(
                uid, (same, state) -> state instanceof FlightState.Arming arming ? arming.before() : state);
    }

    /** The write-ahead record was written and made this version of the resource. */
    void armed(String uid, String resourceVersion) {
        arm(uid, resourceVersion, FlightState.Entitlement.TO_WRITE);
    }

    /** The record of an earlier try is there still: this is the newest version, and it was not made now. */
    void repeated(String uid, String resourceVersion) {
        arm(uid, resourceVersion, FlightState.Entitlement.TO_LOOK);
    }

    private void arm(String uid, String resourceVersion, FlightState.Entitlement entitlement) {
        states.put(uid, new FlightState.Armed(resourceVersion, nanos.getAsLong() + ARMED_FOR.toNanos(), entitlement));
    }

    /** Takes off on the word of this version of the resource; false when something is in the air already. */
    boolean sent(String uid, String resourceVersion) {
        FlightState sent = states.get(uid) instanceof FlightState.Armed armed
                ? new FlightState.Sent(
                        Set.of(resourceVersion), armed.untilNanos(), armed.entitlement(), FlightState.Leg.WAITING)
                : new FlightState.Sent(
                        Set.of(resourceVersion),
                        startedNanos,
                        FlightState.Entitlement.TO_LOOK,
                        FlightState.Leg.WAITING);
        return states.merge(uid, sent, (before, mine) -> airborne(before) ? before : mine) == sent;
    }

    /**
     * The turn of a drop has come whose record entitles to it: what the lane asks before the drop may take a call's
     * deadline each. Once only, however many turns it takes: a record does not grow old without end.
     */
    void begun(String uid, Duration deadline) {
        long calls = deadline.multipliedBy(CALLS).toNanos();
        states.computeIfPresent(
                uid,
                (same, state) -> state instanceof FlightState.Sent sent && sent.leg() == FlightState.Leg.WAITING
                        ? sent.begun(calls)
                        : state);
    }

    /** The call is sent now, and nobody knows what it does until that is told. */
    void calling(String uid) {
        states.computeIfPresent(
                uid, (same, state) -> state instanceof FlightState.Sent sent ? sent.at(FlightState.Leg.CALLED) : state);
    }

    /** We wrote the status of one version and made the other: nothing else of the resource changed. */
    void rewritten(String uid, String before, String after) {
        states.computeIfPresent(
                uid,
                (same, state) -> state instanceof FlightState.Sent sent
                                && sent.versions().contains(before)
                        ? sent.also(after)
                        : state);
    }

    /**
     * Whether that version is the one on whose word the call under way was decided, and its write-ahead record was made
     * not too long ago.
     */
    boolean entitled(String uid, String resourceVersion) {
        return states.get(uid) instanceof FlightState.Sent sent
                && sent.versions().contains(resourceVersion)
                && ahead(sent.untilNanos());
    }

    /** Whether the record was written for this try, so that the watch has shown all that was older than it. */
    boolean entitledToWrite(String uid) {
        return states.get(uid) instanceof FlightState.Sent sent
                && sent.entitlement() == FlightState.Entitlement.TO_WRITE;
    }

    private boolean ahead(long instant) {
        return instant - nanos.getAsLong() > 0;
    }

    /** Whether a call of the resource is under way, or nobody knows yet what it did. */
    boolean airborne(String uid) {
        return Optional.ofNullable(states.get(uid)).filter(Flights::airborne).isPresent();
    }

    private static boolean airborne(@Nullable FlightState state) {
        return state instanceof FlightState.Sent || state instanceof FlightState.Unsettled;
    }

    /**
     * Whether a call that is on record may have been sent, by an earlier process too, and nobody has seen what it did.
     */
    boolean unresolved(String uid, Memory recorded) {
        FlightState state = states.get(uid);
        return (recorded.attempted() || recorded.openIntent().isPresent())
                && !(state instanceof FlightState.Grounded
                        || state instanceof FlightState.Arming
                        || state instanceof FlightState.Armed);
    }

    /** Whether a call was sent, and nobody has seen what it did. */
    boolean called(String uid) {
        FlightState state = states.get(uid);
        return state instanceof FlightState.Unsettled || (state instanceof FlightState.Sent sent && sent.called());
    }

    /** After which monotonic instant what is on record can do nothing any more; empty while it may be sent still. */
    OptionalLong settled(String uid) {
        FlightState state = states.get(uid);
        if (state instanceof FlightState.Unsettled unsettled) {
            return OptionalLong.of(unsettled.afterNanos());
        }
        return state instanceof FlightState.Landed landed ? OptionalLong.of(landed.afterNanos()) : OptionalLong.empty();
    }

    /** Whether a call was handed to a lane that may do something after this moment. */
    boolean mayTakeEffect(String uid) {
        FlightState state = states.get(uid);
        return state instanceof FlightState.Sent
                || (state instanceof FlightState.Unsettled unsettled
                        && nanos.getAsLong() - unsettled.afterNanos() <= 0);
    }

    /**
     * The creation is on record. A call that may still take effect is waited for all the same before a drop: what is
     * there may be somebody else's.
     */
    void recorded(String uid) {
        intents.remove(uid);
        states.computeIfPresent(
                uid, (same, state) -> state instanceof FlightState.Landed ? new FlightState.Grounded() : state);
    }

    /** The lane told the outcome. */
    void finished(String uid, Outcome outcome) {
        states.computeIfPresent(uid, (same, state) -> after(outcome));
    }

    private static FlightState after(Outcome outcome) {
        if (outcome instanceof Outcome.Unknown unknown) {
            return new FlightState.Unsettled(unknown.settledAfterNanos(), Flight.LANDED);
        }
        return outcome instanceof Outcome.Answered answered
                ? new FlightState.Unsettled(answered.answeredNanos(), Flight.LANDED)
                : new FlightState.Grounded();
    }

    /** Whether nothing is under way, and what was recorded last was not carried out. */
    boolean grounded(String uid) {
        return states.get(uid) instanceof FlightState.Grounded;
    }

    /** The resource is gone. */
    void forget(String uid) {
        intents.remove(uid);
        states.remove(uid);
    }
}
