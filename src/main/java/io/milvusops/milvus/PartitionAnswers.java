package io.milvusops.milvus;

import io.milvus.grpc.DescribeCollectionResponse;
import io.milvus.grpc.GetPartitionStatisticsResponse;
import io.milvus.grpc.KeyValuePair;
import io.milvus.grpc.ShowPartitionsResponse;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Listing;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads successful answers. An answer that is not whole is no answer: it is never read as "nothing there", because
 * partitions are created and let go on the word of a list.
 */
final class PartitionAnswers {

    /** The partition that every collection has and that cannot be dropped. */
    private static final String DEFAULT_PARTITION = "_default";

    private PartitionAnswers() {}

    static Listing listing(ShowPartitionsResponse answer) throws ServerException {
        int count = answer.getPartitionNamesCount();
        if (answer.getPartitionIDsCount() != count || answer.getCreatedTimestampsCount() != count) {
            throw incomplete("the list of partitions has " + count + " names, " + answer.getPartitionIDsCount()
                    + " ids and " + answer.getCreatedTimestampsCount() + " creation times");
        }
        Map<String, Entry> partitions = new HashMap<>();
        for (int index = 0; index < count; index++) {
            Entry entry = new Entry(answer.getPartitionIDs(index), answer.getCreatedTimestamps(index));
            if (entry.id() <= 0 || partitions.put(answer.getPartitionNames(index), entry) != null) {
                throw incomplete("the list of partitions has an entry without an id, or a name twice");
            }
        }
        Entry fingerprint = partitions.remove(DEFAULT_PARTITION);
        if (fingerprint == null) {
            throw incomplete("the list of partitions lacks the default partition");
        }
        return new Listing(fingerprint.id(), partitions);
    }

    static Set<String> names(ShowPartitionsResponse answer) throws ServerException {
        Set<String> names = new HashSet<>(answer.getPartitionNamesList());
        if (answer.getPartitionIDsCount() != answer.getPartitionNamesCount() || names.contains("")) {
            throw incomplete("the list of loaded partitions has " + answer.getPartitionNamesCount() + " names and "
                    + answer.getPartitionIDsCount() + " ids, or an empty name");
        }
        return Set.copyOf(names);
    }

    /** The real name is the one in the schema: the other one repeats the alias that was asked for. */
    static CollectionDescription description(DescribeCollectionResponse answer) throws ServerException {
        String realName = answer.getSchema().getName();
        if (answer.getCollectionID() <= 0 || realName.isEmpty()) {
            throw incomplete("the description of the collection lacks its id or its name");
        }
        return new CollectionDescription(answer.getCollectionID(), realName);
    }

    static long rows(GetPartitionStatisticsResponse answer) throws ServerException {
        for (KeyValuePair statistic : answer.getStatsList()) {
            if (statistic.getKey().equals("row_count")) {
                return count(statistic.getValue());
            }
        }
        throw incomplete("the statistics lack the row count");
    }

    private static long count(String text) throws ServerException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException problem) {
            throw new ServerException(Reason.INCOMPLETE_ANSWER, Effect.NONE, "the row count is not a number", problem);
        }
    }

    static ServerException incomplete(String what) {
        return new ServerException(Reason.INCOMPLETE_ANSWER, Effect.NONE, what);
    }
}
