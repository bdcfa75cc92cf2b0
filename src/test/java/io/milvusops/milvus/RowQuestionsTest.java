package io.milvusops.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.milvus.grpc.GetFlushStateRequest;
import io.milvus.grpc.QueryRequest;
import io.milvusops.fake.Dialect;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import io.milvusops.partition.MilvusEndpoint;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowQuestionsTest {

    private static final Fault NOT_FLUSHED_YET = Fault.answer(0, 0, "");

    private final FakeMilvus milvus = FakeMilvus.start();
    private final MilvusChannel channel =
            new MilvusChannel(MilvusEndpoint.parse(milvus.uri()), Credentials.none(), RequestListener.NONE);
    private final RowQuestions rows = new RowQuestions(channel, FakeMilvus.PATIENCE, FakeMilvus.PATIENCE);

    @BeforeEach
    void addPartition() {
        milvus.world().addDatabase("shop");
        milvus.world().addCollection("shop", "book");
        milvus.world().addPartition("shop", "book", "novel");
        milvus.world().addPartition("shop", "book", "poem");
    }

    @AfterEach
    void close() {
        channel.close();
        milvus.close();
    }

    @Test
    void shouldCountWhatALoadedPartitionHoldsNow() throws ServerException {
        milvus.world().load("shop", "book", "novel");
        milvus.world().setRows("shop", "book", "novel", 100);
        milvus.world().delete("shop", "book", "novel", 30);
        milvus.world().insert("shop", "book", "novel", 2);
        milvus.world().insert("shop", "book", "poem", 1000);

        assertThat(rows.byQuery("shop", "book", "novel")).isEqualTo(72);
    }

    @Test
    void shouldNameTheDatabaseOfACountAndSetADeadline() throws ServerException {
        milvus.world().load("shop", "book", "novel");

        rows.byQuery("shop", "book", "novel");

        assertThat(milvus.calls().last(Rpc.QUERY)).satisfies(call -> {
            assertThat(((QueryRequest) call.request()).getDbName()).isEqualTo("shop");
            assertThat(call.database()).contains("shop");
            assertThat(call.timeLeft()).isPresent();
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverCountWhatIsNotLoaded(Dialect dialect) {
        try (FakeMilvus other = FakeMilvus.start(dialect);
                MilvusChannel client = new MilvusChannel(
                        MilvusEndpoint.parse(other.uri()), Credentials.none(), RequestListener.NONE)) {
            other.world().addCollection("default", "book");
            other.world().addPartition("default", "book", "novel");
            RowQuestions questions = new RowQuestions(client, FakeMilvus.PATIENCE, FakeMilvus.PATIENCE);

            assertThat(failure(() -> questions.byQuery("default", "book", "novel")))
                    .isNotNull();
            other.world().load("default", "book", "_default");
            assertThat(failure(() -> questions.byQuery("default", "book", "novel")))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveEveryRowInTheStatisticsAfterAFlush(Dialect dialect) throws ServerException {
        try (FakeMilvus other = FakeMilvus.start(dialect);
                MilvusChannel client = new MilvusChannel(
                        MilvusEndpoint.parse(other.uri()), Credentials.none(), RequestListener.NONE)) {
            other.world().addCollection("default", "book");
            other.world().addPartition("default", "book", "novel");
            other.world().insert("default", "book", "novel", 5);
            RowQuestions questions = new RowQuestions(client, FakeMilvus.PATIENCE, FakeMilvus.PATIENCE);

            questions.flush("default", "book");

            assertThat(questions.byStatistics("default", "book", "novel")).isEqualTo(5);
        }
    }

    @Test
    void shouldWaitUntilTheServerSaysThatAllIsFlushed() throws ServerException {
        milvus.next(Rpc.GET_FLUSH_STATE, NOT_FLUSHED_YET);
        milvus.next(Rpc.GET_FLUSH_STATE, NOT_FLUSHED_YET);

        rows.flush("shop", "book");

        assertThat(milvus.calls().count(Rpc.GET_FLUSH_STATE)).isEqualTo(3);
        assertThat(milvus.calls().count(Rpc.FLUSH)).isEqualTo(1);
    }

    @Test
    void shouldAskForTheFlushOfItsOwnMoment() throws ServerException {
        rows.flush("shop", "book");

        assertThat((GetFlushStateRequest)
                        milvus.calls().last(Rpc.GET_FLUSH_STATE).request())
                .satisfies(question -> {
                    assertThat(question.getDbName()).isEqualTo("shop");
                    assertThat(question.getCollectionName()).isEqualTo("book");
                    assertThat(question.getFlushTs()).isPositive();
                });
    }

    @Test
    void shouldNotWaitForAFlushForEver() {
        milvus.always(Rpc.GET_FLUSH_STATE, NOT_FLUSHED_YET);
        RowQuestions impatient = new RowQuestions(channel, FakeMilvus.PATIENCE, Duration.ZERO);

        ServerException failure = failure(() -> impatient.flush("shop", "book"));

        assertThat(failure.reason()).isEqualTo(Reason.SERVER_BUSY);
        assertThat(failure).hasMessageContaining("flush was not done");
    }

    @Test
    void shouldEndTheWaitWhenTheThreadIsInterrupted() {
        milvus.always(Rpc.GET_FLUSH_STATE, NOT_FLUSHED_YET);
        Thread.currentThread().interrupt();

        ServerException failure = failure(() -> rows.flush("shop", "book"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isNotNull();
    }

    @Test
    void shouldNotTakeAnAnswerWithoutANumberForZero() {
        milvus.world().load("shop", "book", "novel");
        milvus.next(Rpc.QUERY, Fault.answer(0, 0, ""));
        assertIncomplete(() -> rows.byQuery("shop", "book", "novel"));
        milvus.next(Rpc.GET_PARTITION_STATISTICS, Fault.answer(0, 0, ""));
        assertIncomplete(() -> rows.byStatistics("shop", "book", "novel"));
        milvus.next(Rpc.FLUSH, Fault.answer(0, 0, ""));
        assertIncomplete(() -> rows.flush("shop", "book"));
    }

    @ParameterizedTest
    @EnumSource(names = {"QUERY", "FLUSH", "GET_FLUSH_STATE", "GET_PARTITION_STATISTICS"})
    void shouldFailWithTheReasonOfARefusal(Rpc refused) {
        milvus.world().load("shop", "book", "novel");
        milvus.next(refused, Fault.permissionDenied());

        ServerException failure = failure(this::countEveryWay);

        assertThat(failure.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUERY", "FLUSH", "GET_FLUSH_STATE", "GET_PARTITION_STATISTICS"})
    void shouldFailWhenTheRateLimitRefuses(Rpc refused) {
        milvus.world().load("shop", "book", "novel");
        milvus.next(refused, Fault.rateLimited());

        assertThat(failure(this::countEveryWay).reason()).isEqualTo(Reason.SERVER_BUSY);
    }

    private void countEveryWay() throws ServerException {
        rows.byQuery("shop", "book", "novel");
        rows.flush("shop", "book");
        rows.byStatistics("shop", "book", "novel");
    }

    private static void assertIncomplete(ThrowingCallable call) {
        assertThat(failure(call).reason()).isEqualTo(Reason.INCOMPLETE_ANSWER);
    }

    private static ServerException failure(ThrowingCallable call) {
        ServerException failure = catchThrowableOfType(ServerException.class, call);
        assertThat(failure).as("the call succeeded").isNotNull();
        return failure;
    }
}
