package io.milvusops.faults;

import com.google.protobuf.InvalidProtocolBufferException;
import io.milvus.grpc.CreatePartitionRequest;
import io.milvus.grpc.DescribeCollectionRequest;
import io.milvus.grpc.DropPartitionRequest;
import io.milvus.grpc.GetPartitionStatisticsRequest;
import io.milvus.grpc.ReleasePartitionsRequest;
import io.milvus.grpc.ShowPartitionsRequest;

/**
 * A call to Milvus, as far as a test tells calls apart.
 *
 * @param method as in the protocol, for example {@code DropPartition}
 * @param collection empty where the call names none
 * @param partition empty where the call names none
 */
public record MilvusCall(String method, String collection, String partition) {

    static MilvusCall read(String method, byte[] request) {
        try {
            return switch (method) {
                case "ShowPartitions" ->
                    new MilvusCall(
                            method, ShowPartitionsRequest.parseFrom(request).getCollectionName(), "");
                case "DescribeCollection" ->
                    new MilvusCall(
                            method, DescribeCollectionRequest.parseFrom(request).getCollectionName(), "");
                case "CreatePartition" -> {
                    CreatePartitionRequest create = CreatePartitionRequest.parseFrom(request);
                    yield new MilvusCall(method, create.getCollectionName(), create.getPartitionName());
                }
                case "DropPartition" -> {
                    DropPartitionRequest drop = DropPartitionRequest.parseFrom(request);
                    yield new MilvusCall(method, drop.getCollectionName(), drop.getPartitionName());
                }
                case "GetPartitionStatistics" -> {
                    GetPartitionStatisticsRequest count = GetPartitionStatisticsRequest.parseFrom(request);
                    yield new MilvusCall(method, count.getCollectionName(), count.getPartitionName());
                }
                case "ReleasePartitions" -> {
                    ReleasePartitionsRequest release = ReleasePartitionsRequest.parseFrom(request);
                    yield new MilvusCall(
                            method, release.getCollectionName(), String.join(" ", release.getPartitionNamesList()));
                }
                default -> new MilvusCall(method, "", "");
            };
        } catch (InvalidProtocolBufferException garbled) {
            throw new IllegalArgumentException(method + " cannot be read", garbled);
        }
    }

    /** Whether it is that method for something in that collection. */
    public boolean is(String wanted, String name) {
        return method.equals(wanted) && collection.equals(name);
    }
}
