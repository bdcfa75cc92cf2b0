package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.lane.Outcome;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Flight;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Listing;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Order;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FlightsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Memory ATTEMPTED = new Memory(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Order(Optional.of(new Incarnation(100, 7)), Order.Stage.ATTEMPTED)));

    private long now = 50 * SECOND;
    private final Flights flights = new Flights(Duration.ofSeconds(6), () -> now);

    private Flight seen(Memory memory, long listBegan) {
        Snapshot snapshot = new Snapshot(
                new CollectionAddress("http://milvus:19530", "default", "book"),
                1,
                new CollectionDescription(100, "book"),
                new Listing(101, Map.of()),
                listBegan,
                listBegan + 1);
        return flights.of("uid", "5", memory, Optional.of(snapshot));
    }

    @Test
    void shouldBeGroundedAtFirst() {
        assertThat(seen(Memory.NONE, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldWaitForAnAttemptOfAnEarlierProcess() {
        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.UNSETTLED);
    }

    @Test
    void shouldSettleAnAttemptOfAnEarlierProcessByALaterList() {
        seen(ATTEMPTED, now);

        assertThat(seen(ATTEMPTED, now + 7 * SECOND)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldBeArmedForExactlyTheRecordedVersion() {
        flights.armed("uid", "4");

        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldBeArmedAtTheRecordedVersion() {
        flights.armed("uid", "5");

        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.ARMED);
    }

    @Test
    void shouldLoseTheEntitlementAfterSeconds() {
        flights.armed("uid", "5");
        now += Flights.ARMED_FOR.toNanos();

        assertThat(seen(ATTEMPTED, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldSendOneAtATime() {
        flights.sent("uid");

        assertThat(flights.sent("uid")).isFalse();
    }

    @Test
    void shouldNotSendWhileAnOutcomeIsUnknown() {
        flights.sent("uid");
        flights.finished("uid", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "", now + SECOND));

        assertThat(flights.sent("uid")).isFalse();
    }

    @Test
    void shouldNotSettleByAListBegunBeforeTheDeadline() {
        flights.sent("uid");
        flights.finished("uid", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "", now + SECOND));

        assertThat(seen(Memory.NONE, now)).isEqualTo(Flight.UNSETTLED);
    }

    @Test
    void shouldLandWithAnAnswer() {
        flights.sent("uid");
        flights.finished("uid", new Outcome.Answered(OptionalLong.empty()));

        assertThat(seen(Memory.NONE, now)).isEqualTo(Flight.NONE);
    }

    @Test
    void shouldNotRememberAResourceThatIsGone() {
        flights.sent("uid");
        flights.forget("uid");
        flights.finished("uid", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "", now + SECOND));

        assertThat(seen(Memory.NONE, now)).isEqualTo(Flight.NONE);
    }
}
