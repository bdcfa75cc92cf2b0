package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Snapshot;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Sends the creates of one collection, each only with its permit and where a list that is fresh does not show the name:
 * Milvus answers the creation of what is there with success, so that it would be taken for ours. Confined to the lane's
 * turn.
 */
final class Creator {

    private final MilvusServer server;
    private final CollectionAddress address;
    private final Lookout lookout;
    private final LaneTimes times;
    private final LongSupplier nanos;

    Creator(MilvusServer server, CollectionAddress address, Lookout lookout, LaneTimes times, LongSupplier nanos) {
        this.server = server;
        this.address = address;
        this.lookout = lookout;
        this.times = times;
        this.nanos = nanos;
    }

    Outcome create(Request.Create request, Snapshot seen) {
        try {
            return obstacle(request, lookout.fresh(seen)).orElseGet(() -> send(request));
        } catch (ServerException failure) {
            // Only a list fails here: nothing was sent.
            return new Outcome.Refused(failure.reason(), String.valueOf(failure.getMessage()));
        }
    }

    /** Why the creation must not be sent. */
    private static Optional<Outcome> obstacle(Request.Create request, Snapshot before) {
        if (before.byAlias()) {
            return Optional.of(new Outcome.Refused(Reason.ALIAS_REFUSED, "the collection is named by an alias"));
        }
        if (before.listing().fingerprint() != request.fingerprint()) {
            return Optional.of(new Outcome.Refused(Reason.OBSERVING, "the collection was recreated meanwhile"));
        }
        if (before.find(request.partition()).isPresent()) {
            return Optional.of(new Outcome.Refused(Reason.OBSERVING, "a partition of this name is there already"));
        }
        return request.permit().refusal().map(why -> new Outcome.Refused(Reason.OBSERVING, why));
    }

    private Outcome send(Request.Create request) {
        request.permit().sending();
        try {
            server.create(address.database(), address.collection(), request.partition());
            return new Outcome.Answered(OptionalLong.empty(), nanos.getAsLong());
        } catch (ServerException failure) {
            return Writes.failed(failure, times.settleCreate(), nanos);
        }
    }
}
