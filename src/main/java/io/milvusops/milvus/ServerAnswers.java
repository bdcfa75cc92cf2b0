package io.milvusops.milvus;

import static io.milvusops.partition.Reason.COLLECTION_NOT_FOUND;
import static io.milvusops.partition.Reason.INVALID_NAME;
import static io.milvusops.partition.Reason.NOT_LOADED;
import static io.milvusops.partition.Reason.NOT_UNDERSTOOD;
import static io.milvusops.partition.Reason.PARTITION_KEY_COLLECTION;
import static io.milvusops.partition.Reason.PARTITION_LIMIT_REACHED;
import static io.milvusops.partition.Reason.PARTITION_LOADED;
import static io.milvusops.partition.Reason.PARTITION_NOT_FOUND;
import static io.milvusops.partition.Reason.PERMISSION_DENIED;
import static io.milvusops.partition.Reason.QUOTA_EXCEEDED;
import static io.milvusops.partition.Reason.SERVER_BUSY;
import static io.milvusops.partition.Reason.UNAUTHENTICATED;

import io.milvus.grpc.Status;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

/**
 * The one place that knows what a status of a Milvus server means, from 2.2 to 3.0.
 *
 * <p>A status carries two numbers: {@code code} (typed errors since 2.3; 0 before) and the legacy {@code error_code}.
 * The same number means different things in the two: 4 is "collection missing" as legacy and "too many requests" as
 * code. The legacy number is read raw: a server newer than the stub sends numbers that the stub's enum lacks. The flag
 * {@code retriable} is not read: 2.3.5 never sets it.
 */
final class ServerAnswers {

    private static final int UNTYPED = 0;
    private static final int UNEXPECTED = 65535;
    private static final int LEGACY_COLLECTION_MISSING = 4;

    /** Codes under which a message says more than the number; typed errors replaced 65535 by 1100 within 2.6. */
    private static final Set<Integer> TOLD_BY_MESSAGE = Set.of(UNTYPED, UNEXPECTED, 1100, 1101, 1102);

    /** Stable fragments of messages, in lower case: all of them are checks that come before any change. */
    private static final List<Entry<String, Reason>> BY_MESSAGE = List.of(
            Map.entry("partition is loaded, please release it first", PARTITION_LOADED),
            Map.entry("default partition cannot be deleted", INVALID_NAME),
            Map.entry("partition key mode is used", PARTITION_KEY_COLLECTION),
            Map.entry("exceeds max configuration", PARTITION_LIMIT_REACHED),
            Map.entry("invalid partition name", INVALID_NAME),
            Map.entry("invalid collection name", INVALID_NAME),
            Map.entry("invalid database name", INVALID_NAME),
            Map.entry("collection name should not be empty", INVALID_NAME),
            Map.entry("has not been loaded", NOT_LOADED),
            Map.entry("collection not loaded", NOT_LOADED));

    /**
     * Typed codes. The effect is NONE only where the check comes before the change: a create that loads the new
     * partition can fail in that last step with "not ready", "memory", "partition not found" or "not loaded" although
     * the partition is made.
     */
    private static final Map<Integer, Verdict> BY_CODE = Map.ofEntries(
            Map.entry(3, new Verdict(QUOTA_EXCEEDED, Effect.UNKNOWN)),
            Map.entry(4, new Verdict(SERVER_BUSY, Effect.NONE)),
            Map.entry(7, new Verdict(QUOTA_EXCEEDED, Effect.UNKNOWN)),
            Map.entry(8, new Verdict(SERVER_BUSY, Effect.NONE)),
            Map.entry(9, new Verdict(QUOTA_EXCEEDED, Effect.NONE)),
            Map.entry(100, new Verdict(COLLECTION_NOT_FOUND, Effect.NONE)),
            Map.entry(101, new Verdict(NOT_LOADED, Effect.UNKNOWN)),
            Map.entry(200, new Verdict(PARTITION_NOT_FOUND, Effect.UNKNOWN)),
            Map.entry(201, new Verdict(NOT_LOADED, Effect.UNKNOWN)),
            Map.entry(250, new Verdict(QUOTA_EXCEEDED, Effect.NONE)),
            Map.entry(800, new Verdict(COLLECTION_NOT_FOUND, Effect.NONE)),
            Map.entry(1100, new Verdict(NOT_UNDERSTOOD, Effect.UNKNOWN)),
            Map.entry(1101, new Verdict(NOT_UNDERSTOOD, Effect.UNKNOWN)),
            Map.entry(1102, new Verdict(NOT_UNDERSTOOD, Effect.UNKNOWN)),
            Map.entry(1400, new Verdict(UNAUTHENTICATED, Effect.NONE)),
            Map.entry(1401, new Verdict(PERMISSION_DENIED, Effect.NONE)));

    /** Legacy numbers, asked only where there is no code. 15 is missing: without a code it is any failure of meta. */
    private static final Map<Integer, Verdict> BY_LEGACY = Map.of(
            3, new Verdict(PERMISSION_DENIED, Effect.NONE),
            5, new Verdict(NOT_UNDERSTOOD, Effect.UNKNOWN),
            9, new Verdict(INVALID_NAME, Effect.NONE),
            48, new Verdict(QUOTA_EXCEEDED, Effect.NONE),
            49, new Verdict(SERVER_BUSY, Effect.NONE),
            52, new Verdict(QUOTA_EXCEEDED, Effect.UNKNOWN),
            53, new Verdict(QUOTA_EXCEEDED, Effect.UNKNOWN),
            54, new Verdict(QUOTA_EXCEEDED, Effect.UNKNOWN));

    /** Everything not known: the server has a problem of its own, and may have done its work before it. */
    private static final Verdict UNKNOWN = new Verdict(SERVER_BUSY, Effect.UNKNOWN);

    private record Verdict(Reason reason, Effect effectOfWrite) {}

    private ServerAnswers() {}

    /** Returns for a success and throws what a refusal means. */
    static void check(SentCall call, Status status) throws ServerException {
        int code = status.getCode();
        int legacy = legacy(status);
        if (code == 0 && legacy == 0) {
            return;
        }
        Verdict verdict = verdict(code, legacy, status.getReason().toLowerCase(Locale.ROOT));
        String numbers = "Milvus code " + code + "/" + legacy + ": ";
        throw call.failed(verdict.reason(), verdict.effectOfWrite(), numbers + status.getReason());
    }

    /** Deprecated by the typed codes, but the only number of a server before 2.3. */
    @SuppressWarnings("deprecation")
    private static int legacy(Status status) {
        return status.getErrorCodeValue();
    }

    private static Verdict verdict(int code, int legacy, String message) {
        if (legacy == LEGACY_COLLECTION_MISSING || saysCollectionMissing(code, message)) {
            return new Verdict(COLLECTION_NOT_FOUND, Effect.NONE);
        }
        if (TOLD_BY_MESSAGE.contains(code)) {
            for (Entry<String, Reason> known : BY_MESSAGE) {
                if (message.contains(known.getKey())) {
                    return new Verdict(known.getValue(), Effect.NONE);
                }
            }
        }
        return code == UNTYPED ? BY_LEGACY.getOrDefault(legacy, UNKNOWN) : BY_CODE.getOrDefault(code, UNKNOWN);
    }

    /** 2.2 has no number for it. Only the start counts: deeper in a chain it may be about something else. */
    private static boolean saysCollectionMissing(int code, String message) {
        return message.startsWith("can't find collection")
                || (code == UNTYPED && message.startsWith("database not found"));
    }
}
