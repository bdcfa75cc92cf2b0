package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The queue of one collection. A turn takes everything that waits, lists once, carries the writes out one after the
 * other, and lists again when one was sent: one list answers everybody, the second proves the outcome.
 *
 * <p>{@link #submit} is thread-safe; {@link #turn} must not run twice at once.
 */
final class CollectionLane {

    private final MilvusServer server;
    private final CollectionAddress address;
    private final LaneTimes times;
    private final LaneEvents events;
    private final LongSupplier nanos;
    private final Lookout lookout;
    private final Census census;
    private final Dropper dropper;
    private final Absences absences;
    private Set<Long> locating = new LinkedHashSet<>();
    private Map<String, Request.Write> writes = new LinkedHashMap<>();
    private boolean looking;
    private int failures;

    CollectionLane(
            MilvusServer server, CollectionAddress address, LaneTimes times, LaneEvents events, LongSupplier nanos) {
        this.server = server;
        this.address = address;
        this.times = times;
        this.events = events;
        this.nanos = nanos;
        this.census = new Census(server, address, nanos);
        this.lookout = new Lookout(server, address, nanos);
        this.dropper = new Dropper(server, address, lookout, census, times, nanos);
        this.absences = new Absences(nanos);
    }

    synchronized void submit(Request request) {
        looking = true;
        if (request instanceof Request.Write write) {
            writes.put(write.uid(), write);
        } else if (request instanceof Request.Locate locate) {
            locating.add(locate.collectionId());
        }
    }

    /** Ends what waits, unsent: the lane gets no more turns. */
    void cancel() {
        take().writes()
                .forEach(write -> events.finished(
                        address,
                        write.uid(),
                        new Outcome.Refused(Reason.CONNECTION_NOT_READY, "the connection was changed; trying again")));
    }

    /** Whether something waits for a turn. */
    synchronized boolean waiting() {
        return looking;
    }

    /** One turn. Returns the pause that the server deserves before the next one; zero when it answered. */
    Duration turn() {
        Batch batch = take();
        census.newTurn();
        if (batch.drops()) {
            lookout.forgetDescription();
        }
        try {
            Optional<Snapshot> snapshot = observe(batch);
            snapshot.ifPresent(seen -> carryOut(batch, seen));
            locate(batch, snapshot);
        } catch (RuntimeException defect) {
            unknown(batch);
            throw defect;
        }
        return failures == 0 ? Duration.ZERO : times.retryAfter(failures);
    }

    /** Nobody knows how far a turn came that broke. */
    private void unknown(Batch batch) {
        long settled = nanos.getAsLong() + times.settle().toNanos();
        batch.writes()
                .forEach(write -> events.finished(
                        address,
                        write.uid(),
                        new Outcome.Unknown(Reason.INTERNAL_ERROR, "the operator failed; see its log", settled)));
    }

    private synchronized Batch take() {
        Batch batch = new Batch(List.copyOf(writes.values()), List.copyOf(locating));
        writes = new LinkedHashMap<>();
        locating = new LinkedHashSet<>();
        looking = false;
        return batch;
    }

    private Optional<Snapshot> observe(Batch batch) {
        try {
            Snapshot snapshot = lookout.look();
            failures = 0;
            if (batch.writes().isEmpty()) {
                events.observed(address, new Observation.Listed(snapshot));
            }
            return Optional.of(snapshot);
        } catch (ServerException failure) {
            boolean missing = failure.reason() == Reason.COLLECTION_NOT_FOUND;
            failures = missing ? 0 : failures + 1;
            events.observed(address, missing ? new Observation.NoSuchName() : unknown(failure));
            batch.writes().forEach(write -> events.finished(address, write.uid(), refused(failure)));
            return Optional.empty();
        }
    }

    private static Observation unknown(ServerException failure) {
        return new Observation.Unknown(failure.reason(), String.valueOf(failure.getMessage()));
    }

    private static Outcome refused(ServerException failure) {
        return new Outcome.Refused(failure.reason(), String.valueOf(failure.getMessage()));
    }

    private void carryOut(Batch batch, Snapshot before) {
        if (batch.writes().isEmpty()) {
            return;
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Request.Write write : batch.writes()) {
            outcomes.add(write instanceof Request.Drop drop ? dropper.drop(drop, before) : create(write, before));
        }
        prove();
        for (int index = 0; index < outcomes.size(); index++) {
            events.finished(address, batch.writes().get(index).uid(), outcomes.get(index));
        }
    }

    private void prove() {
        try {
            events.observed(address, new Observation.Listed(lookout.look()));
        } catch (ServerException failure) {
            failures++;
            events.observed(address, unknown(failure));
        }
    }

    private Outcome create(Request.Write write, Snapshot before) {
        if (before.byAlias()) {
            return new Outcome.Refused(Reason.ALIAS_REFUSED, "the collection is named by an alias");
        }
        if (before.find(write.partition()).isPresent()) {
            return new Outcome.Refused(Reason.OBSERVING, "a partition of this name is there already");
        }
        Optional<String> refusal = write.permit().refusal();
        if (refusal.isPresent()) {
            return new Outcome.Refused(Reason.OBSERVING, refusal.get());
        }
        try {
            server.create(address.database(), address.collection(), write.partition());
            return new Outcome.Answered(OptionalLong.empty());
        } catch (ServerException failure) {
            return Writes.failed(failure, times.settleCreate(), nanos);
        }
    }

    private void locate(Batch batch, Optional<Snapshot> snapshot) {
        for (long collectionId : batch.located()) {
            try {
                CollectionDescription found = server.describe(address.database(), collectionId);
                absences.disproved(collectionId);
                events.located(
                        address,
                        collectionId,
                        new CollectionAddress(address.endpoint(), address.database(), found.realName()));
            } catch (ServerException failure) {
                missing(collectionId, failure, snapshot);
            }
        }
    }

    private void missing(long collectionId, ServerException failure, Optional<Snapshot> snapshot) {
        if (failure.reason() != Reason.COLLECTION_NOT_FOUND || failures > 0) {
            absences.doubt();
            events.observed(address, unknown(failure));
            return;
        }
        boolean disproved =
                snapshot.filter(seen -> seen.collection().id() == collectionId).isPresent();
        if (!disproved && absences.proven(collectionId)) {
            events.observed(address, new Observation.CollectionGone(collectionId));
        }
    }

    /** What one turn works on. */
    private record Batch(List<Request.Write> writes, List<Long> located) {
        boolean drops() {
            return writes.stream().anyMatch(Request.Drop.class::isInstance);
        }
    }
}
