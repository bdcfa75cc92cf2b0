package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;

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
        KubernetesClient client = mock(RETURNS_DEEP_STUBS);
        MixedOperation<Event, EventList, Resource<Event>> events =
                client.events().v1().events();
        ArgumentCaptor<Event> sent = ArgumentCaptor.forClass(Event.class);
        try (Announcer announcer = new Announcer(client, "test")) {
            announcer.warning(Sights.resource(1, Map.of()), "DropBlocked", "word ".repeat(300) + "to cancel it, do so");
        }

        verify(events, timeout(10_000)).resource(sent.capture());
        assertThat(sent.getValue().getNote())
                .startsWith("word word")
                .contains("word … word")
                .endsWith("word to cancel it, do so")
                .hasSizeLessThanOrEqualTo(1_000);
    }
}
