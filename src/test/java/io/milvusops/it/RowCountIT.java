package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.milvusops.lane.LaneEvents;
import io.milvusops.lane.LaneTimes;
import io.milvusops.lane.Measurement;
import io.milvusops.lane.Outcome;
import io.milvusops.lane.Request;
import io.milvusops.lane.ServerLanes;
import io.milvusops.milvus.Entitlement;
import io.milvusops.milvus.GrpcServers;
import io.milvusops.milvus.RequestListener;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.DropGuard;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount.Bound;
import io.milvusops.partition.RowCount.Counted;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Wish.WhenLoaded;
import io.milvusops.servers.MilvusOptions;
import io.milvusops.servers.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a real server's rows are counted, by a lane. */
class RowCountIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final DropGuard EMPTY_ONLY = new DropGuard(OptionalLong.of(0), WhenLoaded.RELEASE);

    private static TestServers servers;
    private static String uri;
    private static MilvusActor client;
    private static MilvusServer server;
    private static ServerLanes lanes;
    private static final Answers ANSWERS = new Answers();

    /** The answer to the one request that is under way for a collection. */
    private static final class Answers implements LaneEvents {

        private final Map<String, CompletableFuture<Measurement>> measurements = new ConcurrentHashMap<>();
        private final Map<String, CompletableFuture<Outcome>> outcomes = new ConcurrentHashMap<>();

        CompletableFuture<Measurement> measurement(String collection) {
            return measurements.computeIfAbsent(collection, key -> new CompletableFuture<>());
        }

        CompletableFuture<Outcome> outcome(String uid) {
            return outcomes.computeIfAbsent(uid, key -> new CompletableFuture<>());
        }

        @Override
        public void observed(CollectionAddress collection, Observation observation) {
            // The answers are enough.
        }

        @Override
        public void located(CollectionAddress askedFor, long collectionId, CollectionAddress found) {
            throw new AssertionError("nothing is looked for by its id");
        }

        @Override
        public void unlocated(CollectionAddress askedFor, long collectionId, Observation.Unknown why) {
            throw new AssertionError("nothing is looked for by its id");
        }

        @Override
        public void measured(CollectionAddress collection, String partition, Measurement measurement) {
            measurement(collection.collection()).complete(measurement);
        }

        @Override
        public void finished(CollectionAddress collection, String uid, Outcome outcome) {
            outcome(uid).complete(outcome);
        }
    }

    @BeforeAll
    static void start() {
        servers = TestServers.start();
        uri = servers.startMilvus(MilvusOptions.named("rows")).uri();
        client = new MilvusActor(uri);
        server = GrpcServers.open(uri, Map.of(), Duration.ofSeconds(10), Entitlement.UNLIMITED, RequestListener.NONE);
        lanes = new ServerLanes(server, 4, LaneTimes.of(PATIENCE, Duration.ofSeconds(10)), ANSWERS);
    }

    @AfterAll
    static void stop() {
        lanes.close();
        client.close();
        servers.close();
    }

    private static CollectionAddress address(String collection) {
        return new CollectionAddress(uri, "default", collection);
    }

    /** A collection with a partition novel. */
    private static void prepare(String collection) {
        client.createCollection(collection);
        client.createPartition(collection, "novel");
    }

    private static void load(String collection) {
        client.load(collection, "novel");
        await().atMost(PATIENCE)
                .until(() -> server.loadStates("default", collection).of("novel") == LoadState.LOADED);
    }

    private static Measurement.Taken measure(String collection) throws Exception {
        ANSWERS.measurements.remove(collection);
        CompletableFuture<Measurement> answer = ANSWERS.measurement(collection);
        lanes.submit(address(collection), new Request.Measure("asking", "novel", Optional::empty));
        return (Measurement.Taken) answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Outcome dropIfEmpty(String collection) throws Exception {
        Incarnation novel = measure(collection).incarnation();
        lanes.submit(address(collection), new Request.Drop(collection, "novel", novel, EMPTY_ONLY, Optional::empty));
        return ANSWERS.outcome(collection).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void shouldCountRowsThatWereInsertedAMomentAgo() throws Exception {
        prepare("moment");
        client.insert("moment", "novel", 0, 100);

        assertThat(measure("moment"))
                .satisfies(taken -> assertThat(taken.rows()).isEqualTo(new Counted(100, Bound.AT_MOST)))
                .satisfies(taken -> assertThat(taken.loadState()).contains(LoadState.NOT_LOADED));
    }

    @Test
    void shouldNotDropRowsThatWereInsertedAMomentAgo() throws Exception {
        prepare("unflushed");
        client.insert("unflushed", "novel", 0, 1);

        assertThat(dropIfEmpty("unflushed"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.ROWS_PRESENT));
        assertThat(client.partitions("unflushed")).containsKey("novel");
    }

    @Test
    void shouldCountAnEmptyPartitionOfACollectionWithoutRows() throws Exception {
        prepare("empty");

        assertThat(dropIfEmpty("empty")).isInstanceOf(Outcome.Answered.class);
        assertThat(client.partitions("empty")).isEmpty();
    }

    @Test
    void shouldCountALoadedPartitionExactlyAfterDeletes() throws Exception {
        prepare("loaded");
        client.insert("loaded", "novel", 0, 100);
        load("loaded");
        client.delete("loaded", "novel", 0, 10);
        client.insert("loaded", "novel", 100, 5);

        assertThat(measure("loaded"))
                .satisfies(taken -> assertThat(taken.rows()).isEqualTo(new Counted(95, Bound.EXACT)))
                .satisfies(taken -> assertThat(taken.loadState()).contains(LoadState.LOADED));
    }

    @Test
    void shouldDropALoadedPartitionWhoseRowsWereAllDeleted() throws Exception {
        prepare("deleted");
        client.insert("deleted", "novel", 0, 10);
        load("deleted");
        client.delete("deleted", "novel", 0, 10);

        assertThat(dropIfEmpty("deleted")).isInstanceOf(Outcome.Answered.class);
        assertThat(client.partitions("deleted")).isEmpty();
    }

    /** The statistics go on counting deleted rows, so the lower count must be confirmed first. */
    @Test
    void shouldComeToAnExactCountOfDeletedRowsThatWereFlushed() throws Exception {
        prepare("flushed");
        client.insert("flushed", "novel", 0, 100);
        server.flush("default", "flushed");
        load("flushed");
        client.delete("flushed", "novel", 0, 10);
        assertThat(measure("flushed").rows()).isEqualTo(new Counted(90, Bound.AT_LEAST));

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> measure("flushed").rows().equals(new Counted(90, Bound.EXACT)));
    }

    /** Segments that are merged while the partition is loaded are missing in its first counts. */
    @Test
    void shouldNeverSayMoreThanIsTrueOfACountAfterALoad() throws Exception {
        client.createCollection("merged");
        client.createPartition("merged", "other");
        client.insert("merged", "other", 1_000, 50);
        client.load("merged", "other");
        client.createPartition("merged", "novel");
        int rows = 0;
        for (int inserted : new int[] {3, 1, 1, 1, 1, 1, 1, 1, 1, 5}) {
            client.insert("merged", "novel", rows, inserted);
            server.flush("default", "merged");
            rows += inserted;
        }
        load("merged");

        List<Counted> possible = possible(rows);
        await().atMost(PATIENCE).until(() -> {
            Counted counted = (Counted) measure("merged").rows();
            assertThat(counted).isIn(possible);
            return counted.bound() == Bound.EXACT;
        });
    }

    /** What may be said of that many rows. */
    private static List<Counted> possible(int rows) {
        return Stream.concat(
                        IntStream.rangeClosed(0, rows).mapToObj(fewer -> new Counted(fewer, Bound.AT_LEAST)),
                        Stream.of(new Counted(rows, Bound.EXACT), new Counted(rows, Bound.AT_MOST)))
                .toList();
    }

    @Test
    void shouldCountTheSameByStatisticsAfterARelease() throws Exception {
        prepare("released");
        client.insert("released", "novel", 0, 7);
        load("released");
        server.release("default", "released", "novel");

        assertThat(measure("released").rows()).isEqualTo(new Counted(7, Bound.AT_MOST));
    }

    @Test
    void shouldNotCountByAQueryWhatIsNotLoaded() throws ServerException {
        prepare("queried");

        assertThat(server.loadStates("default", "queried").of("novel")).isEqualTo(LoadState.NOT_LOADED);
        assertThatThrownBy(() -> server.countedRows("default", "queried", "novel"))
                .isInstanceOf(ServerException.class);
    }
}
