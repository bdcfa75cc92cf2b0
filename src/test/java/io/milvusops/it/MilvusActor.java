package io.milvusops.it;

import io.milvus.grpc.CollectionSchema;
import io.milvus.grpc.CreateCollectionRequest;
import io.milvus.grpc.CreateDatabaseRequest;
import io.milvus.grpc.CreateIndexRequest;
import io.milvus.grpc.CreatePartitionRequest;
import io.milvus.grpc.DataType;
import io.milvus.grpc.DeleteRequest;
import io.milvus.grpc.DropCollectionRequest;
import io.milvus.grpc.DropDatabaseRequest;
import io.milvus.grpc.DropPartitionRequest;
import io.milvus.grpc.FieldData;
import io.milvus.grpc.FieldSchema;
import io.milvus.grpc.FloatArray;
import io.milvus.grpc.GetLoadStateRequest;
import io.milvus.grpc.GetLoadStateResponse;
import io.milvus.grpc.InsertRequest;
import io.milvus.grpc.KeyValuePair;
import io.milvus.grpc.LoadPartitionsRequest;
import io.milvus.grpc.LoadState;
import io.milvus.grpc.LongArray;
import io.milvus.grpc.MilvusServiceGrpc;
import io.milvus.grpc.ReleasePartitionsRequest;
import io.milvus.grpc.RenameCollectionRequest;
import io.milvus.grpc.ScalarField;
import io.milvus.grpc.ShowPartitionsRequest;
import io.milvus.grpc.ShowPartitionsResponse;
import io.milvus.grpc.Status;
import io.milvus.grpc.VectorField;
import io.milvus.shaded.io.grpc.ManagedChannel;
import io.milvus.shaded.io.grpc.Metadata;
import io.milvus.shaded.io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.milvus.shaded.io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;

/** Somebody who works on the Milvus server directly. */
final class MilvusActor implements AutoCloseable {

    private final ManagedChannel channel;
    private final Metadata headers = new Metadata();

    MilvusActor(String uri) {
        URI address = URI.create(uri);
        this.channel = NettyChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .build();
    }

