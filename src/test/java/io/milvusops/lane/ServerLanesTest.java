package io.milvusops.lane;

import static io.milvusops.lane.RecordedEvents.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.lane.Turn.Priority;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException.Effect;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerLanesTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final CollectionAddress TOME = new CollectionAddress("http://milvus:19530", "default", "tome");
    private static final LaneTimes QUICK = new LaneTimes(
            Duration.ofMillis(20),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofMillis(1),
            Duration.ofMillis(5));

    private final ScriptedServer server = new ScriptedServer();
    private final RecordedEvents events = new RecordedEvents();
    private final ServerLanes lanes = new ServerLanes(server, 1, QUICK, events);

    @AfterEach
    void close() {
        lanes.close();
    }

    @Test
    void shouldPollACollectionThatWasAskedForOnce() {
        lanes.submit(BOOK, new Request.Look());

        eventually().until(() -> events.observed.size() >= 3);
    }

    @Test
    void shouldAskAgainByItselfUntilTheServerAnswers() {
        server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE);
        lanes.submit(BOOK, new Request.Look());
        eventually().until(() -> events.observed.size() >= 2);
        server.failures.clear();

        eventually().until(() -> events.last() instanceof Observation.Listed);
    }

    @Test
    void shouldCarryOutAWriteThatArrivesBetweenPolls() {
        lanes.submit(BOOK, new Request.Create("uid", "one", ScriptedServer.FINGERPRINT, Optional::empty));

        eventually().until(() -> events.finished.containsKey("uid"));
    }

    /** Nothing in this test lasts as long as a pause of these. */
    private static final LaneTimes PATIENT = new LaneTimes(
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofHours(1),
            Duration.ofHours(1));

    private void failInBackOff(ServerLanes patient) {
        server.fail("list", Reason.SERVER_UNREACHABLE, Effect.NONE);
        patient.submit(BOOK, new Request.Look());
        eventually().until(() -> !events.observed.isEmpty());
        server.failures.clear();
    }

    private boolean seen(CollectionAddress collection) {
        return events.observed.stream()
                .anyMatch(observation -> observation instanceof Observation.Listed listed
                        && listed.snapshot().address().equals(collection));
    }

    @Test
    void shouldEndABackOffWhenAnotherLaneIsAnswered() {
        try (ServerLanes patient = new ServerLanes(server, 1, PATIENT, events)) {
            failInBackOff(patient);

            patient.submit(TOME, new Request.Look());

            eventually().until(() -> seen(TOME) && seen(BOOK));
        }
    }

    @Test
    void shouldEndABackOffWhenTheServerAnswersAProbe() {
        try (ServerLanes patient = new ServerLanes(server, 1, PATIENT, events)) {
            failInBackOff(patient);

            patient.probe(answer -> {});

            eventually().until(() -> seen(BOOK));
        }
    }

    private static LaneTimes daily(Duration retry) {
        return new LaneTimes(
                Duration.ofHours(24),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                retry,
                retry);
    }

    private void miss(ServerLanes daily) {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        daily.submit(BOOK, new Request.Look());
        eventually().until(() -> !events.observed.isEmpty());
    }

    @Test
    void shouldFindACollectionThatIsCreatedLongBeforeTheNextPoll() {
        try (ServerLanes daily = new ServerLanes(server, 1, daily(Duration.ofMillis(5)), events)) {
            miss(daily);

            server.failures.clear();

            eventually().until(() -> seen(BOOK));
        }
    }

    /** Whoever proves that a collection is gone, or looks for it by its id, must not wait for the next look. */
    @Test
    void shouldServeAtOnceWhoAsksForAMissingCollection() {
        try (ServerLanes daily = new ServerLanes(server, 1, daily(Duration.ofHours(1)), events)) {
            miss(daily);

            daily.submit(BOOK, new Request.Look());

            eventually().until(() -> events.observed.size() == 2);
        }
    }

    @Test
    void shouldEndABackOffWhenTheServerSaysThatAnotherCollectionIsMissing() {
        try (ServerLanes patient = new ServerLanes(server, 1, PATIENT, events)) {
            failInBackOff(patient);
            AtomicBoolean told = new AtomicBoolean();
            server.meanwhile.put("list", () -> {
                if (told.compareAndSet(false, true)) {
                    server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
                } else {
                    server.failures.clear();
                }
            });

            patient.submit(TOME, new Request.Look());

            eventually().until(() -> seen(BOOK));
        }
    }

    @Test
    void shouldServeWorkBeforePollsAndThenInOrder() {
        Turn poll = new Turn(Priority.POLL, 1, () -> {});
        Turn first = new Turn(Priority.WORK, 2, () -> {});
        Turn second = new Turn(Priority.WORK, 3, () -> {});

        assertThat(Stream.of(second, poll, first).sorted().toList()).containsExactly(first, second, poll);
    }
}
