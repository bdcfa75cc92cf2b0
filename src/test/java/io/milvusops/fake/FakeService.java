package io.milvusops.fake;

import com.google.protobuf.Message;
import io.milvus.grpc.BoolResponse;
import io.milvus.grpc.CreatePartitionRequest;
import io.milvus.grpc.DescribeCollectionRequest;
import io.milvus.grpc.DescribeCollectionResponse;
import io.milvus.grpc.DropPartitionRequest;
import io.milvus.grpc.FlushRequest;
import io.milvus.grpc.FlushResponse;
import io.milvus.grpc.GetFlushStateRequest;
import io.milvus.grpc.GetFlushStateResponse;
import io.milvus.grpc.GetPartitionStatisticsRequest;
import io.milvus.grpc.GetPartitionStatisticsResponse;
import io.milvus.grpc.GetVersionRequest;
import io.milvus.grpc.GetVersionResponse;
import io.milvus.grpc.HasPartitionRequest;
import io.milvus.grpc.MilvusServiceGrpc;
import io.milvus.grpc.QueryRequest;
import io.milvus.grpc.QueryResults;
import io.milvus.grpc.ReleasePartitionsRequest;
import io.milvus.grpc.ShowPartitionsRequest;
import io.milvus.grpc.ShowPartitionsResponse;
import io.milvus.grpc.ShowType;
import io.milvus.grpc.Status;
import io.milvus.shaded.io.grpc.Context;
import io.milvus.shaded.io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The wire: writes each call down, lets its fault meet it, else answers what the proxy says. */
final class FakeService extends MilvusServiceGrpc.MilvusServiceImplBase {

    private final FakeProxy proxy;
    private final FakeCounting counting;
    private final FaultPlan faults;
    private final CallLog calls;
    private final Consumer<Runnable> later;

    FakeService(FakeProxy proxy, FakeCounting counting, FaultPlan faults, CallLog calls, Consumer<Runnable> later) {
        this.proxy = proxy;
        this.counting = counting;
        this.faults = faults;
        this.calls = calls;
        this.later = later;
    }

    @Override
    public void createPartition(CreatePartitionRequest request, StreamObserver<Status> client) {
        long arrived = System.nanoTime();
        String database = database(request.getDbName());
        serveStatus(
                Rpc.CREATE_PARTITION,
                request,
                client,
                () -> proxy.create(database, request.getCollectionName(), request.getPartitionName(), arrived));
    }

    @Override
    public void dropPartition(DropPartitionRequest request, StreamObserver<Status> client) {
        long arrived = System.nanoTime();
        String database = database(request.getDbName());
        serveStatus(
                Rpc.DROP_PARTITION,
                request,
                client,
                () -> proxy.drop(database, request.getCollectionName(), request.getPartitionName(), arrived));
    }

    @Override
    public void releasePartitions(ReleasePartitionsRequest request, StreamObserver<Status> client) {
        long arrived = System.nanoTime();
        String database = database(request.getDbName());
        serveStatus(
                Rpc.RELEASE_PARTITIONS,
                request,
                client,
                () -> proxy.release(database, request.getCollectionName(), request.getPartitionNamesList(), arrived));
    }

    @Override
    @SuppressWarnings("deprecation") // clients still use the type: nothing else needs as few privileges
    public void showPartitions(ShowPartitionsRequest request, StreamObserver<ShowPartitionsResponse> client) {
        long arrived = System.nanoTime();
        String database = database(request.getDbName());
        boolean loadedOnly = request.getType() == ShowType.InMemory;
        serve(
                Rpc.SHOW_PARTITIONS,
                request,
                client,
                status -> ShowPartitionsResponse.newBuilder().setStatus(status).build(),
                () -> proxy.show(database, request.getCollectionName(), loadedOnly, arrived));
    }

    @Override
    public void hasPartition(HasPartitionRequest request, StreamObserver<BoolResponse> client) {
        String database = database(request.getDbName());
        serve(
                Rpc.HAS_PARTITION,
                request,
                client,
                status -> BoolResponse.newBuilder().setStatus(status).build(),
                () -> proxy.has(database, request.getCollectionName(), request.getPartitionName()));
    }

    @Override
    public void describeCollection(
            DescribeCollectionRequest request, StreamObserver<DescribeCollectionResponse> client) {
        String database = database(request.getDbName());
        serve(
                Rpc.DESCRIBE_COLLECTION,
                request,
                client,
                status -> DescribeCollectionResponse.newBuilder()
                        .setStatus(status)
                        .build(),
                () -> proxy.describe(database, request));
    }

    @Override
    public void getPartitionStatistics(
            GetPartitionStatisticsRequest request, StreamObserver<GetPartitionStatisticsResponse> client) {
        String database = database(request.getDbName());
        serve(
                Rpc.GET_PARTITION_STATISTICS,
                request,
                client,
                status -> GetPartitionStatisticsResponse.newBuilder()
                        .setStatus(status)
                        .build(),
                () -> counting.statistics(database, request.getCollectionName(), request.getPartitionName()));
    }

    @Override
    public void query(QueryRequest request, StreamObserver<QueryResults> client) {
        String database = database(request.getDbName());
        serve(
                Rpc.QUERY,
                request,
                client,
                status -> QueryResults.newBuilder().setStatus(status).build(),
                () -> counting.query(database, request));
    }

    @Override
    public void flush(FlushRequest request, StreamObserver<FlushResponse> client) {
        String database = database(request.getDbName());
        serve(
                Rpc.FLUSH,
                request,
                client,
                status -> FlushResponse.newBuilder().setStatus(status).build(),
                () -> counting.flush(database, request.getCollectionNames(0)));
    }

    @Override
    public void getFlushState(GetFlushStateRequest request, StreamObserver<GetFlushStateResponse> client) {
        String database = database(request.getDbName());
        serve(
                Rpc.GET_FLUSH_STATE,
                request,
                client,
                status -> GetFlushStateResponse.newBuilder().setStatus(status).build(),
                () -> counting.flushState(database, request));
    }

    @Override
    public void getVersion(GetVersionRequest request, StreamObserver<GetVersionResponse> client) {
        serve(
                Rpc.GET_VERSION,
                request,
                client,
                status -> GetVersionResponse.newBuilder().setStatus(status).build(),
                () -> GetVersionResponse.newBuilder()
                        .setStatus(Answer.SUCCESS.status())
                        .setVersion(proxy.version())
                        .build());
    }

    /** The request wins over the header, the header over the default. */
    private static String database(String requested) {
        return requested.isEmpty() ? Headers.database().orElse("default") : requested;
    }

    private void serveStatus(Rpc rpc, Message request, StreamObserver<Status> client, Supplier<Answer> effect) {
        serve(rpc, request, client, Function.identity(), () -> effect.get().status());
    }

    private <R extends Message> void serve(
            Rpc rpc, Message request, StreamObserver<R> client, Function<Status, R> refusal, Supplier<R> effect) {
        calls.add(new CallLog.Call(rpc, request, Headers.database(), Headers.authorization(), timeLeft()));
        Exchange<R> exchange = new Exchange<>(client, refusal, effect, later);
        faults.take(rpc).ifPresentOrElse(fault -> fault.meet(exchange), exchange::applyAndAnswer);
    }

    private static Optional<Duration> timeLeft() {
        return Optional.ofNullable(Context.current().getDeadline())
                .map(deadline -> Duration.ofMillis(deadline.timeRemaining(TimeUnit.MILLISECONDS)));
    }
}
