package io.milvusops.milvus;

import io.milvus.grpc.CreatePartitionRequest;
import io.milvus.grpc.DropPartitionRequest;
import io.milvus.grpc.GetVersionRequest;
import io.milvus.grpc.GetVersionResponse;
import io.milvus.grpc.MilvusServiceGrpc.MilvusServiceBlockingStub;
import io.milvus.grpc.ReleasePartitionsRequest;
import io.milvus.grpc.Status;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Listing;
import io.milvusops.partition.LoadStates;
import io.milvusops.partition.MilvusEndpoint;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.time.Duration;
import java.util.function.Function;

/**
 * A Milvus server through the SDK's generated stub: the SDK's client hides the partition ids. Needs the privileges
 * ShowPartitions, HasPartition, CreatePartition, DropPartition and Release; to count rows also Query, Flush and GetFlushState, and for
 * statistics, on some versions, GetStatistics.
 *
 * <p>Calls end after the request timeout. Create and release may take 35 s where that is longer: the server waits up to
 * 30 s for a new partition of a loaded collection to be loaded, and as long for a release, and a deadline before that
 * would turn plain successes into unknown outcomes.
 */
public final class GrpcMilvusServer implements MilvusServer {

    private static final Duration LONGEST_SERVER_WAIT = Duration.ofSeconds(35);

    /** Measured on 2.3.5: 2.5 s with new rows, 0.4 to 1.2 s without. A slower one is nearly done when asked again. */
    private static final Duration LONGEST_FLUSH = Duration.ofSeconds(10);

    private final Duration requestTimeout;
    private final Duration slowTimeout;
    private final Entitlement entitlement;
    private final MilvusChannel channel;
    private final CollectionQuestions collections;
    private final RowQuestions rows;

    /**
     * Connects with the first call, not here. An https endpoint is trusted by the trust store of the JVM.
     *
     * @param entitlement asked before every call that changes the server; a drop and a release end within what remains
     */
    public GrpcMilvusServer(
            MilvusEndpoint endpoint,
            Credentials credentials,
            Duration requestTimeout,
            Entitlement entitlement,
            RequestListener listener) {
        this.requestTimeout = requestTimeout;
        this.slowTimeout = requestTimeout.compareTo(LONGEST_SERVER_WAIT) > 0 ? requestTimeout : LONGEST_SERVER_WAIT;
        this.entitlement = entitlement;
        this.channel = new MilvusChannel(endpoint, credentials, listener);
        this.collections = new CollectionQuestions(channel, requestTimeout);
        this.rows = new RowQuestions(channel, requestTimeout, LONGEST_FLUSH);
    }

    @Override
    public Listing list(String database, String collection) throws ServerException {
        return collections.list(database, collection);
    }

    @Override
    public boolean has(String database, String collection, String partition) throws ServerException {
        return collections.has(database, collection, partition);
    }

    @Override
    public CollectionDescription describe(String database, String collection) throws ServerException {
        return collections.describe(database, collection);
    }

    @Override
    public CollectionDescription describe(String database, long collectionId) throws ServerException {
        return collections.describe(database, collectionId);
    }

    @Override
    public LoadStates loadStates(String database, String collection) throws ServerException {
        return collections.loadStates(database, collection);
    }

    @Override
    public long rows(String database, String collection, String partition) throws ServerException {
        return rows.byStatistics(database, collection, partition);
    }

    @Override
    public long countedRows(String database, String collection, String partition) throws ServerException {
        return rows.byQuery(database, collection, partition);
    }

    @Override
    public void flush(String database, String collection) throws ServerException {
        rows.flush(database, collection);
    }

    @Override
    public void create(String database, String collection, String partition) throws ServerException {
        CreatePartitionRequest request = CreatePartitionRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .setPartitionName(partition)
                .build();
        // Not cut short: its intent is on the resource, and whoever leads next waits until it can no longer take
        // effect.
        entitled();
        channel.call(
                MilvusCall.CREATE_PARTITION,
                database,
                slowTimeout,
                stub -> stub.createPartition(request),
                Function.identity());
    }

    /** A partition that is missing is not loaded either: success, although servers refuse it. */
    @Override
    public void release(String database, String collection, String partition) throws ServerException {
        ReleasePartitionsRequest request = ReleasePartitionsRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .addPartitionNames(partition)
                .build();
        try {
            write(MilvusCall.RELEASE_PARTITIONS, database, slowTimeout, stub -> stub.releasePartitions(request));
        } catch (ServerException failure) {
            if (failure.reason() != Reason.PARTITION_NOT_FOUND && failure.reason() != Reason.NOT_LOADED) {
                throw failure;
            }
        }
    }

    @Override
    public void drop(String database, String collection, String partition) throws ServerException {
        DropPartitionRequest request = DropPartitionRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .setPartitionName(partition)
                .build();
        try {
            write(MilvusCall.DROP_PARTITION, database, requestTimeout, stub -> stub.dropPartition(request));
        } catch (ServerException failure) {
            // No release answers this for a missing partition, but one day one may: success by the port's contract.
            if (failure.reason() != Reason.PARTITION_NOT_FOUND) {
                throw failure;
            }
        }
    }

    @Override
    public String version() throws ServerException {
        return channel.ask(
                        MilvusCall.GET_VERSION,
                        requestTimeout,
                        stub -> stub.getVersion(GetVersionRequest.getDefaultInstance()),
                        GetVersionResponse::getStatus)
                .getVersion();
    }

    @Override
    public void close() {
        channel.close();
    }

    /** For calls that must have ended before another process can lead: a later one would fit no order of its time. */
    private void write(
            MilvusCall call, String database, Duration timeout, Function<MilvusServiceBlockingStub, Status> rpc)
            throws ServerException {
        Duration remaining = entitled();
        Duration deadline = remaining.compareTo(timeout) < 0 ? remaining : timeout;
        channel.call(call, database, deadline, rpc, Function.identity());
    }

    private Duration entitled() throws ServerException {
        return entitlement
                .remaining()
                .orElseThrow(() -> new ServerException(
                        Reason.CONNECTION_NOT_READY, Effect.NONE, "this process of the operator no longer leads"));
    }
}
