package io.milvusops.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A request or an answer of HTTP/1.1: its head as it is on the wire, and its body without transfer encoding. */
final class HttpMessage {

    private final String start;
    private final List<String> fields;
    private final byte[] body;

    private HttpMessage(String start, List<String> fields, byte[] body) {
        this.start = start;
        this.fields = List.copyOf(fields);
        this.body = body;
    }

    static HttpMessage of(String start, List<String> fields, String body) {
        return new HttpMessage(start, fields, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads as far as the empty line; empty when the peer has nothing more to say. */
    static Optional<HttpMessage> head(InputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            fields.add(field);
        }
        return Optional.of(new HttpMessage(start, fields, new byte[0]));
    }

    /** Reads the body that the head announces. */
    HttpMessage withBody(InputStream in) throws IOException {
        if (field("transfer-encoding").filter("chunked"::equals).isPresent()) {
            return new HttpMessage(start, fields, chunks(in));
        }
        int length = field("content-length").map(Integer::parseInt).orElse(0);
        byte[] read = in.readNBytes(length);
        if (read.length < length) {
            throw new EOFException(start);
        }
        return new HttpMessage(start, fields, read);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            whole.write(in.readNBytes(size));
            line(in);
        }
        line(in);
        return whole.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    String start() {
        return start;
    }

    String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Optional<String> field(String name) {
        return fields.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(field -> field.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** Writes the head unchanged, for what comes after it to be passed on byte for byte. */
    void writeHead(OutputStream out) throws IOException {
        write(out, fields, new byte[0]);
    }

    /** Writes the message as the last one on its connection. */
    void writeLast(OutputStream out) throws IOException {
        List<String> last = new ArrayList<>(fields);
        last.removeIf(field -> field.toLowerCase(Locale.ROOT)
                .matches("(connection|upgrade|http2-settings|keep-alive|transfer-encoding|content-length):.*"));
        last.add("Connection: close");
        last.add("Content-Length: " + body.length);
        write(out, last, body);
    }

    private void write(OutputStream out, List<String> head, byte[] content) throws IOException {
        String text = start + "\r\n" + String.join("\r\n", head) + "\r\n\r\n";
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.write(content);
        out.flush();
    }
}
