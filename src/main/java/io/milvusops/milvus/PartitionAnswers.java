package io.milvusops.milvus;

import io.milvus.grpc.DescribeCollectionResponse;
import io.milvus.grpc.ShowPartitionsResponse;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Listing;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.LoadStates;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads successful answers. An answer that is not whole is no answer: it is never read as "nothing there", because
 * partitions are created and let go on the word of a list.
 */
final class PartitionAnswers {

    /** The partition that every collection has and that cannot be dropped. */
    private static final String DEFAULT_PARTITION = "_default";

    private static final long COMPLETE = 100;

    private PartitionAnswers() {}

    /** Reads a list in which the default partition has the name that it has unless a setting changes it. */
    static Listing listing(ShowPartitionsResponse answer) throws ServerException {
        Map<String, Entry> partitions = partitions(answer);
        Entry fingerprint = partitions.remove(DEFAULT_PARTITION);
        if (fingerprint == null) {
            throw incomplete("the list of partitions lacks the default partition");
        }
        return new Listing(fingerprint.id(), partitions);
    }

    /** Whether the list has the default partition under the name that it has unless a setting changes it. */
    static boolean showsDefault(ShowPartitionsResponse answer) {
        return answer.getPartitionNamesList().contains(DEFAULT_PARTITION);
    }

    /**
     * Reads a list of a server whose setting common.defaultPartitionName is another: the description before and after it
     * takes the place of the default partition. It must be the same collection with as many partitions as the list has.
     */
    static Listing listing(
            ShowPartitionsResponse answer, DescribeCollectionResponse before, DescribeCollectionResponse after)
            throws ServerException {
        Map<String, Entry> partitions = partitions(answer);
        boolean whole = !showsDefault(answer)
                && before.getCollectionID() > 0
                && before.getCollectionID() == after.getCollectionID()
                && before.getNumPartitions() == partitions.size()
                && after.getNumPartitions() == partitions.size();
        if (!whole) {
            throw incomplete("the list of partitions lacks the default partition, and has " + partitions.size()
                    + " partitions where the collection's descriptions before and after it tell "
                    + before.getNumPartitions() + " and " + after.getNumPartitions());
        }
        return new Listing(before.getCollectionID(), partitions);
    }

    private static Map<String, Entry> partitions(ShowPartitionsResponse answer) throws ServerException {
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
        if (partitions.isEmpty()) {
            throw incomplete("the list of partitions is empty, and every collection has one");
        }
        return partitions;
    }

    /** Reads a list of type InMemory: what is not in it is not loaded. */
    @SuppressWarnings("deprecation") // the percentage goes with the type of the list
    static LoadStates loadStates(ShowPartitionsResponse answer) throws ServerException {
        int count = answer.getPartitionNamesCount();
        if (answer.getPartitionIDsCount() != count
                || answer.getPartitionNamesList().contains("")) {
            throw incomplete("the list of loaded partitions has " + count + " names and "
                    + answer.getPartitionIDsCount() + " ids, or an empty name");
        }
        // Where the server does not say how far the load is, it may not be complete.
        boolean told = answer.getInMemoryPercentagesCount() == count;
        Map<String, LoadState> states = new HashMap<>();
        for (int index = 0; index < count; index++) {
            boolean complete = told && answer.getInMemoryPercentages(index) >= COMPLETE;
            states.put(answer.getPartitionNames(index), complete ? LoadState.LOADED : LoadState.LOADING);
        }
        return new LoadStates(states);
    }

    /**
     * The real name is the one in the schema: the other one repeats the alias that was asked for.
     *
     * @param database where it was asked for; servers before 2.3 do not tell where it is
     */
    static CollectionDescription description(DescribeCollectionResponse answer, String database)
            throws ServerException {
        String realName = answer.getSchema().getName();
        if (answer.getCollectionID() <= 0 || realName.isEmpty()) {
            throw incomplete("the description of the collection lacks its id or its name");
        }
        String home = answer.getDbName().isEmpty() ? database : answer.getDbName();
        return new CollectionDescription(answer.getCollectionID(), home, realName);
    }

    static ServerException incomplete(String what) {
        return new ServerException(Reason.INCOMPLETE_ANSWER, Effect.NONE, what);
    }
}
