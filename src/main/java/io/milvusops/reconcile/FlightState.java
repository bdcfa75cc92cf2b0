package io.milvusops.reconcile;

import io.milvusops.partition.Flight;
import java.util.HashSet;
import java.util.Set;

/** What is known of the one call of a resource. All instants are monotonic. */
sealed interface FlightState {

    /** Neither sent by this process nor recorded by an earlier one, as far as was shown. */
    record Untouched() implements FlightState {}

    record Grounded() implements FlightState {}

    /**
     * A record is being written.
     *
     * @param before what is known when no record comes of it
     */
    record Arming(FlightState before) implements FlightState {}

    record Armed(String resourceVersion, long untilNanos, Entitlement entitlement) implements FlightState {}

    /**
     * It was handed to a lane.
     *
     * @param versions the version of the resource that the call was decided on, and those that only a status write of
     *     ours made of it
     * @param untilNanos until when the write-ahead record entitles to send a drop; in the past when there is none
     * @param leg how far it got in its lane
     */
    record Sent(Set<String> versions, long untilNanos, Entitlement entitlement, Leg leg) implements FlightState {

        Sent at(Leg reached) {
            return new Sent(versions, untilNanos, entitlement, reached);
        }

        /**
         * Its turn has come.
         *
         * @param nanos for how much longer its record entitles
         */
        Sent begun(long nanos) {
            return new Sent(versions, untilNanos + nanos, entitlement, Leg.BEGUN);
        }

        Sent also(String version) {
            Set<String> all = new HashSet<>(versions);
            all.add(version);
            return new Sent(Set.copyOf(all), untilNanos, entitlement, leg);
        }

        boolean called() {
            return leg == Leg.CALLED;
        }
    }

    /**
     * It may have an effect until that instant, and nobody has looked since.
     *
     * @param end as what it ends when nothing shows that it came to nothing
     */
    record Unsettled(long afterNanos, Flight end) implements FlightState {}

    record Landed(long afterNanos, Flight end) implements FlightState {}

    /** What a record lets its drop do. */
    enum Entitlement {
        /** Look at what it would destroy: how old the version is that the watch shows, nobody knows. */
        TO_LOOK,
        TO_WRITE
    }

    /** How far what was handed to a lane got. */
    enum Leg {
        WAITING,
        /** Its turn has come: what is asked before the call takes its time. */
        BEGUN,
        CALLED
    }
}
