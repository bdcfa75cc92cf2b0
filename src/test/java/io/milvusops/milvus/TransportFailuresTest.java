package io.milvusops.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvus.shaded.io.grpc.Status;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "UNAUTHENTICATED, UNAUTHENTICATED, NONE",
        "PERMISSION_DENIED, PERMISSION_DENIED, NONE",
        "UNIMPLEMENTED, NOT_UNDERSTOOD, NONE",
        "INVALID_ARGUMENT, NOT_UNDERSTOOD, UNKNOWN",
        "UNAVAILABLE, SERVER_UNREACHABLE, UNKNOWN",
        "DEADLINE_EXCEEDED, SERVER_UNREACHABLE, UNKNOWN",
        "CANCELLED, SERVER_UNREACHABLE, UNKNOWN",
        "INTERNAL, SERVER_UNREACHABLE, UNKNOWN",
        "RESOURCE_EXHAUSTED, SERVER_BUSY, UNKNOWN",
        "UNKNOWN, SERVER_BUSY, UNKNOWN",
        "ABORTED, SERVER_BUSY, UNKNOWN",
    })
    void shouldMapEachStatus(Status.Code code, Reason reason, Effect effectOfWrite) {
        Status status = code.toStatus().withDescription("why");

        ServerException write = failure(CallKind.WRITE, status);
        assertThat(write.reason()).isEqualTo(reason);
        assertThat(write.effect()).isEqualTo(effectOfWrite);
        assertThat(failure(CallKind.READ, status).effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldKnowThatNothingWasSentWhenThereWasNoConnection() {
        assertThat(failure(CallKind.WRITE, unavailable(new ConnectException("Connection refused")))
                        .effect())
                .isEqualTo(Effect.NONE);
        assertThat(failure(CallKind.WRITE, unavailable(new UnknownHostException("milvus.nowhere")))
                        .effect())
                .isEqualTo(Effect.NONE);
        assertThat(failure(CallKind.WRITE, unavailable(new IOException("Connection reset by peer")))
                        .effect())
                .isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void shouldTellTheDeepestCause() {
        SSLHandshakeException handshake = new SSLHandshakeException("outer");
        handshake.initCause(new CertificateException("No subject alternative names matching IP address"));

        assertThat(failure(CallKind.READ, unavailable(handshake)))
                .hasMessage("server not reached: No subject alternative names matching IP address");
    }

    @Test
    void shouldRedactCredentialsThatTheServerRepeats() {
        Credentials credentials = Credentials.login("root", "very-secret");
        String header = credentials.authorization().orElseThrow();
        Status status = Status.UNAUTHENTICATED.withDescription("very-secret and " + header + " are wrong");

        assertThat(TransportFailures.of(CallKind.READ, status.asRuntimeException(), credentials))
                .hasMessage("UNAUTHENTICATED: *** and *** are wrong");
    }

    private static Status unavailable(Throwable cause) {
        return Status.UNAVAILABLE
                .withDescription("io exception\nChannel Pipeline: []")
                .withCause(cause);
    }

    private static ServerException failure(CallKind kind, Status status) {
        return TransportFailures.of(kind, status.asRuntimeException(), Credentials.none());
    }
}
