package io.milvusops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be known about the image without building it: that it fits the build before it and the pod after it. */
class DockerfileTest {

    private static final String DOCKERFILE = read("Dockerfile");
    private static final String POM = read("pom.xml");
    private static final JsonNode POD = pod();

    @Test
    void shouldCopyWhatTheBuildMakes() {
        assertThat(all("COPY (\\S+) ", DOCKERFILE))
                .containsExactly("target/" + one("<classpathPrefix>(.*)</", POM), "target/" + jar());
    }

    @Test
    void shouldLetTheBuilderSeeWhatIsCopiedAndNothingElse() {
        assertThat(read(".dockerignore").lines().filter(line -> !line.startsWith("#")))
                .containsExactly("*", "!target/lib", "!target/" + jar());
    }

    @Test
    void shouldStartTheJarThatWasCopied() {
        assertThat(DOCKERFILE).contains("\"-jar\", \"" + one("WORKDIR (.*)", DOCKERFILE) + "/" + jar() + "\"");
    }

    @Test
    void shouldUseABaseOfTheJavaVersionThatIsCompiledFor() {
        assertThat(one("ARG BASE=(.*)", DOCKERFILE))
                .matches("[a-z./-]+:" + one("<maven.compiler.release>(.*)</", POM) + "(\\.[\\d_.]+)?-jre.*");
    }

    @Test
    void shouldRunAsTheUserThatThePodDemands() {
        assertThat(one("USER (.*)", DOCKERFILE))
                .isEqualTo(POD.at("/securityContext/runAsUser").asText() + ":"
                        + POD.at("/securityContext/runAsGroup").asText());
        assertThat(POD.at("/securityContext/runAsUser").asInt()).isPositive();
    }

    @Test
    void shouldExposeThePortOfThePod() {
        assertThat(one("EXPOSE (.*)", DOCKERFILE))
                .isEqualTo(POD.at("/containers/0/ports/0/containerPort").asText());
    }

    @Test
    void shouldBeTheImageThatThePodNames() {
        String version =
                one("<artifactId>milvus-partition-operator</artifactId>\\s*<version>(.*?)(?:-SNAPSHOT)?</", POM);
        String image = one("<finalName>(.*)</", POM) + ":" + version;

        assertThat(POD.at("/containers/0/image").asText()).isEqualTo(image);
        assertThat(DOCKERFILE).contains("docker build -t " + image + " .");
    }

    private static String jar() {
        return one("<finalName>(.*)</", POM) + ".jar";
    }

    private static String one(String pattern, String text) {
        List<String> found = all(pattern, text);
        assertThat(found).as(pattern).hasSize(1);
        return found.get(0);
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static JsonNode pod() {
        try {
            return new ObjectMapper(new YAMLFactory())
                    .readTree(read("manifests/03-Deployment.milvus-partition-operator.yaml"))
                    .at("/spec/template/spec");
        } catch (IOException garbled) {
            throw new UncheckedIOException(garbled);
        }
    }
}
