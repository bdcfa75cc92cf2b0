package io.milvusops.milvus;

import io.milvus.grpc.FlushRequest;
import io.milvus.grpc.FlushResponse;
import io.milvus.grpc.GetFlushStateRequest;
import io.milvus.grpc.GetFlushStateResponse;
import io.milvus.grpc.GetPartitionStatisticsRequest;
import io.milvus.grpc.GetPartitionStatisticsResponse;
import io.milvus.grpc.QueryRequest;
import io.milvus.grpc.QueryResults;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.time.Duration;

/** The calls that tell how many rows there are. None of them changes data, so none of them has an effect to fear. */
final class RowQuestions {

    private static final String COUNT = "count(*)";
    /** They go with the record of a drop, which must not grow old for them; a server that has them answers at once. */
    private static final Duration LONGEST_STATISTICS = Duration.ofSeconds(5);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final MilvusChannel channel;
    private final Duration requestTimeout;
    private final Duration statisticsTimeout;
    private final Duration longestFlush;

    /**
     * @param longestFlush how long to wait for a flush beside the call that begins it
     */
    RowQuestions(MilvusChannel channel, Duration requestTimeout, Duration longestFlush) {
        this.channel = channel;
        this.requestTimeout = requestTimeout;
        this.statisticsTimeout = requestTimeout.compareTo(LONGEST_STATISTICS) < 0 ? requestTimeout : LONGEST_STATISTICS;
        this.longestFlush = longestFlush;
    }

    long byStatistics(String database, String collection, String partition) throws ServerException {
        GetPartitionStatisticsRequest request = GetPartitionStatisticsRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .setPartitionName(partition)
                .build();
        return RowAnswers.statistics(channel.call(
                MilvusCall.GET_PARTITION_STATISTICS,
                database,
                statisticsTimeout,
                stub -> stub.getPartitionStatistics(request),
                GetPartitionStatisticsResponse::getStatus));
    }

    /** Strong: the level that is sent when none is set, together with a guarantee timestamp of zero, means "now". */
    long byQuery(String database, String collection, String partition) throws ServerException {
        QueryRequest request = QueryRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .addPartitionNames(partition)
                .addOutputFields(COUNT)
                .build();
        return RowAnswers.count(channel.call(
                MilvusCall.QUERY, database, requestTimeout, stub -> stub.query(request), QueryResults::getStatus));
    }

    /** The call only seals what there is; the rows are written in the background, so that must be waited for. */
    void flush(String database, String collection) throws ServerException {
        FlushRequest request = FlushRequest.newBuilder()
                .setDbName(database)
                .addCollectionNames(collection)
                .build();
        FlushResponse begun = channel.call(
                MilvusCall.FLUSH, database, requestTimeout, stub -> stub.flush(request), FlushResponse::getStatus);
        GetFlushStateRequest question = GetFlushStateRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .addAllSegmentIDs(RowAnswers.sealedSegments(begun, collection))
                // Zero from a server that knows segments only; it looks at nothing else then.
                .setFlushTs(begun.getCollFlushTsOrDefault(collection, 0))
                .build();
        long end = System.nanoTime() + longestFlush.toNanos();
        while (!flushed(question)) {
            if (end - System.nanoTime() <= 0) {
                throw new ServerException(
                        Reason.SERVER_BUSY,
                        Effect.NONE,
                        "the flush was not done after " + longestFlush.toSeconds() + " s");
            }
            pause();
        }
    }

    private boolean flushed(GetFlushStateRequest question) throws ServerException {
        return channel.call(
                        MilvusCall.GET_FLUSH_STATE,
                        question.getDbName(),
                        requestTimeout,
                        stub -> stub.getFlushState(question),
                        GetFlushStateResponse::getStatus)
                .getFlushed();
    }

    private static void pause() throws ServerException {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ServerException(Reason.SERVER_BUSY, Effect.NONE, "stopped while waiting for a flush", stopped);
        }
    }
}
