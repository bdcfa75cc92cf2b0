package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncerTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00.123456789Z, 2026-01-01T00:00:00.123456Z",
        "2026-01-01T00:00:00.120Z, 2026-01-01T00:00:00.120000Z",
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00.000000Z"
    })
    void shouldWriteTimesOfEventsWithSixDigits(Instant instant, String written) {
        assertThat(Announcer.microTime(instant).getTime()).isEqualTo(written);
    }

    /** An event has room for a thousand characters, and what to do is said at the end. */
    @Test
    void shouldKeepTheWayOutOfANoteThatIsTooLong() {
        SentEvents events = new SentEvents();
        try (Announcer announcer = new Announcer(events.client, "test")) {
            announcer.warning(Sights.resource(1, Map.of()), "DropBlocked", "word ".repeat(300) + "to cancel it, do so");
        }

        Event sent = Awaitility.await()
                .until(() -> events.all().stream().findFirst(), Optional::isPresent)
                .orElseThrow();
        assertThat(sent.getNote())
                .startsWith("word word")
                .contains("word … word")
                .endsWith("word to cancel it, do so")
                .hasSizeLessThanOrEqualTo(1_000);
    }
}
