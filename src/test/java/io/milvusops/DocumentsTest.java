package io.milvusops;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MetadataKeys;
import io.milvusops.ops.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents name exists: files, sections, annotations, settings and options. */
class DocumentsTest {

    private static final Path README = Path.of("README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern PATH = Pattern.compile(
            "(?<![\\w/.-])(?:\\./)?((?:docs|scripts|examples|manifests|crds|src)(?:/[\\w.-]*\\w)?)/?(?=[`\\s),;:]|$)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern KEY = Pattern.compile("(?<![\\w.])milvusops\\.io/([a-z0-9-]*[a-z0-9])");
    private static final Pattern SETTING = Pattern.compile("MILVUSOPS_[A-Z_]*[A-Z]");
    private static final Pattern VERSION =
            Pattern.compile("(?:milvus-partition-operator:|ref=v|newTag: |tag `v)([0-9]+\\.[0-9]+\\.[0-9]+)");
    private static final Pattern BUILT =
            Pattern.compile("<artifactId>milvus-partition-operator</artifactId>\\s*<version>([^<]+)");
    private static final Pattern DEMO_OPTION = Pattern.compile("\\./demo (--[a-z-]+)");

    /** What else is written with the group before it: the version, and who reports events. */
    private static final Set<String> OTHER_KEYS = Set.of("v1alpha1", "milvus-partition-operator");

    /** In an example of what a wrong setting leads to. */
    private static final String WRONG_SETTING = "MILVUSOPS_COLOUR";

    static List<Path> documents() throws IOException {
        try (Stream<Path> files =
                Stream.of("docs", "examples", "scripts").map(Path::of).flatMap(DocumentsTest::markdown)) {
            return Stream.concat(Stream.of(README, Path.of("CHANGELOG.md")), files)
                    .toList();
        }
    }

    private static Stream<Path> markdown(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldLinkToFilesAndSectionsThatExist(Path document) throws IOException {
        for (String link : found(LINK, Files.readString(document))) {
            if (link.startsWith("https://")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
            assertThat(file).as("%s links to %s", document, link).exists();
            if (parts.length == 2) {
                assertThat(sections(file)).as("%s links to %s", document, link).contains(parts[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldNamePathsThatExist(Path document) throws IOException {
        assertThat(found(PATH, code(document)))
                .allSatisfy(path -> assertThat(Path.of(path))
                        .as("%s names %s", document, path)
                        .exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldNameKnownAnnotationsAndFinalizersOnly(Path document) throws IOException {
        assertThat(found(KEY, Files.readString(document)))
                .allMatch(key -> OTHER_KEYS.contains(key) || keys().contains(key));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldNameKnownSettingsOnly(Path document) throws IOException {
        assertThat(found(SETTING, Files.readString(document)))
                .allMatch(name -> name.equals(WRONG_SETTING)
                        || Arrays.stream(Setting.values())
                                .anyMatch(setting -> setting.variable().equals(name)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldNameOptionsThatTheDemoHas(Path document) throws IOException {
        String demo = Files.readString(Path.of("scripts", "demo.py"));

        assertThat(found(DEMO_OPTION, Files.readString(document)))
                .allMatch(option -> demo.contains("add_argument(\"" + option + "\""));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldNameTheVersionThatIsBuilt(Path document) throws IOException {
        String release = version().replace("-SNAPSHOT", "");

        assertThat(found(VERSION, Files.readString(document))).allMatch(release::equals);
    }

    /** What is not released has no tag that could be fetched. */
    @Test
    void shouldSayThatTheTagIsStillToComeUntilTheReleaseIsThere() throws IOException {
        assertThat(Files.readString(Path.of("docs", "install.md")).contains("` comes with the release"))
                .isEqualTo(version().endsWith("-SNAPSHOT"));
    }

    private static String version() throws IOException {
        return found(BUILT, Files.readString(Path.of("pom.xml"))).get(0);
    }

    @Test
    void shouldExplainEveryAnnotationInTheReadme() throws IOException {
        Set<String> explained = Files.readAllLines(README).stream()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> found(KEY, line).stream().limit(1))
                .collect(Collectors.toSet());

        assertThat(explained).containsAll(annotations());
    }

    /** What a user types: blocks and inline code. */
    private static String code(Path document) throws IOException {
        StringBuilder code = new StringBuilder();
        boolean block = false;
        for (String line : Files.readAllLines(document)) {
            if (line.startsWith("```")) {
                block = !block;
            } else if (block || line.startsWith("    ")) {
                code.append(line).append('\n');
            } else {
                found(CODE, line).forEach(part -> code.append(part).append('\n'));
            }
        }
        return code.toString();
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(match.groupCount()))
                .toList();
    }

    /** The names by which a browser jumps to the headings. */
    private static List<String> sections(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static Set<String> annotations() {
        return keys().stream()
                .filter(key -> !Set.of(MetadataKeys.PARTITION_FINALIZER, MetadataKeys.IN_USE_FINALIZER)
                        .contains("milvusops.io/" + key))
                .collect(Collectors.toSet());
    }

    private static Set<String> keys() {
        return Arrays.stream(MetadataKeys.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(DocumentsTest::name)
                .collect(Collectors.toSet());
    }

    private static String name(Field key) {
        try {
            return String.valueOf(key.get(null)).substring("milvusops.io/".length());
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }
}
