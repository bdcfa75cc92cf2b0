package io.milvusops.fake;

import io.milvus.grpc.DataType;
import io.milvus.grpc.FieldData;
import io.milvus.grpc.FlushResponse;
import io.milvus.grpc.GetFlushStateRequest;
import io.milvus.grpc.GetFlushStateResponse;
import io.milvus.grpc.GetPartitionStatisticsResponse;
import io.milvus.grpc.KeyValuePair;
import io.milvus.grpc.LongArray;
import io.milvus.grpc.QueryRequest;
import io.milvus.grpc.QueryResults;
import io.milvus.grpc.ScalarField;
import java.util.List;

/**
 * How the server counts: statistics know flushed rows and none of the deletions, a query the other way round, and only
 * of what is loaded.
 */
final class FakeCounting {

    private final FakeWorld world;
    private final Dialect dialect;
    private final FakeProxy proxy;

    FakeCounting(FakeWorld world, Dialect dialect, FakeProxy proxy) {
        this.world = world;
        this.dialect = dialect;
        this.proxy = proxy;
    }

    /** An empty name means the default partition. */
    GetPartitionStatisticsResponse statistics(String database, String collection, String partition) {
        return world.locked(() -> {
            FakeCollection home = proxy.collection(database, collection);
            String asked = partition.isEmpty() ? FakeCollection.DEFAULT_PARTITION : partition;
            FakeProxy.refuseIf(!home.partitions.containsKey(asked), dialect.partitionMissing(asked));
            return GetPartitionStatisticsResponse.newBuilder()
                    .setStatus(Answer.SUCCESS.status())
                    .addStats(KeyValuePair.newBuilder()
                            .setKey("row_count")
                            .setValue(String.valueOf(home.partition(asked).rows)))
                    .build();
        });
    }

    /** Answers a strongly consistent count of one partition, and nothing else. */
    QueryResults query(String database, QueryRequest request) {
        return world.locked(() -> {
            FakeCollection home = proxy.collection(database, request.getCollectionName());
            requireStrongCount(request);
            String partition = request.getPartitionNames(0);
            FakeProxy.refuseIf(!dialect.counts(), dialect.countUnknown());
            FakeProxy.refuseIf(!home.partitions.containsKey(partition), dialect.partitionNameMissing(partition));
            FakePartition counted = home.partition(partition);
            FakeProxy.refuseIf(!home.anythingLoaded(), dialect.collectionNotLoaded(home.id));
            FakeProxy.refuseIf(!counted.loaded, dialect.partitionNotLoaded(counted.id));
            LongArray number =
                    LongArray.newBuilder().addData(counted.visibleRows()).build();
            return QueryResults.newBuilder()
                    .setStatus(Answer.SUCCESS.status())
                    .addFieldsData(FieldData.newBuilder()
                            .setFieldName("count(*)")
                            .setType(DataType.Int64)
                            .setScalars(ScalarField.newBuilder().setLongData(number)))
                    .build();
        });
    }

    private static void requireStrongCount(QueryRequest request) {
        boolean strong = request.getConsistencyLevelValue() == 0
                && !request.getUseDefaultConsistency()
                && request.getGuaranteeTimestamp() == 0;
        boolean count = request.getOutputFieldsList().equals(List.of("count(*)"))
                && request.getPartitionNamesCount() == 1
                && request.getExpr().isEmpty();
        FakeProxy.refuseIf(!strong || !count, new Answer(65535, 1, "the fake answers strong counts of one partition"));
    }

    /** Seals; the rows are written when the state is asked for, at once unless a fault says otherwise. */
    FlushResponse flush(String database, String collection) {
        return world.locked(() -> {
            FakeCollection home = proxy.collection(database, collection);
            home.partitions.values().forEach(FakePartition::seal);
            FlushResponse.Builder begun = FlushResponse.newBuilder()
                    .setStatus(Answer.SUCCESS.status())
                    .setDbName(database)
                    .putCollSegIDs(collection, LongArray.getDefaultInstance());
            if (dialect.tellsFlushTime()) {
                begun.putCollFlushTs(collection, world.now());
            }
            return begun.build();
        });
    }

    GetFlushStateResponse flushState(String database, GetFlushStateRequest request) {
        return world.locked(() -> {
            FakeCollection home = proxy.collection(database, request.getCollectionName());
            home.partitions.values().forEach(FakePartition::write);
            return GetFlushStateResponse.newBuilder()
                    .setStatus(Answer.SUCCESS.status())
                    .setFlushed(true)
                    .build();
        });
    }
}
