package io.milvusops.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the API server was asked, oldest first. */
public final class AuditLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One request; texts that do not apply are empty.
     *
     * @param resource with its subresource, such as {@code milvuspartitions/status}
     * @param code of the answer; a watch that still runs may have switched protocols with 101
     */
    public record Request(
            Instant at,
            String user,
            String verb,
            String group,
            String resource,
            String namespace,
            String name,
            String path,
            int code,
            boolean forbidden) {

        boolean byOperator() {
            return user.equals(Installation.USER);
        }

        boolean watch() {
            return verb.equals("watch");
        }

        boolean write() {
            return Set.of("create", "update", "patch", "delete", "deletecollection")
                    .contains(verb);
        }

        boolean succeeded() {
            return code < 300;
        }

        /** Such as {@code patch milvuspartitions}. */
        String what() {
            return verb + " " + resource;
        }
    }

    private final Path file;
    private final Map<String, Request> requests = new LinkedHashMap<>();
    private long read;

    public AuditLog(TestServers servers) {
        this.file = servers.auditLog();
    }

    /** Each request of the operator or of the test's administrator once, also a watch, which has two lines. */
    synchronized List<Request> all() {
        newLines().stream().map(AuditLog::parse).forEach(this::note);
        return List.copyOf(requests.values());
    }

    /** As {@link #all}, of the operator only. */
    public List<Request> ofOperator() {
        return all().stream().filter(Request::byOperator).toList();
    }

    private void note(JsonNode event) {
        String user = event.at("/user/username").asText();
        if (user.equals(Installation.USER) || user.equals("admin")) {
            requests.put(event.path("auditID").asText(), request(event));
        }
    }

    /** The last line may be half written. */
    private List<String> newLines() {
        try (InputStream rest = Files.newInputStream(file)) {
            rest.skipNBytes(read);
            String text = new String(rest.readAllBytes(), StandardCharsets.UTF_8);
            String complete = text.substring(0, text.lastIndexOf('\n') + 1);
            read += complete.getBytes(StandardCharsets.UTF_8).length;
            return complete.lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException garbled) {
            throw new UncheckedIOException(garbled);
        }
    }

    private static Request request(JsonNode event) {
        JsonNode object = event.path("objectRef");
        String subresource = object.path("subresource").asText();
        return new Request(
                Instant.parse(event.path("requestReceivedTimestamp").asText()),
                event.at("/user/username").asText(),
                event.path("verb").asText(),
                object.path("apiGroup").asText(),
                object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                object.path("namespace").asText(),
                object.path("name").asText(),
                event.path("requestURI").asText(),
                event.at("/responseStatus/code").asInt(),
                event.path("annotations")
                        .path("authorization.k8s.io/decision")
                        .asText()
                        .equals("forbid"));
    }
}
