package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Wish.WhenLoaded;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at a partition for its guard, always anew: the count is the last thing before the release or the drop. Tells
 * what it counted. Confined to the lane's turn.
 */
final class Inspector {

    private final MilvusServer server;
    private final CollectionAddress address;
    private final Census census;
    private final LaneEvents events;

    /**
     * What a look has shown.
     *
     * @param objection why neither release nor drop may follow
     * @param rows for the record of the drop
     */
    record Finding(Optional<Outcome> objection, LoadState load, OptionalLong rows) {}

    Inspector(MilvusServer server, CollectionAddress address, Census census, LaneEvents events) {
        this.server = server;
        this.address = address;
        this.census = census;
        this.events = events;
    }

    Finding look(Request.Drop request) throws ServerException {
        LoadState load =
                server.loadStates(address.database(), address.collection()).of(request.partition());
        if (load != LoadState.NOT_LOADED && request.guard().whenLoaded() == WhenLoaded.BLOCK) {
            return new Finding(Optional.of(blocked()), load, OptionalLong.empty());
        }
        if (request.guard().maxRows().isEmpty()) {
            return new Finding(Optional.empty(), load, census.statistics(request.partition()));
        }
        // The order stands, as of a moment ago: a flush is all that is written on its word.
        RowCount rows = census.count(request.partition(), request.incarnation(), load, Optional::empty);
        events.measured(
                address, request.partition(), new Measurement.Taken(request.incarnation(), rows, Optional.of(load)));
        Optional<Outcome> objection =
                request.guard().objectionTo(rows).map(found -> new Outcome.Refused(found.reason(), found.message()));
        return new Finding(objection, load, recorded(rows));
    }

    /** The statistics lack what is not flushed. */
    private static OptionalLong recorded(RowCount rows) {
        return rows instanceof RowCount.Counted counted ? OptionalLong.of(counted.rows()) : OptionalLong.empty();
    }

    /** What the server's statistics say, for the record; empty when it does not tell. */
    OptionalLong statistics(String partition) {
        return census.statistics(partition);
    }

    static Outcome blocked() {
        return new Outcome.Refused(
                Reason.PARTITION_LOADED,
                "the partition is loaded and spec.dropGuard.whenLoaded is Block; release it, or set Release");
    }
}
