package io.milvusops.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A write of the operator to a MilvusPartition, or to the connection that its drop needs. */
public record PartitionWrite(String namespace, String name, Kind kind) {

    /** What the write is for. */
    public enum Kind {
        /** The finalizer together with the intent of a creation. */
        INTENT,
        /** The finalizer alone. */
        HOLD,
        /** A status that names the bound partition and no order. */
        BINDING,
        /** A status with an attempt to drop and no outcome. */
        WRITE_AHEAD,
        /** A status with the outcome of a drop. */
        OUTCOME,
        /** The finalizer goes. */
        LET_GO,
        /** Anything else. */
        OTHER
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TARGET = Pattern.compile(
            "(PATCH|PUT) /apis/milvusops\\.io/v1alpha1/namespaces/([^/]+)/milvus(?:partition|connection)s/([^/? ]+)(/status)?[? ].*");

    /** Whether it is that write to that resource. */
    public boolean is(Kind wanted, String inNamespace, String resource) {
        return kind == wanted && namespace.equals(inNamespace) && name.equals(resource);
    }

    static Optional<PartitionWrite> read(HttpMessage request) {
        Matcher target = TARGET.matcher(request.start());
        if (!target.matches()) {
            return Optional.empty();
        }
        try {
            JsonNode body = JSON.readTree(request.body());
            Kind kind = target.group(4) == null ? metadata(body) : status(body.path("status"));
            return Optional.of(new PartitionWrite(target.group(2), target.group(3), kind));
        } catch (JsonProcessingException garbled) {
            throw new IllegalArgumentException(request.start(), garbled);
        }
    }

    private static Kind metadata(JsonNode patch) {
        boolean intent = false;
        boolean hold = false;
        for (JsonNode operation : patch) {
            String path = operation.path("path").asText();
            if (operation.path("op").asText().equals("remove") && path.startsWith("/metadata/finalizers")) {
                return Kind.LET_GO;
            }
            hold |= operation.path("op").asText().equals("add") && path.startsWith("/metadata/finalizers");
            intent |= path.endsWith("create-intent");
        }
        return intent ? Kind.INTENT : hold ? Kind.HOLD : Kind.OTHER;
    }

    private static Kind status(JsonNode status) {
        if (status.path("drop").hasNonNull("outcome")) {
            return Kind.OUTCOME;
        } else if (status.path("drop").hasNonNull("attemptedAt")) {
            return Kind.WRITE_AHEAD;
        }
        return status.hasNonNull("binding") ? Kind.BINDING : Kind.OTHER;
    }
}
