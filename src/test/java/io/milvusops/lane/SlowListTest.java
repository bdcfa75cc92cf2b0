package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list tells what was true at some moment since it was asked for: it is as old as the question, not as the answer. */
class SlowListTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final LaneTimes TIMES = LaneTimes.of(Duration.ofSeconds(30), Duration.ofSeconds(5));
    private static final DropGuard NONE = new DropGuard(OptionalLong.empty(), WhenLoaded.RELEASE);

    private final ScriptedServer server = new ScriptedServer();
    private final RecordedEvents events = new RecordedEvents();
    private final CollectionLane lane = new CollectionLane(server, BOOK, TIMES, events, server::nanos);
    private long asked;

    @BeforeEach
    void slow() {
        server.partitions.put("novel", new Entry(7, 1));
        lane.submit(new Request.Look());
        lane.turn();
        server.calls.clear();
        asked = server.now;
        firstListTakes(Duration.ofSeconds(2));
    }

    private void firstListTakes(Duration time) {
        server.meanwhile.put("list", () -> {
            server.meanwhile.remove("list");
            server.now += time.toNanos();
        });
    }

    private void drop() {
        lane.submit(
                new Request.Drop("uid", "novel", new Incarnation(ScriptedServer.COLLECTION, 7), NONE, Optional::empty));
        lane.turn();
    }

    @Test
    void shouldNotSendADropOnTheWordOfAListThatWasAskedForTwoSecondsAgo() {
        drop();

        assertThat(server.calls).containsExactly("list", "describe", "rows", "list", "drop novel", "list");
    }

    @Test
    void shouldSendADropOnTheWordOfAListThatTookHalfASecond() {
        firstListTakes(Duration.ofMillis(500));

        drop();

        assertThat(server.calls).containsExactly("list", "describe", "rows", "drop novel", "list");
    }

    @Test
    void shouldSayOfAListWhenItWasAskedFor() {
        lane.submit(new Request.Look());

        lane.turn();

        assertThat(((Observation.Listed) events.last()).snapshot().beganNanos()).isEqualTo(asked);
    }

    @Test
    void shouldSayOfAnAbsenceWhenItWasAskedFor() {
        server.fail("list", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
        lane.submit(new Request.Look());

        lane.turn();

        assertThat(((Observation.NoSuchName) events.last()).beganNanos()).isEqualTo(asked);
    }
}
