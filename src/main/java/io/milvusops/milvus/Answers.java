package io.milvusops.milvus;

import io.milvus.grpc.Status;
import io.milvus.shaded.io.grpc.StatusRuntimeException;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.util.Locale;
import java.util.Map;

/**
 * The one place that maps what a Milvus server answers to the vocabulary of reasons. A server says a typed code
 * (0 before 2.3) and a legacy number; both are needed, since the small numbers mean different things in the two.
 * Codes: Milvus {@code pkg/util/merr/errors.go}; pairs measured on 2.3.5.
 */
// The legacy number is all that a 2.2 server says.
@SuppressWarnings("deprecation")
final class Answers {

    private static final int MESSAGE_LIMIT = 300;
    private static final int LEGACY_UNEXPECTED = 1;
    private static final int LEGACY_COLLECTION_MISSING = 4;
    private static final int LEGACY_PARTITION_MISSING = 15;
    private static final int LEGACY_DENIED = 48;
    private static final int LEGACY_RATE_LIMIT = 49;

    private static final Map<Integer, Reason> BY_CODE = Map.ofEntries(
            Map.entry(3, Reason.QUOTA_EXCEEDED),
            Map.entry(7, Reason.QUOTA_EXCEEDED),
            Map.entry(8, Reason.SERVER_BUSY),
            Map.entry(9, Reason.QUOTA_EXCEEDED),
            Map.entry(100, Reason.COLLECTION_NOT_FOUND),
            Map.entry(200, Reason.PARTITION_MISSING),
            Map.entry(250, Reason.QUOTA_EXCEEDED),
            Map.entry(800, Reason.COLLECTION_NOT_FOUND),
            Map.entry(1400, Reason.UNAUTHENTICATED),
            Map.entry(1401, Reason.PERMISSION_DENIED));

    /** Fragments of the reason text that are stable from 2.2 to 3.0, where the code alone says too little. */
    private static final Map<String, Reason> BY_TEXT = Map.of(
            "partition is loaded, please release it first", Reason.PARTITION_LOADED,
            "default partition cannot be deleted", Reason.INVALID_NAME,
            "partition key mode is used", Reason.PARTITION_KEY_COLLECTION,
            "exceeds max configuration", Reason.PARTITION_LIMIT_REACHED,
            "invalid partition name", Reason.INVALID_NAME,
            "invalid collection name", Reason.INVALID_NAME,
            "can't find collection", Reason.COLLECTION_NOT_FOUND);

    private Answers() {}

    /** Returns for success, throws for everything else. */
    static void check(Status status) throws ServerException {
        // The raw number: a server newer than the SDK may use one that the SDK has no constant for.
        int legacy = status.getErrorCodeValue();
        if (status.getCode() != 0 || legacy != 0) {
            Reason reason = reason(status.getCode(), legacy, status.getReason());
            Effect effect = reason == Reason.SERVER_ERROR ? Effect.UNKNOWN : Effect.NONE;
            throw new ServerException(reason, effect, line(status.getReason()));
        }
    }

    static Reason reason(int code, int legacy, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Reason> known : BY_TEXT.entrySet()) {
            if (lower.contains(known.getKey())) {
                return known.getValue();
            }
        }
        if (BY_CODE.containsKey(code)) {
            return BY_CODE.getOrDefault(code, Reason.SERVER_ERROR);
        }
        return code == 0 || legacy != LEGACY_UNEXPECTED ? byLegacy(legacy) : Reason.SERVER_ERROR;
    }

    private static Reason byLegacy(int legacy) {
        return switch (legacy) {
            case LEGACY_COLLECTION_MISSING -> Reason.COLLECTION_NOT_FOUND;
            case LEGACY_PARTITION_MISSING -> Reason.PARTITION_MISSING;
            case LEGACY_DENIED -> Reason.QUOTA_EXCEEDED;
            case LEGACY_RATE_LIMIT -> Reason.SERVER_BUSY;
            default -> Reason.SERVER_ERROR;
        };
    }

    /** What a call that got no answer of Milvus may have done: only a refusal of the login proves that it did nothing. */
    static ServerException failure(StatusRuntimeException failure) {
        String message = line(failure.getStatus().getCode() + ": " + text(failure));
        return switch (failure.getStatus().getCode()) {
            case UNAUTHENTICATED -> new ServerException(Reason.UNAUTHENTICATED, Effect.NONE, message, failure);
            case PERMISSION_DENIED -> new ServerException(Reason.PERMISSION_DENIED, Effect.NONE, message, failure);
            case UNIMPLEMENTED -> new ServerException(Reason.SERVER_ERROR, Effect.NONE, message, failure);
            default -> new ServerException(Reason.SERVER_UNREACHABLE, Effect.UNKNOWN, message, failure);
        };
    }

    /** Why a channel failed is in the deepest cause; the description only says "io exception". */
    private static String text(StatusRuntimeException failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest == failure
                ? String.valueOf(failure.getStatus().getDescription())
                : String.valueOf(deepest.getMessage());
    }

    /** One line, cut: the server's text may hold stack traces. */
    private static String line(String text) {
        String first = text.lines().findFirst().orElse("").strip();
        return first.length() > MESSAGE_LIMIT ? first.substring(0, MESSAGE_LIMIT) : first;
    }
}
