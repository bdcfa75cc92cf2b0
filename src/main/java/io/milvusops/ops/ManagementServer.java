package io.milvusops.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Liveness, readiness and metrics over HTTP; GET only. A Milvus that is away fails none of them. */
public final class ManagementServer implements AutoCloseable {

    private static final int OK = 200;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;

    private ManagementServer(HttpServer server) {
        this.server = server;
    }

    /** Starts it on that port; 0 takes any free one. */
    public static ManagementServer start(
            int port, BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        probe(server, "/livez", live);
        probe(server, "/readyz", ready);
        server.createContext("/metrics", exchange -> answer(exchange, OK, metrics.get()));
        server.start();
        return new ManagementServer(server);
    }

    private static void probe(HttpServer server, String path, BooleanSupplier holds) {
        server.createContext(path, exchange -> {
            boolean good = holds.getAsBoolean();
            answer(exchange, good ? OK : UNAVAILABLE, good ? "ok\n" : "not ok\n");
        });
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            boolean get = exchange.getRequestMethod().equals("GET");
            byte[] body = (get ? text : "GET only\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(get ? status : METHOD_NOT_ALLOWED, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
