package io.milvusops.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** What every tool is to make of every state of a resource; the document {@code docs/gitops.md} has this table too. */
public enum State {
    CREATED(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    EDITED(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    PRESENT(Kind.PARTITION, "Healthy", Kstatus.CURRENT),
    ABSENT(Kind.PARTITION, "Healthy", Kstatus.CURRENT),
    DROPPED(Kind.PARTITION, "Healthy", Kstatus.CURRENT),
    CONNECTION_NOT_FOUND(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    CREDENTIALS_UNAVAILABLE(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    SERVER_UNREACHABLE(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    COLLECTION_NOT_FOUND(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    CONNECTION_NOT_READY(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    UNAUTHENTICATED(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    PERMISSION_DENIED(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    SERVER_BUSY(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    QUOTA_EXCEEDED(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    ROW_COUNT_UNKNOWN(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    CLAIMED_BY_OTHER(Kind.PARTITION, "Progressing", Kstatus.IN_PROGRESS),
    PAUSED(Kind.PARTITION, "Suspended", Kstatus.IN_PROGRESS),
    CONFIRMATION_REQUIRED(Kind.PARTITION, "Suspended", Kstatus.IN_PROGRESS),
    DELAY_PENDING(Kind.PARTITION, "Suspended", Kstatus.IN_PROGRESS),
    PARTITION_LOADED(Kind.PARTITION, "Suspended", Kstatus.IN_PROGRESS),
    BUDGET_EXHAUSTED(Kind.PARTITION, "Suspended", Kstatus.IN_PROGRESS),
    ROWS_PRESENT(Kind.PARTITION, "Degraded", Kstatus.FAILED),
    NOT_ALLOWED(Kind.PARTITION, "Degraded", Kstatus.FAILED),
    ALREADY_EXISTS(Kind.PARTITION, "Degraded", Kstatus.FAILED),
    EXTERNALLY_DROPPED(Kind.PARTITION, "Degraded", Kstatus.FAILED),
    PARTITION_REPLACED(Kind.PARTITION, "Degraded", Kstatus.FAILED),
    REAPPEARED(Kind.PARTITION, "Degraded", Kstatus.FAILED),
    ENDPOINT_CHANGED(Kind.PARTITION, "Degraded", Kstatus.FAILED),
    ALIAS_REFUSED(Kind.PARTITION, "Degraded", Kstatus.FAILED),
    PARTITION_KEY_COLLECTION(Kind.PARTITION, "Degraded", Kstatus.FAILED),
    PARTITION_LIMIT_REACHED(Kind.PARTITION, "Degraded", Kstatus.FAILED),
    DELETED(Kind.PARTITION, "Progressing", Kstatus.TERMINATING),
    CONNECTION_CREATED(Kind.CONNECTION, "Progressing", Kstatus.IN_PROGRESS),
    CONNECTION_CONNECTED(Kind.CONNECTION, "Healthy", Kstatus.CURRENT),
    CONNECTION_SERVER_UNREACHABLE(Kind.CONNECTION, "Progressing", Kstatus.IN_PROGRESS),
    CONNECTION_CREDENTIALS_UNAVAILABLE(Kind.CONNECTION, "Progressing", Kstatus.IN_PROGRESS),
    CONNECTION_PAUSED(Kind.CONNECTION, "Suspended", Kstatus.CURRENT),
    CONNECTION_DELETED(Kind.CONNECTION, "Progressing", Kstatus.TERMINATING);

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build());

    private final Kind kind;
    private final String argo;
    private final Kstatus kstatus;

    State(Kind kind, String argo, Kstatus kstatus) {
        this.kind = kind;
        this.argo = argo;
        this.kstatus = kstatus;
    }

    /** The two kinds, by their names. */
    public enum Kind {
        PARTITION(MilvusPartition.class.getSimpleName()),
        CONNECTION(MilvusConnection.class.getSimpleName());

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** As in a manifest. */
        public String title() {
            return title;
        }
    }

    public Kind kind() {
        return kind;
    }

    /** Argo CD's word for it. */
    public String argo() {
        return argo;
    }

    public Kstatus kstatus() {
        return kstatus;
    }

    /** The name of the resource that is in this state. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The resource as the operator wrote it, below the folder of the project. */
    public Path file(Path project) {
        return new ArgoCustomization(project, kind.title()).testdata().resolve(title() + ".yaml");
    }

    /** As it is kept in files. */
    public static String yaml(JsonNode content) throws IOException {
        return YAML.writeValueAsString(content);
    }

    /** What is in {@link #file}. */
    public JsonNode read(Path project) throws IOException {
        return YAML.readTree(file(project).toFile());
    }
}
