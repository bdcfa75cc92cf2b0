package io.milvusops.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import io.milvus.grpc.CreatePartitionRequest;
import io.milvus.grpc.DescribeCollectionRequest;
import io.milvus.grpc.DropPartitionRequest;
import io.milvus.grpc.GetPartitionStatisticsRequest;
import io.milvus.grpc.ReleasePartitionsRequest;
import io.milvus.grpc.ShowPartitionsRequest;
import io.milvus.shaded.io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.milvusops.fake.CallLog;
import io.milvusops.fake.CallLog.Call;
import io.milvusops.fake.Dialect;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Listing;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.MilvusEndpoint;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcMilvusServerTest {

    private final FakeMilvus milvus = FakeMilvus.start();
    private final GrpcMilvusServer server = connect(milvus, Credentials.none(), FakeMilvus.PATIENCE);

    @BeforeEach
    void addCollection() {
        milvus.world().addDatabase("shop");
        milvus.world().addCollection("shop", "book");
    }

    @AfterEach
    void close() {
        server.close();
        milvus.close();
    }

    @Test
    void shouldListIdsAndTimesWithoutTheDefaultPartition() throws ServerException {
        server.create("shop", "book", "novel");
        server.create("shop", "book", "poem");
        Listing listing = server.list("shop", "book");

        assertThat(listing.fingerprint()).isEqualTo(id("_default"));
        assertThat(listing.partitions()).containsOnlyKeys("novel", "poem");
        Entry novel = listing.partitions().get("novel");
        Entry poem = listing.partitions().get("poem");
        assertThat(novel).isNotNull().extracting(Entry::id).isEqualTo(id("novel"));
        assertThat(poem).isNotNull().extracting(Entry::createdAt).isEqualTo(listing.newestCreation());
    }

    @Test
    void shouldTellACollectionByItsIdWhereTheDefaultPartitionHasAnotherName() throws ServerException {
        milvus.world().addPartition("shop", "book", "novel");
        milvus.world().renameDefaultPartition("shop", "book", "base");

        Listing listing = server.list("shop", "book");

        assertThat(listing.fingerprint())
                .isEqualTo(server.describe("shop", "book").id());
        assertThat(listing.partitions()).containsOnlyKeys("base", "novel");
    }

    @Test
    void shouldTakeAListForNoneThatLacksTheDefaultPartitionAndHasFewerThanTheDescriptionTells() {
        milvus.world().addPartition("shop", "book", "novel");
        Fault filtered = Fault.list(list -> list.toBuilder()
                .clearPartitionNames()
                .clearPartitionIDs()
                .clearCreatedTimestamps()
                .addPartitionNames("novel")
                .addPartitionIDs(7)
                .addCreatedTimestamps(8)
                .build());
        milvus.next(Rpc.SHOW_PARTITIONS, filtered);
        milvus.next(Rpc.SHOW_PARTITIONS, filtered);

        assertIncomplete();
    }

    @Test
    void shouldNameTheDatabaseInHeaderAndRequestAndSetADeadline() throws ServerException {
        server.create("shop", "book", "novel");
        server.list("shop", "book");
        server.describe("shop", "book");
        server.rows("shop", "book", "novel");
        server.release("shop", "book", "novel");
        server.drop("shop", "book", "novel");

        assertThat(milvus.calls().all()).hasSize(6).allSatisfy(call -> {
            assertThat(call.database()).contains("shop");
            assertThat(databaseOf(call.request())).isEqualTo("shop");
            assertThat(call.authorization()).isEmpty();
        });
        assertThat(timeLeft(Rpc.SHOW_PARTITIONS)).isBetween(Duration.ofMillis(1), FakeMilvus.PATIENCE);
        assertThat(timeLeft(Rpc.DROP_PARTITION)).isBetween(Duration.ofMillis(1), FakeMilvus.PATIENCE);
    }

    /** Without one a server that hangs would hold a lane for ever. */
    @Test
    void shouldGiveEveryCallADeadline() throws ServerException {
        server.version();
        server.create("shop", "book", "novel");
        milvus.world().load("shop", "book", "novel");
        server.list("shop", "book");
        server.has("shop", "book", "novel");
        server.describe("shop", server.describe("shop", "book").id());
        server.loadStates("shop", "book");
        server.countedRows("shop", "book", "novel");
        server.flush("shop", "book");
        server.rows("shop", "book", "novel");
        server.release("shop", "book", "novel");
        server.drop("shop", "book", "novel");

        assertThat(milvus.calls().all()).extracting(CallLog.Call::rpc).contains(Rpc.values());
        assertThat(milvus.calls().all())
                .allSatisfy(call -> assertThat(call.timeLeft())
                        .hasValueSatisfying(
                                left -> assertThat(left).isBetween(Duration.ofMillis(1), FakeMilvus.PATIENCE)));
    }

    /** A short deadline would break off what the server still does; 35 s are more than it ever needed. */
    @Test
    void shouldGiveACreateAndAReleaseTheTimeThatTheServerMayTake() throws ServerException {
        Duration requestTimeout = Duration.ofSeconds(1);
        try (GrpcMilvusServer hasty = connect(milvus, Credentials.none(), requestTimeout)) {
            hasty.create("shop", "book", "novel");
            hasty.release("shop", "book", "novel");
        }

        assertThat(timeLeft(Rpc.CREATE_PARTITION)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(35));
        assertThat(timeLeft(Rpc.RELEASE_PARTITIONS)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(35));
    }

    @Test
    void shouldEndADropAndAReleaseBeforeTheEntitlementDoes() throws ServerException {
        Duration remaining = FakeMilvus.PATIENCE.dividedBy(2);
        server.create("shop", "book", "novel");
        try (GrpcMilvusServer leader = entitled(Optional.of(remaining))) {
            leader.release("shop", "book", "novel");
            leader.drop("shop", "book", "novel");
        }

        assertThat(timeLeft(Rpc.DROP_PARTITION)).isBetween(Duration.ofMillis(1), remaining);
        assertThat(timeLeft(Rpc.RELEASE_PARTITIONS)).isBetween(Duration.ofMillis(1), remaining);
    }

    /** The server may need that long; its intent on the resource tells the next leader. */
    @Test
    void shouldGiveACreateTheTimeItMayTakeHoweverLittleRemains() throws ServerException {
        Duration remaining = Duration.ofSeconds(3);
        try (GrpcMilvusServer leader = entitled(Optional.of(remaining))) {
            leader.create("shop", "book", "novel");
        }

        assertThat(timeLeft(Rpc.CREATE_PARTITION)).isBetween(remaining, FakeMilvus.PATIENCE);
    }

    @Test
    void shouldSendNothingThatChangesTheServerWithoutEntitlement() {
        try (GrpcMilvusServer former = entitled(Optional.empty())) {
            assertThat(failure(() -> former.create("shop", "book", "novel")).effect())
                    .isEqualTo(Effect.NONE);
            assertThat(failure(() -> former.release("shop", "book", "novel")).effect())
                    .isEqualTo(Effect.NONE);
            assertThat(failure(() -> former.drop("shop", "book", "novel")).effect())
                    .isEqualTo(Effect.NONE);
        }

        assertThat(milvus.calls().all()).isEmpty();
    }

    private GrpcMilvusServer entitled(Optional<Duration> remaining) {
        return new GrpcMilvusServer(
                MilvusEndpoint.parse(milvus.uri()),
                Credentials.none(),
                FakeMilvus.PATIENCE,
                () -> remaining,
                RequestListener.NONE);
    }

    @Test
    void shouldLogIn() throws ServerException {
        milvus.requireLogin("root", "Milvus");
        try (GrpcMilvusServer known = connect(milvus, Credentials.login("root", "Milvus\n"), FakeMilvus.PATIENCE)) {
            assertThat(known.version()).isEqualTo("v2.3.5-lite");
        }
        Call call = milvus.calls().last(Rpc.GET_VERSION);
        assertThat(call.authorization()).contains("cm9vdDpNaWx2dXM=");
        assertThat(call.timeLeft()).isPresent();

        assertThat(failure(server::version).reason()).isEqualTo(Reason.UNAUTHENTICATED);
    }

    /** The default level of the log in tests is DEBUG: this would fail if the transport wrote to it. */
    @Test
    void shouldNotLogHeaders() {
        assertThat(InternalLoggerFactory.getInstance("io.milvus.shaded.test").isDebugEnabled())
                .isFalse();
    }

    @Test
    void shouldDescribeByNameAliasAndId() throws ServerException {
        milvus.world().pointAlias("shop", "latest", "book");
        CollectionDescription book = server.describe("shop", "book");

        assertThat(book.realName()).isEqualTo("book");
        assertThat(server.describe("shop", "latest")).isEqualTo(book);
        assertThat(server.describe("shop", book.id())).isEqualTo(book);
        milvus.world().renameCollection("shop", "book", "tome");
        assertThat(server.describe("shop", book.id()).realName()).isEqualTo("tome");
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhenTheCollectionIsMissing(Dialect dialect) {
        try (FakeMilvus other = FakeMilvus.start(dialect);
                GrpcMilvusServer client = connect(other, Credentials.none(), FakeMilvus.PATIENCE)) {
            assertNotFound(() -> client.list("default", "book"));
            assertNotFound(() -> client.list("nowhere", "book"));
            assertNotFound(() -> client.describe("default", "book"));
            assertNotFound(() -> client.describe("default", 7));
            assertNotFound(() -> client.create("default", "book", "novel"));
            assertNotFound(() -> client.drop("default", "book", "novel"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotDropWhatIsLoaded(Dialect dialect) throws ServerException {
        try (FakeMilvus other = FakeMilvus.start(dialect);
                GrpcMilvusServer client = connect(other, Credentials.none(), FakeMilvus.PATIENCE)) {
            other.world().addCollection("default", "book");
            assertThat(client.loadStates("default", "book").byPartition()).isEmpty();
            client.create("default", "book", "novel");
            other.world().load("default", "book", "novel");

            assertThat(client.loadStates("default", "book").byPartition())
                    .containsExactly(Map.entry("novel", LoadState.LOADED));
            ServerException refused = failure(() -> client.drop("default", "book", "novel"));
            assertThat(refused.reason()).isEqualTo(Reason.PARTITION_LOADED);
            assertThat(refused.effect()).isEqualTo(Effect.NONE);
            client.release("default", "book", "novel");
            client.drop("default", "book", "novel");
            assertThat(other.world().partitions("default", "book")).containsExactly("_default");
        }
    }

    @Test
    void shouldTakeTheWorkThatIsDoneAlreadyForASuccess() throws ServerException {
        server.create("shop", "book", "novel");
        Optional<Long> id = milvus.world().partitionId("shop", "book", "novel");
        server.create("shop", "book", "novel");
        assertThat(milvus.world().partitionId("shop", "book", "novel")).isEqualTo(id);

        server.release("shop", "book", "novel");
        server.drop("shop", "book", "novel");
        server.drop("shop", "book", "novel");
        server.release("shop", "book", "novel");
        milvus.next(Rpc.DROP_PARTITION, Fault.answer(200, 15, "partition not found[partition=novel]"));
        server.drop("shop", "book", "novel");
    }

    @Test
    void shouldTellALoadThatIsNotComplete() throws ServerException {
        milvus.world().addPartition("shop", "book", "novel");
        milvus.world().load("shop", "book", "novel", 99);

        assertThat(server.loadStates("shop", "book").of("novel")).isEqualTo(LoadState.LOADING);
    }

    @Test
    @SuppressWarnings("deprecation") // the percentage goes with the type of the list
    void shouldTakeALoadForIncompleteWhenTheServerDoesNotSay() throws ServerException {
        milvus.world().addPartition("shop", "book", "novel");
        milvus.world().load("shop", "book", "novel");
        milvus.next(
                Rpc.SHOW_PARTITIONS,
                Fault.list(list -> list.toBuilder().clearInMemoryPercentages().build()));

        assertThat(server.loadStates("shop", "book").of("novel")).isEqualTo(LoadState.LOADING);
    }

    @Test
    void shouldReadTheRows() throws ServerException {
        milvus.world().addPartition("shop", "book", "novel");
        milvus.world().setRows("shop", "book", "novel", 1000);

        assertThat(server.rows("shop", "book", "novel")).isEqualTo(1000);
        assertThat(failure(() -> server.rows("shop", "book", "poem")).reason()).isEqualTo(Reason.PARTITION_NOT_FOUND);
    }

    @Test
    void shouldNotBelieveAListThatIsNotWhole() {
        milvus.next(
                Rpc.SHOW_PARTITIONS,
                Fault.list(list -> list.toBuilder().addPartitionNames("x").build()));
        assertIncomplete();
        milvus.next(
                Rpc.SHOW_PARTITIONS,
                Fault.list(list -> list.toBuilder().clearCreatedTimestamps().build()));
        assertIncomplete();
        milvus.next(
                Rpc.SHOW_PARTITIONS,
                Fault.list(
                        list -> list.toBuilder().setPartitionNames(0, "other").build()));
        assertIncomplete();
        milvus.next(
                Rpc.SHOW_PARTITIONS,
                Fault.list(list -> list.toBuilder().setPartitionIDs(0, 0).build()));
        assertIncomplete();
        milvus.next(Rpc.SHOW_PARTITIONS, Fault.answer(0, 0, ""));
        assertIncomplete();
    }

    @Test
    void shouldNotBelieveOtherAnswersThatAreNotWhole() {
        milvus.next(Rpc.DESCRIBE_COLLECTION, Fault.answer(0, 0, ""));
        assertThat(failure(() -> server.describe("shop", "book")).reason()).isEqualTo(Reason.INCOMPLETE_ANSWER);
        milvus.next(Rpc.GET_PARTITION_STATISTICS, Fault.answer(0, 0, ""));
        assertThat(failure(() -> server.rows("shop", "book", "_default")).reason())
                .isEqualTo(Reason.INCOMPLETE_ANSWER);
        milvus.next(
                Rpc.SHOW_PARTITIONS,
                Fault.list(list -> list.toBuilder().addPartitionNames("x").build()));
        assertThat(failure(() -> server.loadStates("shop", "book")).reason()).isEqualTo(Reason.INCOMPLETE_ANSWER);
    }

    @Test
    void shouldEndACallThatHangs() throws ServerException {
        milvus.next(Rpc.DROP_PARTITION, Fault.appliedThen(Fault.hang()));
        milvus.world().addPartition("shop", "book", "novel");
        try (GrpcMilvusServer impatient = connect(milvus, Credentials.none(), Duration.ofSeconds(5))) {
            // Connected first, so that the time goes to the call and it surely arrives.
            await().atMost(FakeMilvus.PATIENCE)
                    .ignoreException(ServerException.class)
                    .until(() -> !impatient.version().isEmpty());
            ServerException failure = failure(() -> impatient.drop("shop", "book", "novel"));

            assertThat(failure.reason()).isEqualTo(Reason.SERVER_UNREACHABLE);
            assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(failure).hasMessageContaining("no answer");
        }
        assertThat(milvus.world().partitions("shop", "book")).doesNotContain("novel");
        assertThat(milvus.calls().count(Rpc.DROP_PARTITION)).isEqualTo(1);
    }

    @Test
    void shouldNotKnowTheEffectOfAWriteThatBroke() {
        milvus.next(Rpc.CREATE_PARTITION, Fault.appliedThen(Fault.unavailable()));
        ServerException broken = failure(() -> server.create("shop", "book", "novel"));

        assertThat(broken.reason()).isEqualTo(Reason.SERVER_UNREACHABLE);
        assertThat(broken.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(milvus.calls().count(Rpc.CREATE_PARTITION)).isEqualTo(1);
        assertThat(milvus.world().partitions("shop", "book")).contains("novel");
    }

    @Test
    void shouldKnowThatNothingHappenedWhereNobodyListensAndRecoverAtOnce() throws ServerException {
        assertThat(server.version()).isNotEmpty();
        milvus.stop();
        await().atMost(FakeMilvus.PATIENCE).untilAsserted(() -> {
            ServerException failure = failure(() -> server.create("shop", "book", "novel"));
            assertThat(failure.reason()).isEqualTo(Reason.SERVER_UNREACHABLE);
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
            assertThat(failure)
                    .hasMessageStartingWith(
                            "CreatePartition at " + milvus.uri() + ": server not reached: Connection refused; ");
        });
        milvus.restart();
        await().atMost(FakeMilvus.PATIENCE)
                .ignoreException(ServerException.class)
                .untilAsserted(() ->
                        assertThat(server.list("shop", "book").partitions()).isEmpty());
    }

    @Test
    void shouldSayThatTheServerSpeaksNoTls() {
        MilvusEndpoint endpoint = MilvusEndpoint.parse("https://127.0.0.1:" + milvus.port());
        try (GrpcMilvusServer wrong = new GrpcMilvusServer(
                endpoint, Credentials.none(), FakeMilvus.PATIENCE, Entitlement.UNLIMITED, RequestListener.NONE)) {
            ServerException failure = failure(wrong::version);

            assertThat(failure.reason()).isEqualTo(Reason.SERVER_UNREACHABLE);
            assertThat(failure).hasMessageContaining("the server does not speak TLS; write http:// in spec.uri");
        }
    }

    @Test
    void shouldMeetScriptedWorlds() throws ServerException {
        long first = milvus.world().addPartition("shop", "book", "novel");
        milvus.next(
                Rpc.DROP_PARTITION,
                Fault.changedBefore(() -> milvus.world().replacePartition("shop", "book", "novel")));
        milvus.next(Rpc.CREATE_PARTITION, Fault.appliedLateAfter(Fault.rateLimited()));
        assertThat(id("novel")).isEqualTo(first);

        server.drop("shop", "book", "novel");
        assertThat(failure(() -> server.create("shop", "book", "novel")).reason())
                .isEqualTo(Reason.SERVER_BUSY);
        assertThat(server.list("shop", "book").partitions()).isEqualTo(Map.of());
        assertThat(milvus.applyLateEffects()).isEqualTo(1);
        assertThat(server.list("shop", "book").partitions()).containsOnlyKeys("novel");
        assertThat(id("novel")).isGreaterThan(first + 1);
    }

    private static GrpcMilvusServer connect(FakeMilvus milvus, Credentials credentials, Duration timeout) {
        return new GrpcMilvusServer(
                MilvusEndpoint.parse(milvus.uri()), credentials, timeout, Entitlement.UNLIMITED, RequestListener.NONE);
    }

    private long id(String partition) {
        return milvus.world().partitionId("shop", "book", partition).orElseThrow();
    }

    private Duration timeLeft(Rpc rpc) {
        return milvus.calls().last(rpc).timeLeft().orElseThrow();
    }

    private void assertIncomplete() {
        assertThat(failure(() -> server.list("shop", "book")).reason()).isEqualTo(Reason.INCOMPLETE_ANSWER);
    }

    private static void assertNotFound(ThrowingCallable call) {
        ServerException failure = failure(call);
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.COLLECTION_NOT_FOUND);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
    }

    private static ServerException failure(ThrowingCallable call) {
        ServerException failure = catchThrowableOfType(ServerException.class, call);
        assertThat(failure).as("the call succeeded").isNotNull();
        return failure;
    }

    private static String databaseOf(Message request) {
        if (request instanceof CreatePartitionRequest create) {
            return create.getDbName();
        } else if (request instanceof DropPartitionRequest drop) {
            return drop.getDbName();
        } else if (request instanceof ShowPartitionsRequest show) {
            return show.getDbName();
        } else if (request instanceof ReleasePartitionsRequest release) {
            return release.getDbName();
        } else if (request instanceof DescribeCollectionRequest describe) {
            return describe.getDbName();
        } else if (request instanceof GetPartitionStatisticsRequest statistics) {
            return statistics.getDbName();
        }
        throw new AssertionError("unexpected request: " + request);
    }
}
