package io.milvusops.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The watches that stream through the proxy. A watch that was cut is asked for again by its client; that an old version
 * is no longer known is then told in the way of a real API server: as an event of the new stream. Thread-safe.
 */
final class Watches {

    private static final String HANDSHAKE = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int END_MILLIS = 5_000;
    private static final byte[] NORMAL_END = {(byte) 0x88, 2, 3, (byte) 0xE8};
    private static final String EXPIRED = """
            {"type": "ERROR", "object": {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",\
             "message": "too old resource version", "reason": "Expired", "code": 410}}""";

    private final Map<Socket, String> open = new ConcurrentHashMap<>();
    private final List<String> expired = new CopyOnWriteArrayList<>();
    private final AtomicInteger told = new AtomicInteger();
    private volatile Standstill standstill = new Standstill(resources -> false, new CompletableFuture<>());

    /**
     * Some streams tell nothing.
     *
     * @param held which, by the path of their resources
     * @param end completed when they go on
     */
    private record Standstill(Predicate<String> held, CompletableFuture<Void> end) {
        void pass(String resources) {
            if (held.test(resources)) {
                end.join();
            }
        }
    }

    static boolean asksForOne(HttpMessage request) {
        return request.start().startsWith("GET ") && request.start().contains("watch=true");
    }

    private static String resources(HttpMessage request) {
        return request.start().replaceFirst("\\?.*", "");
    }

    /** Streams until one side ends. */
    void serve(HttpMessage request, Socket client, Socket server) throws IOException {
        if (expired.remove(resources(request))) {
            expire(request, client);
            return;
        }
        open.put(client, resources(request));
        try {
            request.writeHead(server.getOutputStream());
            Thread upwards = new Thread(() -> copy(client, server), "watch");
            upwards.setDaemon(true);
            upwards.start();
            tell(server, client, resources(request));
        } finally {
            open.remove(client);
        }
    }

    private void tell(Socket server, Socket client, String resources) {
        byte[] part = new byte[8192];
        try (server;
                client) {
            for (int length = server.getInputStream().read(part);
                    length >= 0;
                    length = server.getInputStream().read(part)) {
                standstill.pass(resources);
                client.getOutputStream().write(part, 0, length);
            }
        } catch (IOException ended) {
            // One of the two was closed, here or by its peer: so the stream ends, as it should.
            return;
        }
    }

    /** What happens from now on is told by these streams when they are let go. */
    void hold(Predicate<String> resources) {
        standstill = new Standstill(resources, new CompletableFuture<>());
    }

    void letGo() {
        standstill.end().complete(null);
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // One of the two was closed, here or by its peer: so the stream ends, as it should.
            return;
        }
    }

    /** Breaks every stream; returns how many there were. */
    int cut() {
        List<Socket> cut = List.copyOf(open.keySet());
        cut.forEach(Connections::reset);
        return cut.size();
    }

    /** Breaks every stream, and lets each begin again with the news that its version is too old. */
    int expire() {
        expired.addAll(open.values());
        return cut();
    }

    /** How many were told that their version is too old. */
    int told() {
        return told.get();
    }

    private void expire(HttpMessage request, Socket client) throws IOException {
        byte[] event = EXPIRED.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(accepted(request.field("sec-websocket-key").orElseThrow()).getBytes(StandardCharsets.US_ASCII));
        answer.write(new byte[] {(byte) 0x81, 126, (byte) (event.length >> 8), (byte) event.length});
        answer.write(event);
        answer.write(NORMAL_END);
        client.getOutputStream().write(answer.toByteArray());
        told.incrementAndGet();
        // The client answers the end with an end; hanging up before that could lose it what was said.
        client.setSoTimeout(END_MILLIS);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static String accepted(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + HANDSHAKE).getBytes(StandardCharsets.US_ASCII));
            return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n";
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
