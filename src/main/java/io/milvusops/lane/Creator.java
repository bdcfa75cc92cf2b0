package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Snapshot;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Sends the creates of one collection, each only with its permit and where the list does not show the name. */
final class Creator {

    private final MilvusServer server;
    private final CollectionAddress address;
    private final LaneTimes times;
    private final LongSupplier nanos;

    Creator(MilvusServer server, CollectionAddress address, LaneTimes times, LongSupplier nanos) {
        this.server = server;
        this.address = address;
        this.times = times;
        this.nanos = nanos;
    }

    Outcome create(Request.Create request, Snapshot before) {
        if (before.byAlias()) {
            return new Outcome.Refused(Reason.ALIAS_REFUSED, "the collection is named by an alias");
        }
        if (before.find(request.partition()).isPresent()) {
            return new Outcome.Refused(Reason.OBSERVING, "a partition of this name is there already");
        }
        Optional<String> refusal = request.permit().refusal();
        if (refusal.isPresent()) {
            return new Outcome.Refused(Reason.OBSERVING, refusal.get());
        }
        try {
            server.create(address.database(), address.collection(), request.partition());
            return new Outcome.Answered(OptionalLong.empty(), nanos.getAsLong());
        } catch (ServerException failure) {
            return Writes.failed(failure, times.settleCreate(), nanos);
        }
    }
}
