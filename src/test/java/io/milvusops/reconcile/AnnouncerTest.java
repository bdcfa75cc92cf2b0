package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
}
