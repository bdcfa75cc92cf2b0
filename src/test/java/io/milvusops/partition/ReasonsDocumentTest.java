package io.milvusops.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code docs/reasons.md} says of each reason is what the code does. */
class ReasonsDocumentTest {

    private static final Path DOCUMENT = Path.of("docs", "reasons.md");

    @Test
    void shouldHaveOneRowForEachReasonAndNoOther() throws IOException {
        List<String> expected =
                Arrays.stream(Reason.values()).map(ReasonsDocumentTest::row).toList();

        assertThat(documented()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String row(Reason reason) {
        String ready = reason.readiness().name();
        String progress = switch (reason.progress()) {
            case SETTLED -> "neither";
            case RECONCILING -> "Reconciling";
            case STALLED -> "Stalled";
        };
        String later = reason.patience()
                .map(patience -> patience.equals(Duration.ofMinutes(1))
                        ? ", after a minute Stalled"
                        : ", after five minutes Stalled")
                .orElse("");
        return String.join(
                " | ",
                "`" + reason.text() + "`",
                ready.charAt(0) + ready.substring(1).toLowerCase(Locale.ROOT),
                progress + later);
    }

    /** The first three cells of each row. */
    private static List<String> documented() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.split("\\|", -1))
                        .skip(1)
                        .limit(3)
                        .map(String::strip)
                        .collect(Collectors.joining(" | ")))
                .toList();
    }
}
