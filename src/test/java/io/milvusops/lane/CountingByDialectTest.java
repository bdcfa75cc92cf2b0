package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvus.shaded.io.grpc.Status;
import io.milvusops.fake.Dialect;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import io.milvusops.milvus.Entitlement;
import io.milvusops.milvus.GrpcServers;
import io.milvusops.milvus.RequestListener;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount;
import io.milvusops.partition.RowCount.Bound;
import io.milvusops.partition.RowCount.Counted;
import io.milvusops.partition.RowCount.Uncountable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The lane's count through the adapter, with the answers of several versions of Milvus. */
class CountingByDialectTest {

    private static RowCount count(FakeMilvus milvus) {
        RecordedEvents events = new RecordedEvents();
        try (MilvusServer server = GrpcServers.open(
                milvus.uri(), Map.of(), FakeMilvus.PATIENCE, Entitlement.UNLIMITED, RequestListener.NONE)) {
            CollectionLane lane = new CollectionLane(
                    server,
                    new CollectionAddress(milvus.uri(), "default", "book"),
                    LaneTimes.of(Duration.ofSeconds(30), FakeMilvus.PATIENCE),
                    events,
                    System::nanoTime);
            lane.submit(new Request.Measure("asking", "novel", Optional::empty));
            lane.turn();
        }
        Measurement measurement =
                Optional.ofNullable(events.measured.get("novel")).orElseThrow();
        return ((Measurement.Taken) measurement).rows();
    }

    private static FakeMilvus withRows(Dialect dialect) {
        FakeMilvus milvus = FakeMilvus.start(dialect);
        milvus.world().addCollection("default", "book");
        milvus.world().addPartition("default", "book", "novel");
        milvus.world().insert("default", "book", "novel", 10);
        milvus.world().delete("default", "book", "novel", 3);
        return milvus;
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountWhatIsNotLoadedFromAbove(Dialect dialect) {
        try (FakeMilvus milvus = withRows(dialect)) {
            assertThat(count(milvus)).isEqualTo(new Counted(10, Bound.AT_MOST));
        }
    }

    /** Before 2.3 there is no query for it. */
    @ParameterizedTest
    @CsvSource({"V2_2, 10, AT_MOST", "V2_3_5, 7, EXACT", "V2_6_20, 7, EXACT"})
    void shouldCountWhatIsLoadedAsExactlyAsTheVersionAllows(Dialect dialect, long rows, Bound bound) {
        try (FakeMilvus milvus = withRows(dialect)) {
            milvus.world().load("default", "book", "novel");

            assertThat(count(milvus)).isEqualTo(new Counted(rows, bound));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountWhatIsBeingLoadedFromAbove(Dialect dialect) {
        try (FakeMilvus milvus = withRows(dialect)) {
            milvus.world().load("default", "book", "novel", 50);

            assertThat(count(milvus)).isEqualTo(new Counted(10, Bound.AT_MOST));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotCountWhenFlushesAreRefused(Dialect dialect) {
        try (FakeMilvus milvus = withRows(dialect)) {
            milvus.next(Rpc.FLUSH, Fault.rateLimited());

            assertThat(count(milvus))
                    .isInstanceOfSatisfying(
                            Uncountable.class,
                            unknown -> assertThat(unknown.reason()).isEqualTo(Reason.SERVER_BUSY));
        }
    }

    @Test
    void shouldNotCountWhenTheQueryIsNotAnswered() {
        try (FakeMilvus milvus = withRows(Dialect.V2_3_5)) {
            milvus.world().load("default", "book", "novel");
            milvus.always(Rpc.QUERY, Fault.transport(Status.DEADLINE_EXCEEDED));

            assertThat(count(milvus))
                    .isInstanceOfSatisfying(
                            Uncountable.class,
                            unknown -> assertThat(unknown.reason()).isEqualTo(Reason.SERVER_UNREACHABLE));
        }
    }

    @Test
    void shouldNotBelieveAQueryOfWhatIsReleasedMeanwhile() {
        try (FakeMilvus milvus = withRows(Dialect.V2_3_5)) {
            milvus.world().load("default", "book", "novel");
            milvus.next(Rpc.QUERY, Fault.changedAfter(() -> milvus.world().release("default", "book", "novel")));

            assertThat(count(milvus)).isEqualTo(new Counted(10, Bound.AT_MOST));
        }
    }
}
