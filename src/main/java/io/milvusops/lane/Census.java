package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount;
import io.milvusops.partition.RowCount.Bound;
import io.milvusops.partition.RowCount.Counted;
import io.milvusops.partition.RowCount.Uncountable;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Counts the rows of the partitions of one collection as exactly as its server allows: by a query where the partition
 * is loaded, else by the statistics after a flush. Unflushed rows count, and a failure is never a number. Confined to
 * the lane's turn.
 */
final class Census {

    /** Then the other way of counting would fail too. */
    private static final Set<Reason> AWAY = Set.of(Reason.SERVER_UNREACHABLE, Reason.UNAUTHENTICATED);

    private final MilvusServer server;
    private final CollectionAddress address;
    private final Slice slice;
    private final Recounts recounts;
    private Optional<Flush> flush = Optional.empty();

    /** A flush of this turn, and what it failed with. */
    private record Flush(Optional<ServerException> failure) {}

    Census(MilvusServer server, CollectionAddress address, Slice slice, LongSupplier nanos) {
        this.server = server;
        this.address = address;
        this.slice = slice;
        this.recounts = new Recounts(nanos);
    }

    /**
     * A turn begins. One flush serves all its counts, because servers from 2.4 on refuse more than one flush of a
     * collection in ten seconds. What is inserted after it is not counted: so the slice of the turn begins anew with the
     * end of the flush, which bounds how old it is when a count goes by it.
     */
    void newTurn() {
        flush = Optional.empty();
    }

    /**
     * Counts.
     *
     * @param load as the server told it just now
     * @param flush asked only where the number needs a flush that this turn has not made yet
     */
    RowCount count(String partition, Incarnation incarnation, LoadState load, Permit flush) {
        if (load != LoadState.LOADED) {
            recounts.forget(incarnation);
            return byStatistics(partition, flush);
        }
        try {
            return byQuery(partition, incarnation).orElseGet(() -> byStatistics(partition, flush));
        } catch (ServerException failure) {
            if (AWAY.contains(failure.reason())) {
                return RowCount.failed(failure);
            }
            return afterFailedQuery(failure, byStatistics(partition, flush));
        }
    }

    /** An upper bound that needs no query may be all there is: an older version, or a login without Query. */
    private static RowCount afterFailedQuery(ServerException failure, RowCount statistics) {
        if (statistics instanceof Uncountable neither) {
            String both = failure.getMessage() + "; by statistics: " + neither.message();
            return new Uncountable(failure.reason(), both);
        }
        return statistics;
    }

    /** Empty when the partition was released meanwhile: the query then succeeds and counts nothing. */
    private Optional<RowCount> byQuery(String partition, Incarnation incarnation) throws ServerException {
        long rows = server.countedRows(address.database(), address.collection(), partition);
        LoadState after =
                server.loadStates(address.database(), address.collection()).of(partition);
        if (after != LoadState.LOADED) {
            recounts.forget(incarnation);
            return Optional.empty();
        }
        // Read after the count: rows that come in between make the count doubtful, never the other way round.
        OptionalLong statistics = statistics(partition);
        boolean plausible = statistics.isPresent() && rows >= statistics.getAsLong();
        if (plausible) {
            recounts.forget(incarnation);
        }
        Bound bound = plausible || recounts.proven(incarnation) ? Bound.EXACT : Bound.AT_LEAST;
        return Optional.of(new Counted(rows, bound));
    }

    private RowCount byStatistics(String partition, Permit permit) {
        try {
            flushOnce(permit);
            long rows = server.rows(address.database(), address.collection(), partition);
            return new Counted(rows, Bound.AT_MOST);
        } catch (ServerException failure) {
            return RowCount.failed(failure);
        }
    }

    /** Without a flush the statistics lack rows and have deleted ones: as a number they would be right in no way. */
    private void flushOnce(Permit permit) throws ServerException {
        if (flush.isEmpty()) {
            Optional<String> refusal = permit.refusal();
            if (refusal.isPresent()) {
                throw new ServerException(
                        Reason.ROW_COUNT_UNKNOWN,
                        Effect.NONE,
                        "without a query only a flush could tell the rows, and that is a write: " + refusal.get());
            }
            flush = Optional.of(new Flush(flushed()));
            slice.begin();
        }
        Optional<ServerException> failure = flush.get().failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private Optional<ServerException> flushed() {
        try {
            server.flush(address.database(), address.collection());
            return Optional.empty();
        } catch (ServerException failure) {
            return Optional.of(failure);
        }
    }

    /** What the server's statistics say without a flush, empty when it does not tell. */
    OptionalLong statistics(String partition) {
        try {
            return OptionalLong.of(server.rows(address.database(), address.collection(), partition));
        } catch (ServerException untold) {
            return OptionalLong.empty();
        }
    }
}
