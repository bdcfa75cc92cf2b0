package io.milvusops.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerTest {

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(60)).build();
    private final AtomicBoolean live = new AtomicBoolean(true);
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final AtomicBoolean broken = new AtomicBoolean();
    private ManagementServer server;

    @BeforeEach
    void start() throws IOException {
        server = ManagementServer.start(0, live::get, ready::get, this::metrics);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldTellLivenessAndReadinessApart() throws Exception {
        ready.set(false);

        assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);

        live.set(false);
        assertThat(send("GET", "/livez").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldServeMetricsAsPrometheusText() throws Exception {
        HttpResponse<String> answer = send("GET", "/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("drops_total 1\n");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD"})
    void shouldOnlyBeRead(String method) throws Exception {
        HttpResponse<String> answer = send(method, "/livez");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/livez/", "/livezzz", "/metrics/x"})
    void shouldKnowThreePagesOnly(String path) throws Exception {
        assertThat(send("GET", path).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldSurviveASourceThatThrowsAndNotSayWhat() throws Exception {
        broken.set(true);
        HttpResponse<String> answer = send("GET", "/metrics");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret");
        assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldStopAtOnce() {
        server.close();

        assertThatThrownBy(() -> send("GET", "/livez")).isInstanceOf(ConnectException.class);
    }

    private String metrics() {
        if (broken.get()) {
            throw new IllegalStateException("a secret detail");
        }
        return "drops_total 1\n";
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
