package io.milvusops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/safety.md} has every scenario, and the tests that it names exist. */
class SafetyDocumentTest {

    private static final Path DOCUMENT = Path.of("docs", "safety.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final int SCENARIOS = 48;
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT))\\.(\\w+)`");
    private static final Pattern SUPERCLASS = Pattern.compile("\\bclass \\w+ extends (\\w+)");

    /** From the annotation to the name there is no end of a statement, so no other method lies between them. */
    private static final String TEST = "@(?:Test|ParameterizedTest)\\b[^;]*?\\bvoid %s\\(";

    record Named(String type, String method) {
        @Override
        public String toString() {
            return type + "." + method;
        }
    }

    static List<Named> named() throws IOException {
        return NAMED.matcher(Files.readString(DOCUMENT))
                .results()
                .map((MatchResult match) -> new Named(match.group(1), match.group(2)))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("named")
    void shouldNameTestsThatExist(Named named) throws IOException {
        assertThat(has(named.type(), named.method())).as(named.toString()).isTrue();
    }

    @Test
    void shouldHaveEachScenarioOnceAndInOrder() throws IOException {
        List<String> expected = IntStream.rangeClosed(1, SCENARIOS)
                .mapToObj("S-%02d"::formatted)
                .toList();

        assertThat(scenarios().map(row -> cell(row, 1))).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldNameATestOfEachScenarioOrSayWhyThereIsNone() throws IOException {
        assertThat(scenarios())
                .allMatch(row ->
                        NAMED.matcher(cell(row, 4)).find() || cell(row, 4).startsWith("no test: "));
    }

    private static Stream<String> scenarios() throws IOException {
        return Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| S-"));
    }

    private static String cell(String row, int number) {
        return row.split("\\|", -1)[number].strip();
    }

    /** The class has the test itself, or inherits it. */
    private static boolean has(String type, String method) throws IOException {
        Optional<String> source = source(type);
        if (source.isEmpty()) {
            return false;
        }
        if (Pattern.compile(TEST.formatted(method)).matcher(source.get()).find()) {
            return true;
        }
        Optional<String> parent = SUPERCLASS
                .matcher(source.get())
                .results()
                .map(match -> match.group(1))
                .findFirst();
        return parent.isPresent() && has(parent.get(), method);
    }

    private static Optional<String> source(String type) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            Optional<Path> file =
                    files.filter(path -> path.endsWith(type + ".java")).findFirst();
            return file.isPresent() ? Optional.of(Files.readString(file.get())) : Optional.empty();
        }
    }
}
