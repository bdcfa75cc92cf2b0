package io.milvusops.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The other end of {@code servers.py run}: one JSON line asked, one answered. The supervisor stops every server when its
 * input ends, so nothing outlives this JVM, however it ends.
 */
final class Supervisor implements AutoCloseable {
    private static final int END_SECONDS = 15;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private Supervisor(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Its messages, such as the progress of a first build, go where those of this JVM go. */
    static Supervisor launch(Path projectDirectory, List<String> options) {
        Path script = projectDirectory.resolve(Path.of("scripts", "servers", "servers.py"));
        List<String> command = new ArrayList<>(List.of("python3", script.toString(), "run"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            return new Supervisor(builder.start());
        } catch (IOException e) {
            throw new TestServersException("python3 could not be started: " + e.getMessage(), e);
        }
    }

    synchronized JsonNode read() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new TestServersException("the supervisor of the test servers has ended; its messages tell why");
            }
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new TestServersException("no answer from the supervisor of the test servers", e);
        }
    }

    synchronized JsonNode ask(Map<String, ?> command) {
        send(command);
        JsonNode answer = read();
        if (!answer.path("ok").asBoolean()) {
            throw new TestServersException(answer.path("error").asText());
        }
        return answer;
    }

    private void send(Map<String, ?> command) {
        try {
            commands.write(JSON.writeValueAsString(command));
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new TestServersException("the supervisor of the test servers has ended; its messages tell why", e);
        }
    }

    void signal(String name, Signal signal) {
        ask(Map.of("do", "signal", "name", name, "signal", signal.name()));
    }

    /** Does not wait for another thread's command: the end of the input interrupts it. Closing twice is harmless. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new TestServersException(
                        "the test servers did not stop in " + END_SECONDS + " s and were killed");
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
