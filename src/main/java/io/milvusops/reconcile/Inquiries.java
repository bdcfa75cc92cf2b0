package io.milvusops.reconcile;

import io.milvusops.api.CountAccuracy;
import io.milvusops.api.LoadState;
import io.milvusops.api.MeasuredStatus;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.lane.Measurement;
import io.milvusops.lane.Permit;
import io.milvusops.lane.Request;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Users' requests for a look now, and what was measured for them or for a guard. A request is answered once its
 * measurement has succeeded or failed; one that has no way to the server is answered by the pass alone. One that met
 * a lane which was being closed was not tried: the next pass asks again. Thread-safe.
 */
final class Inquiries {

    private record Asked(String token, PartitionAddress address, boolean answered) {}

    private record Reading(Incarnation incarnation, MeasuredStatus measured) {}

    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    private final Map<PartitionAddress, Reading> newest = new ConcurrentHashMap<>();
    private final Map<String, PartitionAddress> addresses = new ConcurrentHashMap<>();
    private final Clock clock;

    Inquiries(Clock clock) {
        this.clock = clock;
    }

    /**
     * Passes a new request on to the lane.
     *
     * @param flush whether the collection may be flushed for it
     */
    void ask(Sight sight, Permit flush) {
        Optional<String> token = open(sight);
        String uid = sight.wish().uid();
        Optional.ofNullable(addresses.put(uid, sight.wish().address()))
                .filter(left -> !left.equals(sight.wish().address()))
                .ifPresent(newest::remove);
        Asked before = asked.get(uid);
        if (token.isEmpty() || (before != null && before.token().equals(token.get()))) {
            return;
        }
        PartitionAddress address = sight.wish().address();
        boolean unreachable = sight.reach().lanes().isEmpty();
        asked.put(uid, new Asked(token.get(), address, unreachable));
        sight.reach()
                .lanes()
                .ifPresent(lanes ->
                        lanes.submit(address.collection(), new Request.Measure(uid, address.partition(), flush)));
    }

    private static Optional<String> open(Sight sight) {
        Optional<String> handled =
                Optional.ofNullable(sight.resource().getStatus()).map(MilvusPartitionStatus::lastHandledReconcileAt);
        return Records.annotation(sight.resource(), MetadataKeys.RECONCILE_REQUESTED_AT)
                .filter(token -> !handled.equals(Optional.of(token)));
    }

    /** A lane has measured; returns the uids that asked for it. */
    Set<String> measured(PartitionAddress address, Measurement measurement) {
        if (measurement instanceof Measurement.Taken taken && addresses.containsValue(address)) {
            newest.put(address, new Reading(taken.incarnation(), status(taken)));
        }
        Set<String> waiting = asked.entrySet().stream()
                .filter(inquiry -> inquiry.getValue().address().equals(address)
                        && !inquiry.getValue().answered())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        waiting.forEach(uid -> asked.computeIfPresent(
                uid,
                (same, inquiry) -> untried(measurement) ? null : new Asked(inquiry.token(), inquiry.address(), true)));
        return waiting;
    }

    private static boolean untried(Measurement measurement) {
        return measurement instanceof Measurement.Failed failed && failed.reason() == Reason.CONNECTION_NOT_READY;
    }

    /** The newest measurement of exactly the partition that is bound. */
    Optional<MeasuredStatus> measured(Sight sight, Optional<Binding> bound) {
        return Optional.ofNullable(newest.get(sight.wish().address()))
                .filter(reading -> bound.filter(binding -> binding.incarnation().equals(reading.incarnation()))
                        .isPresent())
                .map(Reading::measured);
    }

    /** The request that a status written now answers. */
    Optional<String> answered(Sight sight) {
        return Optional.ofNullable(asked.get(sight.wish().uid()))
                .filter(Asked::answered)
                .map(Asked::token);
    }

    private MeasuredStatus status(Measurement.Taken taken) {
        boolean counted = taken.rows() instanceof RowCount.Counted;
        return new MeasuredStatus(
                counted ? Long.valueOf(((RowCount.Counted) taken.rows()).rows()) : null,
                counted ? accuracy(((RowCount.Counted) taken.rows()).bound()) : null,
                taken.loadState().map(Inquiries::loadState).orElse(null),
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static CountAccuracy accuracy(RowCount.Bound bound) {
        return switch (bound) {
            case EXACT -> CountAccuracy.EXACT;
            case AT_MOST -> CountAccuracy.AT_MOST;
            case AT_LEAST -> CountAccuracy.AT_LEAST;
        };
    }

    private static @Nullable LoadState loadState(io.milvusops.partition.LoadState state) {
        return switch (state) {
            case LOADED, LOADING -> LoadState.LOADED;
            case NOT_LOADED -> LoadState.NOT_LOADED;
        };
    }

    void forget(String uid) {
        asked.remove(uid);
        Optional.ofNullable(addresses.remove(uid)).ifPresent(newest::remove);
    }
}
