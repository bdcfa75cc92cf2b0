package io.milvusops.lane;

import io.milvusops.lane.Measurement.Failed;
import io.milvusops.lane.Measurement.Taken;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.LoadStates;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Snapshot;
import java.util.Optional;

/** Measures partitions of one collection; changes no data. Confined to the lane's turn. */
final class Surveyor {

    private final MilvusServer server;
    private final CollectionAddress address;
    private final Census census;
    private Optional<Survey> survey = Optional.empty();

    /** The load states that one turn was told, of all partitions at once; empty when it was not. */
    private record Survey(Optional<LoadStates> states) {}

    Surveyor(MilvusServer server, CollectionAddress address, Census census) {
        this.server = server;
        this.address = address;
        this.census = census;
    }

    /** A turn begins. */
    void newTurn() {
        survey = Optional.empty();
    }

    /** Measures the partition of that name in the list. */
    Measurement measure(Request.Measure request, Snapshot seen) {
        String partition = request.partition();
        if (seen.byAlias()) {
            return new Failed(
                    Reason.ALIAS_REFUSED,
                    "the collection is named by an alias; its name is "
                            + seen.collection().realName());
        }
        Optional<Entry> entry = seen.find(partition);
        if (entry.isEmpty()) {
            return new Failed(Reason.PARTITION_NOT_FOUND, "the collection has no partition of this name");
        }
        Incarnation incarnation =
                new Incarnation(seen.collection().id(), entry.get().id());
        Optional<LoadState> load = load(partition);
        // Whatever the load state is, the statistics are right: they serve where it is not told.
        RowCount rows = census.count(partition, incarnation, load.orElse(LoadState.NOT_LOADED), request.flush());
        return new Taken(incarnation, rows, load);
    }

    private Optional<LoadState> load(String partition) {
        if (survey.isEmpty()) {
            survey = Optional.of(new Survey(states()));
        }
        return survey.get().states().map(states -> states.of(partition));
    }

    private Optional<LoadStates> states() {
        try {
            return Optional.of(server.loadStates(address.database(), address.collection()));
        } catch (ServerException untold) {
            return Optional.empty();
        }
    }
}
