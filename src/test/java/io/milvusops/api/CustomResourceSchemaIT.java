package io.milvusops.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema as a real API server understands it, one file per case; a file that is refused says how. */
class CustomResourceSchemaIT {

    private static final Path CASES = Path.of("src", "test", "resources", "schema");
    private static final Pattern EXPECTATION = Pattern.compile("^# expect: (.*)$", Pattern.MULTILINE);

    private static final String SEPARATOR = "---\n";

    private static InstalledKinds kinds;

    @BeforeAll
    static void install() throws IOException {
        kinds = new InstalledKinds();
        kinds.install();
    }

    @AfterAll
    static void stop() {
        kinds.close();
    }

    @AfterEach
    void deleteAll() {
        kinds.client().resources(MilvusPartition.class).inNamespace("default").delete();
    }

    static Stream<Path> valid() throws IOException {
        return files("valid");
    }

    static Stream<Path> invalid() throws IOException {
        return files("invalid");
    }

    static Stream<Path> acceptedChanges() throws IOException {
        return files("changes/accepted");
    }

    static Stream<Path> refusedChanges() throws IOException {
        return files("changes/refused");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void shouldAccept(Path file) throws Exception {
        InstalledKinds.Answer answer = kinds.tryToCreate(Files.readString(file));

        assertThat(answer.code()).as(answer.message()).isEqualTo(201);
        assertThat(answer.body().at("/status/observedGeneration").asInt()).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void shouldRefuseAndSayWhy(Path file) throws Exception {
        String yaml = Files.readString(file);

        InstalledKinds.Answer answer = kinds.tryToCreate(yaml);

        assertThat(answer.message()).contains(expectations(yaml));
        assertThat(answer.code()).isIn(400, 422);
    }

    @ParameterizedTest
    @MethodSource("acceptedChanges")
    void shouldAcceptChange(Path file) throws Exception {
        String yaml = Files.readString(file);
        InstalledKinds.Answer created = kinds.create(before(yaml));

        InstalledKinds.Answer answer = kinds.replace(created, after(yaml));

        assertThat(answer.code()).as(answer.message()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("refusedChanges")
    void shouldRefuseChangeAndSayWhy(Path file) throws Exception {
        String yaml = Files.readString(file);
        InstalledKinds.Answer created = kinds.create(before(yaml));

        InstalledKinds.Answer answer = kinds.replace(created, after(yaml));

        assertThat(answer.message()).contains(expectations(yaml));
        assertThat(answer.code()).isEqualTo(422);
    }

    @Test
    void shouldFillInNothingButEnsure() throws Exception {
        InstalledKinds.Answer answer =
                kinds.tryToCreate(Files.readString(CASES.resolve("valid/partition-minimal.yaml")));

        assertThat(answer.body().at("/spec").toString())
                .isEqualTo("{\"collection\":\"book\",\"ensure\":\"present\",\"partition\":\"novel\"}");
    }

    @Test
    void shouldExplainEveryFieldToItsUsers() {
        assertThat(explained("mpart")).contains("permanently drops the partition with all its data");
        assertThat(explained("mpart.spec.deletionPolicy"))
                .contains("ENUM: Delete Retain")
                .contains("Retain: it stays in Milvus");
        assertThat(explained("mpart.spec.collection")).contains("Required. Immutable.");
        assertThat(explained("mpart.status.conditions.status")).contains("ENUM: False True Unknown");
        assertThat(explained("mconn.spec.allowedTargets.partition")).contains("Default: any.");
    }

    @Test
    void shouldListUnderItsShortNameAndCategory() throws Exception {
        kinds.create(Files.readString(CASES.resolve("valid/partition-minimal.yaml")));

        assertThat(kinds.kubectl("get", "mpart", "-o", "wide").split("\\s+"))
                .containsSequence(
                        "NAME",
                        "COLLECTION",
                        "PARTITION",
                        "ENSURE",
                        "READY",
                        "REASON",
                        "ORIGIN",
                        "ON-DELETE",
                        "AGE",
                        "DATABASE",
                        "CONNECTION",
                        "PARTITION-ID",
                        "MESSAGE",
                        "case",
                        "book",
                        "novel",
                        "present");
        assertThat(kinds.kubectl("get", "milvus")).contains("milvuspartition.milvusops.io/case");
    }

    private static String explained(String field) {
        return kinds.kubectl("explain", field).replaceAll("\\s+", " ");
    }

    private static Stream<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(CASES.resolve(folder))) {
            return files.sorted().toList().stream();
        }
    }

    private static String before(String change) {
        return change.substring(0, change.indexOf(SEPARATOR));
    }

    private static String after(String change) {
        return change.substring(change.indexOf(SEPARATOR));
    }

    private static List<String> expectations(String yaml) {
        List<String> expectations =
                EXPECTATION.matcher(yaml).results().map(match -> match.group(1)).toList();
        assertThat(expectations).isNotEmpty();
        return expectations;
    }
}
