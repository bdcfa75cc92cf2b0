package io.milvusops.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Runs the shipped {@code logback.xml} in a process of its own: this one logs by the tests' configuration. */
class LogFormatTest {

    @Test
    void shouldWriteOneLinePerEventWithItsKeyValues() throws Exception {
        assertThat(log(Map.of()))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("INFO", "Dropped a partition", "partition=\"novel\""))
                .anySatisfy(line -> assertThat(line)
                        .contains("ERROR", "first | second", "java.lang.IllegalStateException: broken"));
    }

    @Test
    void shouldTakeTheLevelFromTheSetting() throws Exception {
        assertThat(log(Map.of(Setting.LOG_LEVEL.variable(), "ERROR"))).hasSize(1);
    }

    private static List<String> log(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=" + Path.of("src", "main", "resources", "logback.xml"),
                "-cp",
                System.getProperty("java.class.path"),
                Speaker.class.getName());
        builder.environment().remove(Setting.LOG_LEVEL.variable());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    /** Says two things, one of them in the way of a line-breaking text from elsewhere. */
    static final class Speaker {

        private Speaker() {}

        public static void main(String[] arguments) {
            LoggerFactory.getLogger("io.milvusops.Speaker")
                    .atInfo()
                    .addKeyValue("partition", "novel")
                    .log("Dropped a partition");
            LoggerFactory.getLogger("io.milvusops.Speaker").error("first\nsecond", new IllegalStateException("broken"));
            LoggerFactory.getLogger("io.fabric8.kubernetes.client").info("chatter");
        }
    }
}
