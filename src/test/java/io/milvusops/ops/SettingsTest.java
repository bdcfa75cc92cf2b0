package io.milvusops.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void shouldHaveADefaultForEverything() {
        assertThat(Settings.read(Map.of("PATH", "/bin")))
                .isEqualTo(new Settings(Set.of(), 8080, 8, Duration.ofSeconds(20), Optional.empty(), "INFO"));
    }

    @Test
    void shouldReadEverySetting() {
        ElectionRules rules = new ElectionRules(
                "operators", "books", Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofMillis(500));
        assertThat(Settings.read(Map.of(
                        "MILVUSOPS_WATCH_NAMESPACES", "search, books",
                        "MILVUSOPS_HTTP_PORT", "0",
                        "MILVUSOPS_RECONCILE_THREADS", "64",
                        "MILVUSOPS_SHUTDOWN_GRACE", "1m30s",
                        "MILVUSOPS_LEASE_NAMESPACE", "operators",
                        "MILVUSOPS_LEASE_NAME", "books",
                        "MILVUSOPS_LEASE_DURATION", "30s",
                        "MILVUSOPS_RENEW_DEADLINE", "20s",
                        "MILVUSOPS_RETRY_PERIOD", "500ms",
                        "MILVUSOPS_LOG_LEVEL", "debug")))
                .isEqualTo(new Settings(
                        Set.of("search", "books"), 0, 64, Duration.ofSeconds(90), Optional.of(rules), "DEBUG"));
    }

    @Test
    void shouldTakeAnEmptyVariableForUnset() {
        assertThat(Settings.read(Map.of("MILVUSOPS_HTTP_PORT", " ", "MILVUSOPS_WATCH_NAMESPACES", "")))
                .isEqualTo(Settings.read(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MILVUSOPS_WATCH_NAMESPACES | search,",
                "MILVUSOPS_WATCH_NAMESPACES | Search",
                "MILVUSOPS_WATCH_NAMESPACES | *",
                "MILVUSOPS_HTTP_PORT        | 65536",
                "MILVUSOPS_HTTP_PORT        | -1",
                "MILVUSOPS_HTTP_PORT        | 99999999999999999999",
                "MILVUSOPS_RECONCILE_THREADS| 0",
                "MILVUSOPS_RECONCILE_THREADS| eight",
                "MILVUSOPS_SHUTDOWN_GRACE   | 20",
                "MILVUSOPS_SHUTDOWN_GRACE   | 999ms",
                "MILVUSOPS_SHUTDOWN_GRACE   | 10m1s",
                "MILVUSOPS_SHUTDOWN_GRACE   | PT20S",
                "MILVUSOPS_SHUTDOWN_GRACE   | 30s1m",
                "MILVUSOPS_LEASE_NAMESPACE  | a.b",
                "MILVUSOPS_LEASE_NAME       | Lease",
                "MILVUSOPS_LEASE_DURATION   | 4s",
                "MILVUSOPS_LEASE_DURATION   | 15s500ms",
                "MILVUSOPS_RENEW_DEADLINE   | 13s1ms",
                "MILVUSOPS_RETRY_PERIOD     | 4s",
                "MILVUSOPS_LOG_LEVEL        | verbose",
            })
    void shouldNameVariableValueAndWhatIsAllowed(String variable, String value) {
        Setting setting = Stream.of(Setting.values())
                .filter(known -> known.variable().equals(variable))
                .findFirst()
                .orElseThrow();

        assertThat(problems(Map.of(variable, value)))
                .containsExactly("%s=\"%s\" is not allowed; allowed: %s".formatted(variable, value, setting.allowed()));
    }

    /** Each call is given what is left of the Lease, and none is sent with less than two seconds: there must be some. */
    @ParameterizedTest
    @CsvSource({"5s, 3s", "15s, 13s", "10m, 9m58s"})
    void shouldLeaveTimeForACallAfterTheRenewDeadline(String lease, String deadline) {
        assertThat(Settings.read(Map.of(
                                "MILVUSOPS_LEASE_NAMESPACE",
                                "operators",
                                "MILVUSOPS_LEASE_DURATION",
                                lease,
                                "MILVUSOPS_RENEW_DEADLINE",
                                deadline,
                                "MILVUSOPS_RETRY_PERIOD",
                                "100ms"))
                        .election()
                        .map(ElectionRules::margin))
                .contains(Duration.ofSeconds(2));
    }

    @Test
    void shouldRefuseAnUnknownVariableAndNameTheNearest() {
        assertThat(problems(Map.of("MILVUSOPS_WATCH_NAMESPACE", "search")))
                .containsExactly("MILVUSOPS_WATCH_NAMESPACE=\"search\" is no setting; "
                        + "the nearest one is MILVUSOPS_WATCH_NAMESPACES");
    }

    @Test
    void shouldReportAllProblemsAtOnce() {
        assertThat(problems(Map.of(
                        "MILVUSOPS_HTTP_PORT", "http",
                        "MILVUSOPS_RECONCILE_THREADS", "0",
                        "MILVUSOPS_LOGLEVEL", "INFO")))
                .hasSize(3);
    }

    @Test
    void shouldHaveARowInTheDocumentationForEverySettingAndNoOther() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs", "settings.md")).stream()
                .filter(line -> line.startsWith("| `" + Setting.PREFIX))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Stream.of(Setting.values()).map(SettingsTest::row).toList());
    }

    private static String row(Setting setting) {
        String fallback = setting.fallback().isEmpty() ? "unset" : "`%s`".formatted(setting.fallback());
        return "| `%s` | %s | %s | %s |".formatted(setting.variable(), fallback, setting.allowed(), setting.meaning());
    }

    private static List<String> problems(Map<String, String> environment) {
        return catchThrowableOfType(SettingsException.class, () -> Settings.read(environment))
                .problems();
    }
}
