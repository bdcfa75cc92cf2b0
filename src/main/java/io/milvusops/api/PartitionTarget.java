package io.milvusops.api;

import io.fabric8.generator.annotation.Required;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which partition a resource is about, and through which connection: what of its spec never changes. */
public record PartitionTarget(
        @Nullable ConnectionRef connectionRef,
        @Nullable String database,
        @Required String collection,
        @Required String partition) {

    /** The connection that a resource in that namespace means. */
    public ConnectionKey effectiveConnection(String ownNamespace) {
        return Objects.requireNonNullElse(connectionRef, new ConnectionRef(null, null))
                .resolvedFrom(ownNamespace);
    }

    /** The database, filled in. */
    public String effectiveDatabase() {
        return Objects.requireNonNullElse(database, "default");
    }
}