    MilvusActor as(String user, String password) {
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** All that is done is about that database. */
    MilvusActor in(String database) {
        headers.put(Metadata.Key.of("dbname", Metadata.ASCII_STRING_MARSHALLER), database);
        return this;
    }

    void createDatabase(String database) {
        succeed(stub().createDatabase(
                        CreateDatabaseRequest.newBuilder().setDbName(database).build()));
    }

    void dropDatabase(String database) {
        succeed(stub().dropDatabase(
                        DropDatabaseRequest.newBuilder().setDbName(database).build()));
    }

    MilvusServiceGrpc.MilvusServiceBlockingStub stub() {
        return MilvusServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    private static void succeed(Status status) {
        if (status.getCode() != 0) {
            throw new IllegalStateException(status.getReason());
        }
    }

    void createCollection(String collection) {
        FieldSchema id = FieldSchema.newBuilder()
                .setName("id")
                .setIsPrimaryKey(true)
                .setDataType(DataType.Int64)
                .build();
        FieldSchema vector = FieldSchema.newBuilder()
                .setName("vector")
                .setDataType(DataType.FloatVector)
                .addTypeParams(pair("dim", "8"))
                .build();
        CollectionSchema schema = CollectionSchema.newBuilder()
                .setName(collection)
                .addFields(id)
                .addFields(vector)
                .build();
        succeed(stub().createCollection(CreateCollectionRequest.newBuilder()
                .setCollectionName(collection)
                .setSchema(schema.toByteString())
                .setShardsNum(1)
                .build()));
    }

    private static KeyValuePair pair(String key, String value) {
        return KeyValuePair.newBuilder().setKey(key).setValue(value).build();
    }

    void dropCollection(String collection) {
        succeed(stub().dropCollection(DropCollectionRequest.newBuilder()
                .setCollectionName(collection)
                .build()));
    }

    void renameCollection(String collection, String name) {
        succeed(stub().renameCollection(RenameCollectionRequest.newBuilder()
                .setOldName(collection)
                .setNewName(name)
                .build()));
    }

    void moveCollection(String collection, String database) {
        succeed(stub().renameCollection(RenameCollectionRequest.newBuilder()
                .setOldName(collection)
                .setNewName(collection)
                .setNewDBName(database)
                .build()));
    }

    void createPartition(String collection, String partition) {
        succeed(stub().createPartition(CreatePartitionRequest.newBuilder()
                .setCollectionName(collection)
                .setPartitionName(partition)
                .build()));
    }

    void dropPartition(String collection, String partition) {
        succeed(stub().dropPartition(DropPartitionRequest.newBuilder()
                .setCollectionName(collection)
                .setPartitionName(partition)
                .build()));
    }

    /** Returns when the partition is loaded. */
    void load(String collection, String partition) {
        succeed(stub().createIndex(CreateIndexRequest.newBuilder()
                .setCollectionName(collection)
                .setFieldName("vector")
                .addExtraParams(pair("index_type", "FLAT"))
                .addExtraParams(pair("metric_type", "L2"))
                .build()));
        succeed(stub().loadPartitions(LoadPartitionsRequest.newBuilder()
                .setCollectionName(collection)
                .addPartitionNames(partition)
                .setReplicaNumber(1)
                .build()));
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> loadState(collection, partition) == LoadState.LoadStateLoaded);
    }

    private LoadState loadState(String collection, String partition) {
        GetLoadStateResponse answer = stub().getLoadState(GetLoadStateRequest.newBuilder()
                .setCollectionName(collection)
                .addPartitionNames(partition)
                .build());
        succeed(answer.getStatus());
        return answer.getState();
    }

    void release(String collection, String partition) {
        succeed(stub().releasePartitions(ReleasePartitionsRequest.newBuilder()
                .setCollectionName(collection)
                .addPartitionNames(partition)
                .build()));
    }

    /** Rows with the ids from first on, not flushed. */
    void insert(String collection, String partition, long first, int count) {
        List<Long> ids = LongStream.range(first, first + count).boxed().toList();
        FieldData id = FieldData.newBuilder()
                .setFieldName("id")
                .setType(DataType.Int64)
                .setScalars(ScalarField.newBuilder()
                        .setLongData(LongArray.newBuilder().addAllData(ids)))
                .build();
        FieldData vector = FieldData.newBuilder()
                .setFieldName("vector")
                .setType(DataType.FloatVector)
                .setVectors(VectorField.newBuilder()
                        .setDim(8)
                        .setFloatVector(FloatArray.newBuilder().addAllData(Collections.nCopies(8 * count, 0.5f))))
                .build();
        succeed(stub().insert(InsertRequest.newBuilder()
                        .setCollectionName(collection)
                        .setPartitionName(partition)
                        .addFieldsData(id)
                        .addFieldsData(vector)
                        .setNumRows(count)
                        .build())
                .getStatus());
    }

    /** Deletes rows of {@link #insert}. */
    void delete(String collection, String partition, long first, int count) {
        String ids = LongStream.range(first, first + count)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "id in [", "]"));
        succeed(stub().delete(DeleteRequest.newBuilder()
                        .setCollectionName(collection)
                        .setPartitionName(partition)
                        .setExpr(ids)
                        .build())
                .getStatus());
    }

    /** Names and ids, without the default partition. */
    Map<String, Long> partitions(String collection) {
        ShowPartitionsResponse answer = stub().showPartitions(ShowPartitionsRequest.newBuilder()
                .setCollectionName(collection)
                .build());
        succeed(answer.getStatus());
        Map<String, Long> found = new HashMap<>();
        for (int index = 0; index < answer.getPartitionNamesCount(); index++) {
            found.put(answer.getPartitionNames(index), answer.getPartitionIDs(index));
        }
        found.remove("_default");
        return found;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
