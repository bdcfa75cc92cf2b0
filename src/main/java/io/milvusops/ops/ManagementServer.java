package io.milvusops.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the kubelet and Prometheus: {@code GET /livez}, {@code /readyz} and {@code /metrics}. Health is 200 or 503;
 * a source that throws is 500, and never stops the server.
 */
public final class ManagementServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);

    // More than one, so that a slow scrape does not make the kubelet believe that the process hangs.
    private static final int THREADS = 4;
    private static final AtomicInteger THREAD_NUMBER = new AtomicInteger();
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads;
    private final BooleanSupplier live;
    private final BooleanSupplier ready;
    private final Supplier<String> metrics;

    private ManagementServer(HttpServer server, BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics) {
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS, ManagementServer::daemon);
        this.live = live;
        this.ready = ready;
        this.metrics = metrics;
    }

    /**
     * Starts to listen on all addresses. The sources are asked at every request, by several threads at a time.
     *
     * @param port 0 for any free one
     * @throws IOException when the port cannot be had
     */
    public static ManagementServer start(
            int port, BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics) throws IOException {
        ManagementServer management =
                new ManagementServer(HttpServer.create(new InetSocketAddress(port), 0), live, ready, metrics);
        management.server.setExecutor(management.threads);
        management.server.createContext("/", management::answer);
        management.server.start();
        return management;
    }

    /** The port that is listened on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops at once: requests under way are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        // A path is compared as a whole: a context of the server would also take everything that starts with it.
        try (exchange) {
            Answer answer = "GET".equals(exchange.getRequestMethod())
                    ? page(exchange.getRequestURI().getPath())
                    : new Answer(405, PLAIN, "only GET\n");
            if (answer.status() == 405) {
                exchange.getResponseHeaders().set("Allow", "GET");
            }
            send(exchange, answer);
        }
    }

    // Whatever a source throws: the scrape fails, the server goes on.
    private Answer page(String path) {
        try {
            return switch (path) {
                case "/livez" -> health(live);
                case "/readyz" -> health(ready);
                case "/metrics" -> new Answer(200, PROMETHEUS, metrics.get());
                default -> new Answer(404, PLAIN, "no such page\n");
            };
        } catch (RuntimeException failure) {
            LOG.atWarn().addKeyValue("path", path).setCause(failure).log("Cannot answer a management request");
            return new Answer(500, PLAIN, "failed, see the log\n");
        }
    }

    private static Answer health(BooleanSupplier source) {
        return source.getAsBoolean() ? new Answer(200, PLAIN, "ok\n") : new Answer(503, PLAIN, "not ok\n");
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        // The server itself would complain about a body after HEAD; -1 stands for none.
        boolean head = "HEAD".equals(exchange.getRequestMethod());
        exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "management-" + THREAD_NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private record Answer(int status, String contentType, String body) {}
}
