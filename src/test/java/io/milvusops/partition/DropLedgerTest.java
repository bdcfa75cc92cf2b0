package io.milvusops.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DropLedgerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final DropAllowance THREE_AN_HOUR = new DropAllowance(3, Duration.ofHours(1));

    private static DropLedger ledger(@Nullable Instant opened, int spent) {
        return new DropLedger(Optional.ofNullable(opened), spent);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing on record,                 ,                     0,  ,                     0, 3",
        "just opened,                       2026-01-01T12:00:00Z, 1,  2026-01-01T12:00:00Z, 1, 2",
        "last second of the window,         2026-01-01T11:00:01Z, 3,  2026-01-01T11:00:01Z, 3, 0",
        "window over,                       2026-01-01T11:00:00Z, 3,  ,                     0, 3",
        "window over long ago,              2020-01-01T11:00:00Z, 3,  ,                     0, 3",
        "limit lowered below what is spent, 2026-01-01T11:30:00Z, 9,  2026-01-01T11:30:00Z, 9, 0",
        "begins in the future,              2027-01-01T12:00:00Z, 3,  2026-01-01T12:00:00Z, 3, 0",
        "at the end of time,       +1000000000-12-31T23:59:59.999999999Z, 3, 2026-01-01T12:00:00Z, 3, 0",
        "start cannot be read,              ,                     3,  2026-01-01T12:00:00Z, 3, 0",
        "start without a drop,              2026-01-01T11:30:00Z, 0,  ,                     0, 3",
        "less than nothing spent,           2026-01-01T11:30:00Z, -5, ,                     0, 3",
    })
    void shouldBeWorthNow(
            String name, @Nullable Instant opened, int spent, @Nullable Instant from, int counted, int remaining) {
        DropLedger now = ledger(opened, spent).at(NOW, THREE_AN_HOUR);

        assertThat(now).isEqualTo(ledger(from, counted));
        assertThat(now.remaining(THREE_AN_HOUR)).isEqualTo(remaining);
    }

    @Test
    void shouldOpenTheWindowWithItsFirstDrop() {
        assertThat(DropLedger.CLOSED.spend(NOW)).isEqualTo(ledger(NOW, 1));
    }

    @Test
    void shouldNotMoveTheWindowWithALaterDrop() {
        assertThat(ledger(NOW.minusSeconds(60), 1).spend(NOW)).isEqualTo(ledger(NOW.minusSeconds(60), 2));
    }

    @Test
    void shouldMeasureTheOpenWindowByTheWindowOfTheSpecAsItIsNow() {
        DropLedger opened = ledger(NOW.minusSeconds(120), 3);

        assertThat(opened.at(NOW, new DropAllowance(3, Duration.ofMinutes(2)))).isEqualTo(DropLedger.CLOSED);
    }

    @Test
    void shouldTellWhenTheWindowIsOver() {
        assertThat(ledger(NOW, 1).ends(THREE_AN_HOUR)).contains(NOW.plus(Duration.ofHours(1)));
    }
}
