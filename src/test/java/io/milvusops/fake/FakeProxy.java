package io.milvusops.fake;

import io.milvus.grpc.BoolResponse;
import io.milvus.grpc.CollectionSchema;
import io.milvus.grpc.DescribeCollectionRequest;
import io.milvus.grpc.DescribeCollectionResponse;
import io.milvus.grpc.ShowPartitionsResponse;
import io.milvusops.fake.WorldEvent.Kind;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a request does to the world, with the checks in the order of a real server. Refusals are
 * {@link RefusedException}.
 */
final class FakeProxy {

    private static final Pattern PARTITION_NAME = Pattern.compile("[A-Za-z0-9_]{1,255}");
    private static final Pattern NEWER_PARTITION_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,254}");

    private final FakeWorld world;
    private final Dialect dialect;
    private final int partitionLimit;

    FakeProxy(FakeWorld world, Dialect dialect, int partitionLimit) {
        this.world = world;
        this.dialect = dialect;
        this.partitionLimit = partitionLimit;
    }

    String version() {
        return dialect.version();
    }

    Answer create(String database, String collection, String partition, long arrivedNanos) {
        return world.locked(() -> {
            FakeCollection home = collection(database, collection);
            checkName(partition);
            refuseIf(home.partitionKey, dialect.partitionKey("create"));
            if (!home.partitions.containsKey(partition)) {
                refuseIf(home.partitions.size() >= partitionLimit, dialect.limitReached(partitionLimit, collection));
                FakePartition made = world.newPartition(home);
                home.partitions.put(partition, made);
                world.journal().byCall(Kind.CREATED, home, partition, made, arrivedNanos);
            }
            return Answer.SUCCESS;
        });
    }

    /** A missing partition is a success, and so is a name with a stray blank: it is looked up as it is. */
    Answer drop(String database, String collection, String partition, long arrivedNanos) {
        return world.locked(() -> {
            FakeCollection home = collection(database, collection);
            checkName(partition);
            refuseIf(home.partitionKey, dialect.partitionKey("drop"));
            FakePartition dropped = home.partitions.get(partition);
            refuseIf(dropped != null && dropped.loaded, dialect.partitionLoaded());
            refuseIf(partition.equals(FakeCollection.DEFAULT_PARTITION), dialect.defaultPartition());
            home.partitions.remove(partition);
            if (dropped != null) {
                world.journal().byCall(Kind.DROPPED, home, partition, dropped, arrivedNanos);
            }
            return Answer.SUCCESS;
        });
    }

    /** Releasing the last loaded partition releases the collection. */
    Answer release(String database, String collection, List<String> partitions, long arrivedNanos) {
        return world.locked(() -> {
            FakeCollection home = collection(database, collection);
            refuseIf(partitions.isEmpty(), new Answer(1100, 5, "partition names should not be empty"));
            for (String partition : partitions) {
                refuseIf(!home.partitions.containsKey(partition), dialect.partitionMissing(partition));
            }
            partitions.forEach(partition -> release(home, partition, arrivedNanos));
            home.whollyLoaded &= home.anythingLoaded();
            return Answer.SUCCESS;
        });
    }

    private void release(FakeCollection home, String name, long arrivedNanos) {
        FakePartition partition = home.partition(name);
        if (partition.loaded) {
            partition.loaded = false;
            world.journal().byCall(Kind.RELEASED, home, name, partition, arrivedNanos);
        }
    }

    @SuppressWarnings("deprecation") // the percentage goes with the type of the list
    ShowPartitionsResponse show(String database, String collection, boolean loadedOnly, long arrivedNanos) {
        return world.locked(() -> {
            FakeCollection home = collection(database, collection);
            refuseIf(
                    loadedOnly && !home.anythingLoaded() && dialect.refusesToShowNothingLoaded(),
                    dialect.nothingLoaded(home.id));
            ShowPartitionsResponse.Builder shown =
                    ShowPartitionsResponse.newBuilder().setStatus(Answer.SUCCESS.status());
            home.partitions.forEach((name, partition) -> {
                if (partition.loaded || !loadedOnly) {
                    shown.addPartitionNames(name)
                            .addPartitionIDs(partition.id)
                            .addCreatedTimestamps(partition.createdAt);
                }
                if (loadedOnly && partition.loaded) {
                    shown.addInMemoryPercentages(partition.loadPercentage);
                }
            });
            if (!loadedOnly) {
                world.journal().listed(home, arrivedNanos);
            }
            return shown.build();
        });
    }

    /** Answered by the coordinator, as the list is. */
    BoolResponse has(String database, String collection, String partition) {
        return world.locked(() -> BoolResponse.newBuilder()
                .setStatus(Answer.SUCCESS.status())
                .setValue(collection(database, collection).partitions.containsKey(partition))
                .build());
    }

    DescribeCollectionResponse describe(String database, DescribeCollectionRequest request) {
        return world.locked(() -> {
            String asked = request.getCollectionName();
            FakeCollection found = (asked.isEmpty()
                            ? world.find(database, request.getCollectionID())
                            : world.find(database, asked))
                    .orElseThrow(() -> new RefusedException(dialect.nothingToDescribe(
                            database, asked.isEmpty() ? String.valueOf(request.getCollectionID()) : asked)));
            return DescribeCollectionResponse.newBuilder()
                    .setStatus(Answer.SUCCESS.status())
                    .setCollectionID(found.id)
                    .setSchema(CollectionSchema.newBuilder().setName(found.name))
                    .setCollectionName(asked.isEmpty() ? found.name : asked)
                    .addAllAliases(world.aliases(database, found.name))
                    .setDbName(database)
                    .setNumPartitions(found.partitions.size())
                    .build();
        });
    }

    FakeCollection collection(String database, String collection) {
        refuseIf(!world.hasDatabase(database), dialect.databaseMissing(database, collection));
        return world.find(database, collection)
                .orElseThrow(() -> new RefusedException(dialect.collectionMissing(database, collection)));
    }

    /** Trimmed for the check only. */
    private void checkName(String partition) {
        Pattern allowed = dialect.allowsHyphen() ? NEWER_PARTITION_NAME : PARTITION_NAME;
        refuseIf(!allowed.matcher(partition.strip()).matches(), dialect.invalidPartitionName(partition));
    }

    static void refuseIf(boolean refused, Answer answer) {
        if (refused) {
            throw new RefusedException(answer);
        }
    }
}
