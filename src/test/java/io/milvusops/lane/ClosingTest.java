package io.milvusops.lane;

import static io.milvusops.lane.RecordedEvents.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.DropGuard;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException.Effect;
import io.milvusops.partition.Wish.WhenLoaded;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever ends a lane: what was sent is told as it was, what was not sent is never sent. */
class ClosingTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final LaneTimes TIMES = LaneTimes.of(Duration.ofSeconds(30), Duration.ofSeconds(5));
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final DropGuard ANY = new DropGuard(OptionalLong.empty(), WhenLoaded.RELEASE);

    private final ScriptedServer server = new ScriptedServer();
    private final RecordedEvents events = new RecordedEvents();
    private final CollectionLane lane = new CollectionLane(server, BOOK, TIMES, events, server::nanos);
    private final CountDownLatch sent = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);

    @BeforeEach
    void addPartitions() {
        server.partitions.put("novel", new Entry(7, 1));
        server.partitions.put("poem", new Entry(8, 2));
    }

    private static Request.Drop drop(String partition, long id, DropGuard guard) {
        return new Request.Drop(
                partition, partition, new Incarnation(ScriptedServer.COLLECTION, id), guard, Optional::empty);
    }

    private ServerLanes lanes(Duration drain) {
        return new ServerLanes(server, 1, TIMES, events, drain);
    }

    private void sendADropThatHangs(ServerLanes lanes) throws InterruptedException {
        server.meanwhile.put("drop", () -> {
            sent.countDown();
            awaitAnswer();
        });
        lanes.submit(BOOK, drop("novel", 7, ANY));
        sent.await();
    }

    private void awaitAnswer() {
        try {
            answered.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertClosed(String uid) {
        assertThat(events.finished.get(uid))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.CONNECTION_NOT_READY));
    }

    @Test
    void shouldProveAndTellADropThatIsUnderWayWhenTheLanesAreClosed() throws InterruptedException {
        ServerLanes lanes = lanes(LONG);
        sendADropThatHangs(lanes);
        Thread closing = new Thread(lanes::close);
        closing.start();
        answered.countDown();

        closing.join();

        assertThat(server.calls).containsSubsequence("drop novel", "list", "close");
        assertThat(events.answered("novel")).isEqualTo(OptionalLong.of(42));
        assertThat(events.last()).isInstanceOf(Observation.Listed.class);
    }

    @Test
    void shouldTellADropThatTheClosedChannelBrokeAsUnknown() throws InterruptedException {
        ServerLanes lanes = lanes(Duration.ZERO);
        server.meanwhile.put("close", answered::countDown);
        server.fail("drop", Reason.SERVER_UNREACHABLE, Effect.UNKNOWN);
        sendADropThatHangs(lanes);

        lanes.close();

        eventually().until(() -> events.finished.get("novel") instanceof Outcome.Unknown);
    }

    @Test
    void shouldSendNoDropOfTheSameBatchAfterTheClose() {
        server.meanwhile.put("drop", lane::close);
        lane.submit(drop("novel", 7, ANY));
        lane.submit(drop("poem", 8, ANY));

        lane.turn();

        assertThat(server.calls).doesNotContain("drop poem");
        assertThat(events.answered("novel")).isEqualTo(OptionalLong.of(42));
        assertClosed("poem");
    }

    @Test
    void shouldSendNoCreateOfTheSameBatchAfterTheClose() {
        server.meanwhile.put("create", lane::close);
        lane.submit(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, Optional::empty));
        lane.submit(new Request.Create("b", "two", ScriptedServer.FINGERPRINT, Optional::empty));

        lane.turn();

        assertThat(server.calls).doesNotContain("create two");
        assertClosed("b");
    }

    /** It would wait for an answer for nobody. */
    @Test
    void shouldAskNothingWhereTheCloseOvertakesAllWrites() {
        Permit closing = () -> {
            lane.close();
            return Optional.of("the resource changed");
        };
        lane.submit(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, closing));
        lane.submit(new Request.Create("b", "two", ScriptedServer.FINGERPRINT, Optional::empty));

        lane.turn();

        assertThat(server.calls).isEmpty();
    }

    @Test
    void shouldNeitherReleaseNorDropWhatWasCountedWhenTheLaneWasClosed() {
        server.loaded.add("novel");
        server.meanwhile.put("count", lane::close);
        lane.submit(drop("novel", 7, new DropGuard(OptionalLong.of(1_000), WhenLoaded.RELEASE)));

        lane.turn();

        assertThat(server.calls).contains("count").doesNotContain("release", "drop novel");
        assertClosed("novel");
    }

    @Test
    void shouldNotDropWhatWasReleasedWhenTheLaneWasClosed() {
        server.loaded.add("novel");
        server.meanwhile.put("release", lane::close);
        lane.submit(drop("novel", 7, new DropGuard(OptionalLong.of(1_000), WhenLoaded.RELEASE)));

        lane.turn();

        assertThat(server.calls).contains("release").doesNotContain("drop novel");
        assertClosed("novel");
    }

    @Test
    void shouldAnswerWhatWaitsWhenTheLaneIsClosed() {
        lane.submit(drop("novel", 7, ANY));
        lane.submit(new Request.Measure("asking", "poem", Optional::empty));

        lane.close();

        assertClosed("novel");
        assertThat(events.measured.get("poem")).isInstanceOf(Measurement.Failed.class);
    }

    @Test
    void shouldAnswerAMeasurementThatWasPutOffWhenTheLaneIsClosed() {
        server.meanwhile.put("flush", () -> {
            lane.submit(new Request.Create("a", "one", ScriptedServer.FINGERPRINT, Optional::empty));
            server.meanwhile.put("rows", lane::close);
        });
        lane.submit(new Request.Measure("asking", "novel", Optional::empty));
        lane.submit(new Request.Measure("asking", "poem", Optional::empty));

        lane.turn();

        assertThat(events.measured).containsOnlyKeys("novel", "poem");
    }

    @Test
    void shouldAnswerARequestThatComesAfterTheClose() {
        ServerLanes lanes = lanes(LONG);
        lanes.submit(BOOK, new Request.Look());
        eventually().until(() -> !events.observed.isEmpty());
        lanes.close();

        lanes.submit(BOOK, drop("novel", 7, ANY));

        assertClosed("novel");
    }

    @Test
    void shouldAnswerARequestForANewCollectionThatComesAfterTheClose() {
        ServerLanes lanes = lanes(LONG);
        lanes.close();

        lanes.submit(BOOK, drop("novel", 7, ANY));

        assertClosed("novel");
    }

    @Test
    void shouldAnswerWhatWaitsForACollectionThatIsForgotten() throws InterruptedException {
        try (ServerLanes lanes = lanes(LONG)) {
            sendADropThatHangs(lanes);
            lanes.submit(BOOK, drop("poem", 8, ANY));

            lanes.forget(BOOK);

            assertClosed("poem");
            answered.countDown();
        }
    }

    @Test
    void shouldServeACollectionAgainThatWasForgottenDuringATurn() throws InterruptedException {
        try (ServerLanes lanes = lanes(LONG)) {
            sendADropThatHangs(lanes);
            lanes.forget(BOOK);
            lanes.submit(BOOK, new Request.Create("a", "one", ScriptedServer.FINGERPRINT, Optional::empty));

            answered.countDown();

            eventually().until(() -> events.finished.containsKey("a"));
        }
    }

    @Test
    void shouldTellEveryOutcomeAlthoughOneCannotBeTold() {
        LaneEvents deaf = new RecordedEvents() {
            @Override
            public void finished(CollectionAddress collection, String uid, Outcome outcome) {
                if (uid.equals("novel")) {
                    throw new IllegalStateException("deaf");
                }
                events.finished(collection, uid, outcome);
            }
        };
        CollectionLane lane = new CollectionLane(server, BOOK, TIMES, deaf, server::nanos);
        lane.submit(drop("novel", 7, ANY));
        lane.submit(drop("poem", 8, ANY));

        lane.turn();

        assertThat(events.answered("poem")).isEqualTo(OptionalLong.of(42));
    }

    @Test
    void shouldTellADropAsUnknownWhenTheTurnBreaks() {
        server.meanwhile.put("drop", () -> {
            throw new StackOverflowError();
        });
        lane.submit(drop("novel", 7, ANY));

        assertThatThrownBy(lane::turn).isInstanceOf(StackOverflowError.class);

        assertThat(events.finished.get("novel")).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void shouldServeACollectionAgainAfterATurnThatBroke() {
        LaneTimes quick = new LaneTimes(
                Duration.ofHours(1),
                LONG,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofMillis(1),
                Duration.ofMillis(1));
        try (ServerLanes lanes = new ServerLanes(server, 1, quick, events)) {
            server.meanwhile.put("list", () -> {
                server.meanwhile.clear();
                throw new StackOverflowError();
            });

            lanes.submit(BOOK, new Request.Look());

            eventually().until(() -> events.observed.stream().anyMatch(Observation.Listed.class::isInstance));
        }
    }
}
