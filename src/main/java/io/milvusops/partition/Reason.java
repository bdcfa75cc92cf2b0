package io.milvusops.partition;

import java.time.Duration;
import java.util.Optional;

/**
 * The one vocabulary: condition reason, readiness, progress, retry cadence and metric label come from here. The
 * constant's {@link #text()} is what users see; {@code docs/reasons.md} has a row for each.
 */
public enum Reason {
    PRESENT("Present", Readiness.TRUE, Progress.SETTLED),
    CONNECTED("Connected", Readiness.TRUE, Progress.SETTLED),
    ABSENT("Absent", Readiness.TRUE, Progress.SETTLED),
    DROPPED("Dropped", Readiness.TRUE, Progress.SETTLED),

    OBSERVING("Observing", Readiness.UNKNOWN, Progress.RECONCILING),
    CREATING("Creating", Readiness.FALSE, Progress.RECONCILING),
    DROPPING("Dropping", Readiness.FALSE, Progress.RECONCILING),
    RETAINED("Retained", Readiness.FALSE, Progress.RECONCILING),
    NEVER_BOUND("NeverBound", Readiness.FALSE, Progress.RECONCILING),
    ABANDONED("Abandoned", Readiness.FALSE, Progress.RECONCILING),
    KIND_BEING_DELETED("KindBeingDeleted", Readiness.FALSE, Progress.RECONCILING),
    HANDING_OVER("HandingOver", Readiness.FALSE, Duration.ofMinutes(5)),
    PAUSED("Paused", Readiness.UNKNOWN, Progress.RECONCILING),
    CLAIMED_BY_OTHER("ClaimedByOther", Readiness.FALSE, Duration.ofMinutes(5)),
    OUTCOME_UNKNOWN("OutcomeUnknown", Readiness.UNKNOWN, Progress.RECONCILING),
    CONNECTION_NOT_FOUND("ConnectionNotFound", Readiness.UNKNOWN, Progress.RECONCILING),
    IN_USE("InUse", Readiness.FALSE, Progress.RECONCILING),
    CONNECTION_NOT_READY("ConnectionNotReady", Readiness.UNKNOWN, Progress.RECONCILING),
    CREDENTIALS_UNAVAILABLE("CredentialsUnavailable", Readiness.UNKNOWN, Progress.RECONCILING),
    UNAUTHENTICATED("Unauthenticated", Readiness.UNKNOWN, Progress.RECONCILING),
    SERVER_UNREACHABLE("ServerUnreachable", Readiness.UNKNOWN, Progress.RECONCILING),
    SERVER_BUSY("ServerBusy", Readiness.UNKNOWN, Progress.RECONCILING),
    QUOTA_EXCEEDED("QuotaExceeded", Readiness.FALSE, Progress.RECONCILING),
    COLLECTION_NOT_FOUND("CollectionNotFound", Readiness.FALSE, Progress.RECONCILING),
    NOT_LOADED("NotLoaded", Readiness.UNKNOWN, Progress.RECONCILING),
    PARTITION_NOT_FOUND("PartitionNotFound", Readiness.UNKNOWN, Progress.RECONCILING),
    INCOMPLETE_ANSWER("IncompleteAnswer", Readiness.UNKNOWN, Progress.RECONCILING),

    PERMISSION_DENIED("PermissionDenied", Readiness.UNKNOWN, Duration.ofMinutes(1)),
    NOT_ALLOWED("NotAllowed", Readiness.FALSE, Progress.STALLED),
    ALREADY_EXISTS("AlreadyExists", Readiness.FALSE, Progress.STALLED),
    ALIAS_REFUSED("AliasRefused", Readiness.FALSE, Progress.STALLED),
    PARTITION_KEY_COLLECTION("PartitionKeyCollection", Readiness.FALSE, Progress.STALLED),
    PARTITION_LIMIT_REACHED("PartitionLimitReached", Readiness.FALSE, Progress.STALLED),
    INVALID_NAME("InvalidName", Readiness.FALSE, Progress.STALLED),
    EXTERNALLY_DROPPED("ExternallyDropped", Readiness.FALSE, Progress.STALLED),
    PARTITION_REPLACED("PartitionReplaced", Readiness.FALSE, Progress.STALLED),
    REAPPEARED("Reappeared", Readiness.FALSE, Progress.STALLED),
    ENDPOINT_CHANGED("EndpointChanged", Readiness.UNKNOWN, Progress.STALLED),
    PARTITION_LOADED("PartitionLoaded", Readiness.FALSE, Progress.RECONCILING),
    CONFIRMATION_REQUIRED("ConfirmationRequired", Readiness.FALSE, Progress.RECONCILING),
    DELAY_PENDING("DelayPending", Readiness.FALSE, Progress.RECONCILING),
    BUDGET_EXHAUSTED("BudgetExhausted", Readiness.FALSE, Progress.RECONCILING),
    ROWS_PRESENT("RowsPresent", Readiness.FALSE, Progress.STALLED),
    ROW_COUNT_UNKNOWN("RowCountUnknown", Readiness.FALSE, Progress.RECONCILING),
    TARGET_CHANGED("TargetChanged", Readiness.FALSE, Progress.STALLED),
    WRITE_REFUSED("WriteRefused", Readiness.FALSE, Progress.STALLED),
    NOT_UNDERSTOOD("NotUnderstood", Readiness.UNKNOWN, Progress.STALLED),
    INTERNAL_ERROR("InternalError", Readiness.UNKNOWN, Progress.RECONCILING);

    /** The status of the Ready condition. */
    public enum Readiness {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /** Whether the operator is done, goes on by itself, or needs a user: never two of them (kstatus). */
    public enum Progress {
        SETTLED,
        RECONCILING,
        STALLED
    }

    private final String text;
    private final Readiness readiness;
    private final Progress progress;
    private final Optional<Duration> patience;

    Reason(String text, Readiness readiness, Progress progress) {
        this.text = text;
        this.readiness = readiness;
        this.progress = progress;
        this.patience = Optional.empty();
    }

    /** Expected to pass by itself for so long, and to need a user from then on. */
    Reason(String text, Readiness readiness, Duration patience) {
        this.text = text;
        this.readiness = readiness;
        this.progress = Progress.RECONCILING;
        this.patience = Optional.of(patience);
    }

    public String text() {
        return text;
    }

    public Readiness readiness() {
        return readiness;
    }

    /** The progress at first. */
    public Progress progress() {
        return progress;
    }

    /** Whether it is true of a whole server at once, and over for all its collections at once. */
    public boolean ofTheServer() {
        return this == SERVER_UNREACHABLE || this == SERVER_BUSY || this == UNAUTHENTICATED;
    }

    /** Whether another login may not meet it. */
    public boolean ofTheLogin() {
        return this == UNAUTHENTICATED || this == PERMISSION_DENIED;
    }

    /** After what time of saying nothing else the progress is Stalled; empty when it never changes. */
    public Optional<Duration> patience() {
        return patience;
    }
}
