package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Listing;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Observation.Word;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Takes snapshots of one collection. Describes it once for each fingerprint. Confined to the lane's turn. */
final class Lookout {

    private final MilvusServer server;
    private final CollectionAddress address;
    private final Duration freshness;
    private final LongSupplier nanos;
    private final Absence absence;
    private long describedFingerprint;
    private Optional<CollectionDescription> description = Optional.empty();

    /**
     * @param freshness how old a list may be at most when a write is sent on its word
     */
    Lookout(MilvusServer server, CollectionAddress address, Duration freshness, LongSupplier nanos) {
        this.server = server;
        this.address = address;
        this.freshness = freshness;
        this.nanos = nanos;
        this.absence = new Absence(nanos);
    }

    /** What a look shows, or what it means that it shows nothing. */
    Observation observe() {
        long began = nanos.getAsLong();
        try {
            return new Observation.Listed(look());
        } catch (ServerException failure) {
            if (failure.reason() == Reason.COLLECTION_NOT_FOUND) {
                return new Observation.NoSuchName(began, absence.proven() ? Word.REPEATED : Word.GIVEN);
            }
            absence.spoiled();
            return new Observation.Unknown(failure.reason(), String.valueOf(failure.getMessage()));
        }
    }

    Snapshot look() throws ServerException {
        long began = nanos.getAsLong();
        Listing listing = server.list(address.database(), address.collection());
        long ended = nanos.getAsLong();
        absence.spoiled();
        if (description.isEmpty() || describedFingerprint != listing.fingerprint()) {
            description = Optional.of(server.describe(address.database(), address.collection()));
            describedFingerprint = listing.fingerprint();
        }
        return new Snapshot(address, description.orElseThrow(), listing, Set.of(), Map.of(), began, ended);
    }

    /** That list, or another one where it is too old for a write to be sent on its word. */
    Snapshot fresh(Snapshot seen) throws ServerException {
        return nanos.getAsLong() - seen.beganNanos() > freshness.toNanos() ? look() : seen;
    }

    /** A name can become an alias while the fingerprint stays: before a write the collection is described anew. */
    void forgetDescription() {
        description = Optional.empty();
    }
}
