package io.milvusops.milvus;

import io.milvus.grpc.BoolResponse;
import io.milvus.grpc.DescribeCollectionRequest;
import io.milvus.grpc.DescribeCollectionResponse;
import io.milvus.grpc.HasPartitionRequest;
import io.milvus.grpc.ShowPartitionsRequest;
import io.milvus.grpc.ShowPartitionsResponse;
import io.milvus.grpc.ShowType;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Listing;
import io.milvusops.partition.LoadStates;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import java.time.Duration;
import java.util.Map;

/** The calls that tell what a collection is and which partitions it has. */
final class CollectionQuestions {

    private final MilvusChannel channel;
    private final Duration requestTimeout;

    CollectionQuestions(MilvusChannel channel, Duration requestTimeout) {
        this.channel = channel;
        this.requestTimeout = requestTimeout;
    }

    Listing list(String database, String collection) throws ServerException {
        ShowPartitionsRequest question = question(database, collection).build();
        ShowPartitionsResponse answer = show(question);
        if (PartitionAnswers.showsDefault(answer)) {
            return PartitionAnswers.listing(answer);
        }
        DescribeCollectionRequest description = byName(database, collection);
        DescribeCollectionResponse before = ask(description);
        return PartitionAnswers.listing(show(question), before, ask(description));
    }

    boolean has(String database, String collection, String partition) throws ServerException {
        HasPartitionRequest request = HasPartitionRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .setPartitionName(partition)
                .build();
        return channel.call(
                        MilvusCall.HAS_PARTITION,
                        database,
                        requestTimeout,
                        stub -> stub.hasPartition(request),
                        BoolResponse::getStatus)
                .getValue();
    }

    CollectionDescription describe(String database, String collection) throws ServerException {
        return describe(byName(database, collection));
    }

    private static DescribeCollectionRequest byName(String database, String collection) {
        return DescribeCollectionRequest.newBuilder()
                .setDbName(database)
                .setCollectionName(collection)
                .build();
    }

    CollectionDescription describe(String database, long collectionId) throws ServerException {
        CollectionDescription description = describe(DescribeCollectionRequest.newBuilder()
                .setDbName(database)
                .setCollectionID(collectionId)
                .build());
        if (description.id() != collectionId) {
            throw PartitionAnswers.incomplete("the server described another collection than the one asked for by id");
        }
        return description;
    }

    /**
     * Reads the list of type InMemory: unlike the calls that deprecate it, it needs no privilege of its own and answers
     * for all partitions at once.
     */
    @SuppressWarnings("deprecation")
    LoadStates loadStates(String database, String collection) throws ServerException {
        try {
            return PartitionAnswers.loadStates(show(
                    question(database, collection).setType(ShowType.InMemory).build()));
        } catch (ServerException failure) {
            // Versions differ: an empty list, or a refusal because nothing is loaded.
            if (failure.reason() == Reason.NOT_LOADED) {
                return new LoadStates(Map.of());
            }
            throw failure;
        }
    }

    private static ShowPartitionsRequest.Builder question(String database, String collection) {
        return ShowPartitionsRequest.newBuilder().setDbName(database).setCollectionName(collection);
    }

    private ShowPartitionsResponse show(ShowPartitionsRequest request) throws ServerException {
        return channel.call(
                MilvusCall.SHOW_PARTITIONS,
                request.getDbName(),
                requestTimeout,
                stub -> stub.showPartitions(request),
                ShowPartitionsResponse::getStatus);
    }

    private CollectionDescription describe(DescribeCollectionRequest request) throws ServerException {
        return PartitionAnswers.description(ask(request), request.getDbName());
    }

    private DescribeCollectionResponse ask(DescribeCollectionRequest request) throws ServerException {
        return channel.call(
                MilvusCall.DESCRIBE_COLLECTION,
                request.getDbName(),
                requestTimeout,
                stub -> stub.describeCollection(request),
                DescribeCollectionResponse::getStatus);
    }
}
