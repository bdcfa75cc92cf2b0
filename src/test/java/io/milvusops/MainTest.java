package io.milvusops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    /** With a class that is broken, and needed only when the process listens, and threads of its own keep it alive. */
    private static String classPath(Path folder) throws IOException {
        Path room = Files.createDirectories(folder.resolve("io/milvusops/reconcile"));
        Files.createFile(room.resolve("Announcer.class"));
        return folder + File.pathSeparator + System.getProperty("java.class.path");
    }

    @Test
    void shouldEndTheProcessForAnErrorAtStart(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(folder),
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("MILVUSOPS_HTTP_PORT", "0");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readString(output)).contains("ClassFormatError");
        assertThat(process.exitValue()).isEqualTo(1);
    }
}
