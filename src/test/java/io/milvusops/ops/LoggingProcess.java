package io.milvusops.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a program with the shipped {@code logback.xml}: the tests' own process logs by another configuration. */
public final class LoggingProcess {

    private LoggingProcess() {}

    /** The lines that the program's main method prints. */
    public static List<String> log(Class<?> program, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=" + Path.of("src", "main", "resources", "logback.xml"),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName());
        builder.environment().remove(Setting.LOG_LEVEL.variable());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }
}
