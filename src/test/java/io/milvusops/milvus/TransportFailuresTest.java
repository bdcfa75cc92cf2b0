package io.milvusops.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.milvus.shaded.io.grpc.Status;
import io.milvusops.partition.MilvusEndpoint;
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
import org.junit.jupiter.params.provider.ValueSource;

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

        ServerException write = failure(MilvusCall.DROP_PARTITION, status);
        assertThat(write.reason()).isEqualTo(reason);
        assertThat(write.effect()).isEqualTo(effectOfWrite);
        assertThat(failure(MilvusCall.SHOW_PARTITIONS, status).effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldKnowThatNothingWasSentWhenThereWasNoConnection() {
        assertThat(failure(MilvusCall.DROP_PARTITION, unavailable(new ConnectException("Connection refused")))
                        .effect())
                .isEqualTo(Effect.NONE);
        assertThat(failure(MilvusCall.DROP_PARTITION, unavailable(new UnknownHostException("milvus.nowhere")))
                        .effect())
                .isEqualTo(Effect.NONE);
        assertThat(failure(MilvusCall.DROP_PARTITION, unavailable(new IOException("Connection reset by peer")))
                        .effect())
                .isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void shouldTellTheDeepestCause() {
        SSLHandshakeException handshake = new SSLHandshakeException("outer");
        handshake.initCause(new CertificateException("No subject alternative names matching IP address"));

        assertThat(failure(MilvusCall.SHOW_PARTITIONS, unavailable(handshake)))
                .hasMessageContaining("server not reached: No subject alternative names matching IP address; ");
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, spec.uri",
        "DEADLINE_EXCEEDED, spec.requestTimeout",
        "PERMISSION_DENIED, grant this privilege",
        "UNIMPLEMENTED, too old or too new"
    })
    void shouldNameTheServerTheCallAndTheWayOut(Status.Code code, String wayOut) {
        assertThat(failure(MilvusCall.DROP_PARTITION, code.toStatus()))
                .hasMessageStartingWith("DropPartition at http://milvus.search.svc:19530: ")
                .hasMessageContaining(wayOut);
    }

    @Test
    void shouldAskForASecretWhereTheConnectionNamesNone() {
        assertThat(failure(MilvusCall.SHOW_PARTITIONS, Status.UNAUTHENTICATED))
                .hasMessageEndingWith("name a Secret in spec.credentialsSecretRef of the MilvusConnection");
    }

    @Test
    void shouldAskToCorrectTheSecretThatTheConnectionNames() {
        SentCall call = call(MilvusCall.SHOW_PARTITIONS, Credentials.login("root", "very-secret"));

        assertThat(TransportFailures.of(call, Status.UNAUTHENTICATED.asRuntimeException()))
                .hasMessageEndingWith(
                        "correct the Secret that spec.credentialsSecretRef of the MilvusConnection names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"milvus.nowhere", "milvus.nowhere: Name or service not known"})
    void shouldSayTheSameOfAnUnknownHostWhetherOrNotTheAnswerWasCached(String detail) {
        assertThat(failure(MilvusCall.SHOW_PARTITIONS, unavailable(new UnknownHostException(detail))))
                .hasMessageContaining(":19530: server not reached: unknown host; ");
    }

    @Test
    void shouldNotBlameTheAddressForACertificate() {
        assertThat(failure(MilvusCall.SHOW_PARTITIONS, unavailable(new CertificateException("expired"))))
                .hasMessageContaining("the server's certificate must")
                .extracting(Throwable::getMessage, STRING)
                .doesNotContain("spec.uri");
    }

    @Test
    void shouldRedactCredentialsThatTheServerRepeats() {
        Credentials credentials = Credentials.login("root", "very-secret");
        String header = credentials.authorization().orElseThrow();
        Status status = Status.UNAUTHENTICATED.withDescription("very-secret and " + header + " are wrong");

        assertThat(TransportFailures.of(call(MilvusCall.SHOW_PARTITIONS, credentials), status.asRuntimeException()))
                .hasMessageContaining("UNAUTHENTICATED: *** and *** are wrong; ");
    }

    private static Status unavailable(Throwable cause) {
        return Status.UNAVAILABLE
                .withDescription("io exception\nChannel Pipeline: []")
                .withCause(cause);
    }

    private static ServerException failure(MilvusCall call, Status status) {
        return TransportFailures.of(call(call, Credentials.none()), status.asRuntimeException());
    }

    private static SentCall call(MilvusCall call, Credentials credentials) {
        return new SentCall(call, MilvusEndpoint.parse("http://milvus.search.svc"), credentials);
    }
}
