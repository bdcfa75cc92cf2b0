package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Snapshot;
import io.milvusops.partition.Wish.WhenLoaded;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Sends the drops of one collection: each only with its permit, and on the word of a list that is fresh and shows
 * exactly the ids. Confined to the lane's turn.
 */
final class Dropper {

    /** An application may load a partition again between release and drop. */
    private static final int RELEASES = 3;

    private final MilvusServer server;
    private final CollectionAddress address;
    private final Lookout lookout;
    private final LaneTimes times;
    private final LongSupplier nanos;

    Dropper(MilvusServer server, CollectionAddress address, Lookout lookout, LaneTimes times, LongSupplier nanos) {
        this.server = server;
        this.address = address;
        this.lookout = lookout;
        this.times = times;
        this.nanos = nanos;
    }

    Outcome drop(Request.Drop request, Snapshot seen) {
        try {
            if (request.whenLoaded() == WhenLoaded.BLOCK && loaded(request)) {
                return blocked();
            }
            OptionalLong rows = rows(request);
            Optional<Outcome> outcome = Optional.empty();
            Snapshot newest = seen;
            for (int attempt = 0; outcome.isEmpty() && attempt <= RELEASES; attempt++) {
                newest = fresh(newest);
                outcome = attempt(request, newest, rows);
            }
            return outcome.orElseGet(() -> new Outcome.Refused(
                    Reason.PARTITION_LOADED,
                    "the partition is loaded again as soon as it is released; stop loading it"));
        } catch (ServerException failure) {
            // Only a list or a question fails here: nothing was sent that could change data.
            return new Outcome.Refused(failure.reason(), String.valueOf(failure.getMessage()));
        }
    }

    private Optional<Outcome> attempt(Request.Drop request, Snapshot newest, OptionalLong rows) throws ServerException {
        if (newest.byAlias() || !newest.shows(request.partition(), request.incarnation())) {
            return Optional.of(new Outcome.Refused(
                    Reason.PARTITION_REPLACED, "the list before the drop no longer shows the recorded partition"));
        }
        Optional<String> refusal = request.permit().refusal();
        if (refusal.isPresent()) {
            return Optional.of(new Outcome.Refused(Reason.DROPPING, refusal.get()));
        }
        try {
            server.drop(address.database(), address.collection(), request.partition());
            return Optional.of(new Outcome.Answered(rows));
        } catch (ServerException failure) {
            if (failure.reason() != Reason.PARTITION_LOADED) {
                return Optional.of(Writes.failed(failure, times.settle(), nanos));
            }
        }
        if (request.whenLoaded() == WhenLoaded.BLOCK) {
            return Optional.of(blocked());
        }
        server.release(address.database(), address.collection(), request.partition());
        return Optional.empty();
    }

    private Snapshot fresh(Snapshot snapshot) throws ServerException {
        boolean old =
                nanos.getAsLong() - snapshot.beganNanos() > times.freshness().toNanos();
        return old ? lookout.look() : snapshot;
    }

    private boolean loaded(Request.Drop request) throws ServerException {
        return server.loadStates(address.database(), address.collection()).of(request.partition())
                != LoadState.NOT_LOADED;
    }

    private static Outcome blocked() {
        return new Outcome.Refused(
                Reason.PARTITION_LOADED,
                "the partition is loaded and spec.dropGuard.whenLoaded is Block; release it, or set Release");
    }

    /** The count is for the record only: without the privilege for it the drop goes on. */
    private OptionalLong rows(Request.Drop request) {
        try {
            return OptionalLong.of(server.rows(address.database(), address.collection(), request.partition()));
        } catch (ServerException uncounted) {
            return OptionalLong.empty();
        }
    }
}
