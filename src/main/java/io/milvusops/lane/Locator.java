package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Looks for collections by their id, and tells what it finds. Confined to the lane's turn. */
final class Locator {

    private final MilvusServer server;
    private final CollectionAddress address;
    private final Slice slice;
    private final LaneEvents events;
    private final LongSupplier nanos;
    private final Map<Long, Absence> absences = new HashMap<>();

    Locator(MilvusServer server, CollectionAddress address, Slice slice, LaneEvents events, LongSupplier nanos) {
        this.server = server;
        this.address = address;
        this.slice = slice;
        this.events = events;
        this.nanos = nanos;
    }

    /** Any turn may spoil a proof: no answer in between is no proof, and a collection that is seen is there. */
    void noticed(Observation seen) {
        if (seen instanceof Observation.Unknown) {
            absences.clear();
        } else if (seen instanceof Observation.Listed listed) {
            absences.remove(listed.snapshot().collection().id());
        }
    }

    /**
     * Looks for each, as far as the slice goes, for the first one always; all are told when the server falls silent.
     *
     * @param seen what the same turn saw under the name: an absence is believed only together with an answer there
     * @return those that are left for another turn
     */
    List<Long> locate(List<Long> collectionIds, Observation seen) {
        Optional<Observation.Unknown> silence = Silence.in(seen);
        for (int index = 0; index < collectionIds.size(); index++) {
            if (index > 0 && silence.isEmpty() && slice.over()) {
                return collectionIds.subList(index, collectionIds.size());
            }
            long collectionId = collectionIds.get(index);
            Optional<Observation.Unknown> failure = silence.or(() -> located(collectionId, seen));
            failure.ifPresent(why -> {
                absences.clear();
                events.unlocated(address, collectionId, why);
            });
            silence = failure.filter(Silence::is);
        }
        return List.of();
    }

    /** Looks for one, and tells where it is, or that it is gone. Returns why neither can be told. */
    private Optional<Observation.Unknown> located(long collectionId, Observation seen) {
        try {
            CollectionDescription said = server.describe(address.database(), collectionId);
            absences.remove(collectionId);
            if (!leadsTo(said)) {
                // An answer all the same: it spoils no proof about the other collections.
                events.unlocated(address, collectionId, nowhere(said));
                return Optional.empty();
            }
            events.located(
                    address, collectionId, new CollectionAddress(address.endpoint(), said.database(), said.realName()));
        } catch (ServerException failure) {
            if (failure.reason() != Reason.COLLECTION_NOT_FOUND || seen instanceof Observation.Unknown) {
                return Optional.of(new Observation.Unknown(failure.reason(), String.valueOf(failure.getMessage())));
            }
            if (!shows(seen, collectionId) && proven(collectionId)) {
                events.observed(address, new Observation.CollectionGone(collectionId));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether it is where the server says: asked by its id, Milvus 2.3 says the database that was asked for, wherever it
     * is. Who went by that would look for it there in a circle.
     */
    private boolean leadsTo(CollectionDescription said) throws ServerException {
        try {
            return server.describe(said.database(), said.realName()).id() == said.id();
        } catch (ServerException failure) {
            if (failure.reason() == Reason.COLLECTION_NOT_FOUND) {
                return false;
            }
            throw failure;
        }
    }

    private static Observation.Unknown nowhere(CollectionDescription said) {
        return new Observation.Unknown(
                Reason.COLLECTION_NOT_FOUND,
                "the recorded collection (id " + said.id()
                        + ") is still on the server, and is not where the server says: "
                        + said.realName() + " in database " + said.database()
                        + ". Somebody moved it to another database, or is renaming it; move it back");
    }

    private boolean proven(long collectionId) {
        return absences.computeIfAbsent(collectionId, first -> new Absence(nanos))
                .proven();
    }

    private static boolean shows(Observation seen, long collectionId) {
        return seen instanceof Observation.Listed listed
                && listed.snapshot().collection().id() == collectionId;
    }
}
