package io.milvusops.it;

import io.milvusops.servers.Signal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged operator as users run it. */
public final class OperatorProcess implements AutoCloseable {

    private final Path kubeconfig;
    private final Map<String, String> settings;
    private final Path log;
    private Process process;

    public OperatorProcess(Path kubeconfig) throws IOException {
        this(kubeconfig, Map.of());
    }

    /** With settings, as variables of its environment. */
    public OperatorProcess(Path kubeconfig, Map<String, String> settings) throws IOException {
        this.kubeconfig = kubeconfig;
        this.settings = Map.copyOf(settings);
        this.log = Files.createTempFile("operator", ".log");
        this.process = launch();
        // Whoever ends the tests before their end ends the operator, too.
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("operator.jar")));
        builder.environment().putAll(Map.of("KUBECONFIG", kubeconfig.toString(), "MILVUSOPS_HTTP_PORT", "0"));
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }

    /** SIGKILL: it gets no chance to finish anything. */
    public void kill() {
        try {
            // Of one that ended long ago, onExit() would wait for whatever process has its number by now.
            process.destroyForcibly().waitFor();
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    /** SIGTERM; returns the exit code. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /** Returns the exit code. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after 30 s; its log:\n" + log());
        }
        return process.exitValue();
    }

    /** SIGTERM, without waiting; the exit code comes in its time. */
    CompletableFuture<Integer> askToEnd() {
        process.destroy();
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Sends a signal that does not end it. */
    void signal(Signal signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("no process to signal; its log:\n" + log());
        }
    }

    public void restart() throws IOException {
        process = launch();
    }

    /** What it counts, in the text format of Prometheus. */
    String metrics() throws IOException, InterruptedException {
        return ask("/metrics").body();
    }

    /** The code with which it answers at that path. */
    int status(String path) throws IOException, InterruptedException {
        return ask(path).statusCode();
    }

    /** Whether it counts itself as the leader. */
    boolean leads() throws IOException, InterruptedException {
        return metrics().contains("milvusops_leader 1.0");
    }

    /** Whether a Deployment goes on with its update. */
    boolean ready() throws IOException, InterruptedException {
        return ask("/readyz").statusCode() == 200;
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        Matcher port = Pattern.compile("listening port=\"(\\d+)\"").matcher(log());
        String last =
                port.results().reduce((earlier, later) -> later).orElseThrow().group(1);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + last + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return "no log: " + unreadable.getMessage();
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        Files.deleteIfExists(log);
    }
}
