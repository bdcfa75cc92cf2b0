package io.milvusops.milvus;

import io.milvus.shaded.io.grpc.StatusRuntimeException;
import io.milvus.shaded.io.grpc.netty.shaded.io.netty.handler.ssl.NotSslRecordException;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;

/**
 * What a failed gRPC call means, where there is no answer of Milvus to read. Login and privileges are refused here too:
 * Milvus answers them as gRPC statuses.
 */
final class TransportFailures {

    private TransportFailures() {}

    static ServerException of(SentCall call, StatusRuntimeException failure) {
        Reason reason = reason(failure);
        Effect effect = effectOfWrite(failure);
        String said = said(failure);
        return remedy(failure)
                .map(remedy -> call.failed(reason, effect, said, remedy))
                .orElseGet(() -> call.failed(reason, effect, said));
    }

    private static Reason reason(StatusRuntimeException failure) {
        return switch (failure.getStatus().getCode()) {
            case UNAUTHENTICATED -> Reason.UNAUTHENTICATED;
            case PERMISSION_DENIED -> Reason.PERMISSION_DENIED;
            case UNIMPLEMENTED, INVALID_ARGUMENT -> Reason.NOT_UNDERSTOOD;
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, INTERNAL -> Reason.SERVER_UNREACHABLE;
            default -> Reason.SERVER_BUSY;
        };
    }

    private static Effect effectOfWrite(StatusRuntimeException failure) {
        return switch (failure.getStatus().getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED -> Effect.NONE;
            case UNAVAILABLE -> neverConnected(failure) ? Effect.NONE : Effect.UNKNOWN;
            default -> Effect.UNKNOWN;
        };
    }

    /**
     * Only a failure to connect proves that nothing was sent, and only because the channel never repeats a call: the
     * failure is then that of the one attempt. A connection that breaks afterwards has other causes.
     */
    private static boolean neverConnected(Throwable failure) {
        Throwable deepest = ShownText.deepestCause(failure);
        return deepest instanceof ConnectException || deepest instanceof UnknownHostException;
    }

    private static String said(StatusRuntimeException failure) {
        return switch (failure.getStatus().getCode()) {
            case DEADLINE_EXCEEDED -> "no answer in time";
            case CANCELLED -> "cancelled before it was answered";
            case UNAVAILABLE -> "server not reached: " + connectionProblem(failure);
            default -> failure.getStatus().getCode() + ": " + description(failure);
        };
    }

    /** Where the failure tells more about the way out than its reason. */
    private static Optional<String> remedy(StatusRuntimeException failure) {
        Throwable deepest = ShownText.deepestCause(failure);
        if (deepest instanceof NotSslRecordException) {
            return Optional.of("write http:// in spec.uri of the MilvusConnection, or turn on TLS at the server");
        }
        if (deepest instanceof GeneralSecurityException) {
            return Optional.of("the server's certificate must name this host, be valid, and come from an authority in"
                    + " the trust store of the operator's JVM");
        }
        return switch (failure.getStatus().getCode()) {
            case DEADLINE_EXCEEDED ->
                Optional.of("check that the server is healthy, or raise spec.requestTimeout of the MilvusConnection");
            case CANCELLED -> Optional.of("the server is asked again");
            default -> Optional.empty();
        };
    }

    private static String connectionProblem(StatusRuntimeException failure) {
        Throwable deepest = ShownText.deepestCause(failure);
        if (deepest instanceof NotSslRecordException) {
            // Its own message is the server's first bytes in hexadecimal.
            return "the uri says https, but the server does not speak TLS";
        }
        if (deepest instanceof UnknownHostException) {
            // Its own message changes with the JVM's cache of names, and each change would be a new status.
            return "unknown host";
        }
        if (deepest == failure) {
            return description(failure);
        }
        String text = Objects.requireNonNullElse(deepest.getMessage(), "");
        return text.isBlank() ? deepest.getClass().getSimpleName() : text;
    }

    private static String description(StatusRuntimeException failure) {
        return Objects.requireNonNullElse(failure.getStatus().getDescription(), "no description");
    }
}
