package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Listing;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Observation.Word;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import io.milvusops.partition.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Takes snapshots of one collection. Describes it once for each fingerprint, and pairs no list with the description of
 * another collection, which may be given the name in between. Confined to the lane's turn.
 */
final class Lookout {

    private final MilvusServer server;
    private final CollectionAddress address;
    private final Duration freshness;
    private final LongSupplier nanos;
    private final Absence absence;
    private Optional<CollectionDescription> description = Optional.empty();
    private Optional<Pair> proven = Optional.empty();

    /** Of one collection for as long as it exists: neither id is given to another one. */
    private record Pair(long fingerprint, long collectionId) {
        boolean contradicts(Pair other) {
            return fingerprint == other.fingerprint && collectionId != other.collectionId;
        }
    }

    private record Look(Listing listing, long beganNanos, long endedNanos) {}

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
        Look first = list();
        Optional<CollectionDescription> known =
                description.filter(last -> proven.equals(Optional.of(pair(first, last))));
        return known.isPresent() ? snapshot(first, known.get()) : described(first);
    }

    private Look list() throws ServerException {
        long began = nanos.getAsLong();
        Listing listing = server.list(address.database(), address.collection());
        absence.spoiled();
        return new Look(listing, began, nanos.getAsLong());
    }

    /** A pair that is not known yet is proven by one more list: the name led to the same collection all the while. */
    private Snapshot described(Look first) throws ServerException {
        CollectionDescription told = server.describe(address.database(), address.collection());
        Pair pair = pair(first, told);
        Look last = proven.equals(Optional.of(pair)) ? first : list();
        boolean contradicted = proven.stream().anyMatch(pair::contradicts);
        if (contradicted || last.listing().fingerprint() != pair.fingerprint()) {
            proven = Optional.empty();
            throw new ServerException(
                    Reason.INCOMPLETE_ANSWER,
                    Effect.NONE,
                    "the collection " + address.collection() + " was another one before the end of the look at it");
        }
        proven = Optional.of(pair);
        description = Optional.of(told);
        return snapshot(last, told);
    }

    private static Pair pair(Look look, CollectionDescription told) {
        return new Pair(look.listing().fingerprint(), told.id());
    }

    private Snapshot snapshot(Look look, CollectionDescription told) {
        return new Snapshot(address, told, look.listing(), Set.of(), Map.of(), look.beganNanos(), look.endedNanos());
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
