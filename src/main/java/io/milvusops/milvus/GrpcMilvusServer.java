package io.milvusops.milvus;

import io.milvus.grpc.CreatePartitionRequest;
import io.milvus.grpc.DescribeCollectionRequest;
import io.milvus.grpc.DescribeCollectionResponse;
import io.milvus.grpc.DropPartitionRequest;
import io.milvus.grpc.GetPartitionStatisticsRequest;
import io.milvus.grpc.GetPartitionStatisticsResponse;
import io.milvus.grpc.GetVersionRequest;
import io.milvus.grpc.GetVersionResponse;
import io.milvus.grpc.KeyValuePair;
import io.milvus.grpc.MilvusServiceGrpc;
import io.milvus.grpc.ReleasePartitionsRequest;
import io.milvus.grpc.ShowPartitionsRequest;
import io.milvus.grpc.ShowPartitionsResponse;
import io.milvus.grpc.ShowType;
import io.milvus.shaded.io.grpc.ManagedChannel;
import io.milvus.shaded.io.grpc.Metadata;
import io.milvus.shaded.io.grpc.StatusRuntimeException;
import io.milvus.shaded.io.grpc.stub.MetadataUtils;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Listing;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A Milvus server over a channel of its own and the generated stub: the SDK's client shows no ids, has no deadline
 * and retries a drop. The database travels in the header, against which servers before 3.0 check privileges, and in
 * the request. Thread-safe.
 */
// The in-memory list is deprecated for its percentages, not for the names that are read here.
@SuppressWarnings("deprecation")
final class GrpcMilvusServer implements MilvusServer {

    private static final String DEFAULT_PARTITION = "_default";
    private static final Metadata.Key<String> DATABASE = Metadata.Key.of("dbname", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final Credentials credentials;
    private final Duration timeout;
    private final long generation;

    GrpcMilvusServer(ManagedChannel channel, Credentials credentials, Duration timeout, long generation) {
        this.channel = channel;
        this.credentials = credentials;
        this.timeout = timeout;
        this.generation = generation;
    }

    @FunctionalInterface
    private interface Call<T> {
        T send(MilvusServiceGrpc.MilvusServiceBlockingStub stub);
    }

    private <T> T send(String database, Call<T> call) throws ServerException {
        Metadata headers = new Metadata();
        headers.put(DATABASE, database);
        credentials.authorization().ifPresent(login -> headers.put(AUTHORIZATION, login));
        try {
            return call.send(MilvusServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)));
        } catch (StatusRuntimeException failure) {
            // The channel's own pause between connects grows to two minutes; the lanes decide when to try again.
            channel.resetConnectBackoff();
            throw Answers.failure(failure);
        }
    }

    @Override
    public long channelGeneration() {
        return generation;
    }

    @Override
    public Listing list(String database, String collection) throws ServerException {
        ShowPartitionsResponse answer = show(database, collection, ShowType.All);
        Answers.check(answer.getStatus());
        int count = answer.getPartitionNamesCount();
        if (answer.getPartitionIDsCount() != count || answer.getCreatedTimestampsCount() != count) {
            throw incomplete("the list of partitions has names, ids and times of different number");
        }
        Map<String, Entry> partitions = new HashMap<>();
        for (int index = 0; index < count; index++) {
            partitions.put(
                    answer.getPartitionNames(index),
                    new Entry(answer.getPartitionIDs(index), answer.getCreatedTimestamps(index)));
        }
        Entry standard = Optional.ofNullable(partitions.remove(DEFAULT_PARTITION))
                .orElseThrow(() -> incomplete("the list of partitions does not show the default partition"));
        return new Listing(standard.id(), partitions);
    }

    private static ServerException incomplete(String message) {
        return new ServerException(Reason.INCOMPLETE_ANSWER, Effect.NONE, message);
    }

    private ShowPartitionsResponse show(String database, String collection, ShowType type) throws ServerException {
        ShowPartitionsRequest request = ShowPartitionsRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .setType(type)
                .build();
        return send(database, stub -> stub.showPartitions(request));
    }

    @Override
    public CollectionDescription describe(String database, String collection) throws ServerException {
        return describe(
                database,
                DescribeCollectionRequest.newBuilder().setDbName(database).setCollectionName(collection));
    }

    @Override
    public CollectionDescription describe(String database, long collectionId) throws ServerException {
        return describe(
                database,
                DescribeCollectionRequest.newBuilder().setDbName(database).setCollectionID(collectionId));
    }

    private CollectionDescription describe(String database, DescribeCollectionRequest.Builder request)
            throws ServerException {
        DescribeCollectionResponse answer = send(database, stub -> stub.describeCollection(request.build()));
        Answers.check(answer.getStatus());
        return new CollectionDescription(
                answer.getCollectionID(), answer.getSchema().getName());
    }

    /** By the in-memory list, which needs no other privilege than the list itself. */
    @Override
    public Set<String> loaded(String database, String collection) throws ServerException {
        ShowPartitionsResponse answer = show(database, collection, ShowType.InMemory);
        Answers.check(answer.getStatus());
        return Set.copyOf(answer.getPartitionNamesList());
    }

    @Override
    public long rows(String database, String collection, String partition) throws ServerException {
        GetPartitionStatisticsRequest request = GetPartitionStatisticsRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .setPartitionName(partition)
                .build();
        GetPartitionStatisticsResponse answer = send(database, stub -> stub.getPartitionStatistics(request));
        Answers.check(answer.getStatus());
        for (KeyValuePair figure : answer.getStatsList()) {
            if (figure.getKey().equals("row_count") && figure.getValue().matches("[0-9]{1,18}")) {
                return Long.parseLong(figure.getValue());
            }
        }
        throw incomplete("the statistics hold no row count");
    }

    @Override
    public void create(String database, String collection, String partition) throws ServerException {
        CreatePartitionRequest request = CreatePartitionRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .setPartitionName(partition)
                .build();
        Answers.check(send(database, stub -> stub.createPartition(request)));
    }

    @Override
    public void release(String database, String collection, String partition) throws ServerException {
        ReleasePartitionsRequest request = ReleasePartitionsRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .addPartitionNames(partition)
                .build();
        Answers.check(send(database, stub -> stub.releasePartitions(request)));
    }

    @Override
    public void drop(String database, String collection, String partition) throws ServerException {
        DropPartitionRequest request = DropPartitionRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .setPartitionName(partition)
                .build();
        Answers.check(send(database, stub -> stub.dropPartition(request)));
    }

    @Override
    public String version() throws ServerException {
        GetVersionResponse answer = send("default", stub -> stub.getVersion(GetVersionRequest.getDefaultInstance()));
        Answers.check(answer.getStatus());
        return answer.getVersion();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
