package io.milvusops.milvus;

import io.milvus.grpc.FieldData;
import io.milvus.grpc.FlushResponse;
import io.milvus.grpc.GetPartitionStatisticsResponse;
import io.milvus.grpc.KeyValuePair;
import io.milvus.grpc.LongArray;
import io.milvus.grpc.QueryResults;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.util.List;

/** Reads what a server says about rows. What is missing in an answer is not zero: it makes the answer none. */
final class RowAnswers {

    private RowAnswers() {}

    static long statistics(GetPartitionStatisticsResponse answer) throws ServerException {
        for (KeyValuePair statistic : answer.getStatsList()) {
            if (statistic.getKey().equals("row_count")) {
                return notNegative(number(statistic.getValue()));
            }
        }
        throw PartitionAnswers.incomplete("the statistics lack the row count");
    }

    /** One field with one number. */
    static long count(QueryResults answer) throws ServerException {
        if (answer.getFieldsDataCount() == 1) {
            FieldData field = answer.getFieldsData(0);
            List<Long> numbers = field.getScalars().getLongData().getDataList();
            if (numbers.size() == 1) {
                return notNegative(numbers.get(0));
            }
        }
        throw PartitionAnswers.incomplete("the answer to the row count lacks the number");
    }

    /** The segments that the flush has to write; none when all rows are written already. */
    static List<Long> sealedSegments(FlushResponse answer, String collection) throws ServerException {
        LongArray segments = answer.getCollSegIDsMap().get(collection);
        if (segments == null) {
            throw PartitionAnswers.incomplete("the answer to the flush lacks the collection");
        }
        return segments.getDataList();
    }

    private static long number(String text) throws ServerException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException problem) {
            throw new ServerException(Reason.INCOMPLETE_ANSWER, Effect.NONE, "the row count is not a number", problem);
        }
    }

    private static long notNegative(long rows) throws ServerException {
        if (rows < 0) {
            throw PartitionAnswers.incomplete("the row count is negative");
        }
        return rows;
    }
}
