package io.milvusops.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.milvus.grpc.Status;
import io.milvusops.partition.MilvusEndpoint;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAnswersTest {

    @ParameterizedTest(name = "{0}: {1}/{2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            loaded, 2.2           | 0     | 1    | partition cannot be dropped, partition is loaded, please release it first | PARTITION_LOADED | NONE
            loaded, 2.3           | 65535 | 1    | partition cannot be dropped, partition is loaded, please release it first | PARTITION_LOADED | NONE
            loaded, 3.0           | 1100  | 5    | partition is loaded, please release it first: invalid parameter | PARTITION_LOADED | NONE
            default, 2.2          | 0     | 1    | default partition cannot be deleted | INVALID_NAME | NONE
            default, 2.3          | 65535 | 1    | default partition cannot be deleted | INVALID_NAME | NONE
            default, 3.0          | 1100  | 5    | default partition cannot be deleted: invalid parameter | INVALID_NAME | NONE
            key, 2.2              | 0     | 1    | disable create partition if partition key mode is used | PARTITION_KEY_COLLECTION | NONE
            key, 2.3              | 65535 | 1    | disable drop partition if partition key mode is used | PARTITION_KEY_COLLECTION | NONE
            key, 3.0              | 1100  | 5    | disable drop partition if partition key mode is used: invalid parameter | PARTITION_KEY_COLLECTION | NONE
            limit, 2.3            | 65535 | 1    | partition number (4096) exceeds max configuration (4096), collection: lim | PARTITION_LIMIT_REACHED | NONE
            limit, 3.0            | 1100  | 5    | partition number (1024) exceeds max configuration (1024) | PARTITION_LIMIT_REACHED | NONE
            name, 2.3             | 65535 | 1    | Invalid partition name: a-b. Partition name can only contain numbers | INVALID_NAME | NONE
            collection name, 2.3  | 1100  | 5    | Invalid collection name: a b | INVALID_NAME | NONE
            no collection name    | 1100  | 5    | collection name should not be empty: invalid parameter | INVALID_NAME | NONE
            collection name, old  | 0     | 9    | bad | INVALID_NAME | NONE
            missing, 2.2          | 0     | 1    | can't find collection: book | COLLECTION_NOT_FOUND | NONE
            missing, 2.3          | 100   | 4    | collection not found[database=default][collection=nope] | COLLECTION_NOT_FOUND | NONE
            describe, 2.3         | 100   | 1    | can't find collection collection not found | COLLECTION_NOT_FOUND | NONE
            describe, 2.6         | 0     | 4    | can't find collection[collection=nope] | COLLECTION_NOT_FOUND | NONE
            describe, any text    | 0     | 4    | gone | COLLECTION_NOT_FOUND | NONE
            database, 2.2         | 0     | 1    | database not found: nodb | COLLECTION_NOT_FOUND | NONE
            database, 2.4         | 800   | 1    | database not found[database=nodb] | COLLECTION_NOT_FOUND | NONE
            partition missing     | 200   | 15   | partition not found[partition=x] | PARTITION_NOT_FOUND | UNKNOWN
            meta failed, 2.2      | 0     | 15   | meta table failed | SERVER_BUSY | UNKNOWN
            too many requests     | 4     | 1    | too many requests | SERVER_BUSY | NONE
            rate, 2.2             | 0     | 49   | request is rejected | SERVER_BUSY | NONE
            rate, 2.3             | 8     | 49   | request is rejected by grpc RateLimiter middleware | SERVER_BUSY | NONE
            denied, 2.2           | 0     | 48   | force deny | QUOTA_EXCEEDED | NONE
            denied, 2.3           | 9     | 48   | quota exceeded | QUOTA_EXCEEDED | NONE
            capacity              | 250   | 1    | failed checking constraint: general capacity | QUOTA_EXCEEDED | NONE
            memory, late          | 3     | 52   | memory limit exceeded | QUOTA_EXCEEDED | UNKNOWN
            disk, late            | 7     | 1    | disk limit exceeded | QUOTA_EXCEEDED | UNKNOWN
            memory, old           | 0     | 52   | memory quota exceeded | QUOTA_EXCEEDED | UNKNOWN
            memory limit, old     | 0     | 53   | memory limit exceeded | QUOTA_EXCEEDED | UNKNOWN
            disk, old             | 0     | 54   | disk quota exceeded | QUOTA_EXCEEDED | UNKNOWN
            not ready             | 1     | 56   | service not ready | SERVER_BUSY | UNKNOWN
            shutting down         | 65535 | 1    | empty grpc client: failed to connect | SERVER_BUSY | UNKNOWN
            time-out inside       | 10001 | 1    | context deadline exceeded | SERVER_BUSY | UNKNOWN
            cancelled inside      | 10000 | 1    | context canceled | SERVER_BUSY | UNKNOWN
            internal              | 5     | 1    | service internal error | SERVER_BUSY | UNKNOWN
            other parameter       | 1100  | 5    | can't change the replica number | NOT_UNDERSTOOD | UNKNOWN
            login                 | 1400  | 1    | not authenticated | UNAUTHENTICATED | NONE
            privilege             | 1401  | 1    | privilege not permitted | PERMISSION_DENIED | NONE
            privilege, old        | 0     | 3    | permission deny | PERMISSION_DENIED | NONE
            parameter, old        | 0     | 5    | illegal argument | NOT_UNDERSTOOD | UNKNOWN
            not loaded            | 101   | 1    | collection not loaded[collection=1] | NOT_LOADED | UNKNOWN
            unknown legacy number | 0     | 9999 | new | SERVER_BUSY | UNKNOWN
            unknown code          | 7777  | 9999 | new | SERVER_BUSY | UNKNOWN
            missing, but not ours | 65535 | 1    | sync failed: can't find collection 7 | SERVER_BUSY | UNKNOWN
            """)
    void shouldMapWhatAWriteWasAnswered(
            String name, int code, int legacy, String message, Reason reason, Effect effect) {
        ServerException failure = failure(MilvusCall.CREATE_PARTITION, status(code, legacy, message));

        assertThat(failure.reason()).as(name).isEqualTo(reason);
        assertThat(failure.effect()).as(name).isEqualTo(effect);
        assertThat(failure)
                .hasMessageStartingWith("CreatePartition at http://milvus.search.svc:19530: Milvus code " + code + "/"
                        + legacy + ": " + message + "; ");
    }

    @Test
    void shouldNeverBlameAReadForAnEffect() {
        assertThat(failure(MilvusCall.SHOW_PARTITIONS, status(65535, 1, "anything"))
                        .effect())
                .isEqualTo(Effect.NONE);
    }

    @Test
    void shouldAcceptASuccess() {
        assertThatCode(() -> ServerAnswers.check(call(MilvusCall.CREATE_PARTITION), status(0, 0, "")))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldShowOneShortLineAndTheWayOutAfterIt() {
        String reason = "first\t" + "x".repeat(400) + "\n/go/src/milvus/internal/proxy/task.go:1\n";

        assertThat(failure(MilvusCall.SHOW_PARTITIONS, status(65535, 1, reason)).getMessage())
                .hasSizeLessThan(500)
                .contains("Milvus code 65535/1: first xxx")
                .endsWith("xxx …; the server is asked again")
                .doesNotContain("\n", "\t", "task.go");
    }

    @SuppressWarnings("deprecation") // the legacy number is under test
    private static Status status(int code, int legacy, String reason) {
        return Status.newBuilder()
                .setCode(code)
                .setErrorCodeValue(legacy)
                .setReason(reason)
                .build();
    }

    private static ServerException failure(MilvusCall call, Status status) {
        return catchThrowableOfType(ServerException.class, () -> ServerAnswers.check(call(call), status));
    }

    private static SentCall call(MilvusCall call) {
        return new SentCall(call, MilvusEndpoint.parse("http://milvus.search.svc"), Credentials.none());
    }
}
