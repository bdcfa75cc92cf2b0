package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Listing;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Takes snapshots of one collection. Describes it once for each fingerprint. Confined to the lane's turn. */
final class Lookout {

    private final MilvusServer server;
    private final CollectionAddress address;
    private final LongSupplier nanos;
    private long describedFingerprint;
    private Optional<CollectionDescription> description = Optional.empty();

    Lookout(MilvusServer server, CollectionAddress address, LongSupplier nanos) {
        this.server = server;
        this.address = address;
        this.nanos = nanos;
    }

    Snapshot look() throws ServerException {
        long began = nanos.getAsLong();
        Listing listing = server.list(address.database(), address.collection());
        long ended = nanos.getAsLong();
        if (description.isEmpty() || describedFingerprint != listing.fingerprint()) {
            description = Optional.of(server.describe(address.database(), address.collection()));
            describedFingerprint = listing.fingerprint();
        }
        return new Snapshot(
                address,
                server.channelGeneration(),
                description.orElseThrow(),
                listing,
                Set.of(),
                Map.of(),
                began,
                ended);
    }

    /** A name can become an alias while the fingerprint stays: before a drop the collection is described anew. */
    void forgetDescription() {
        description = Optional.empty();
    }
}
