package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.api.MilvusPartition;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to the API server, and what its refusals mean. */
class ResourceWritesTest {

    private static final String OURS = "milvusops.io/partition";
    private static final String INTENT = "milvusops.io/create-intent";
    private static final String EXACTLY_THIS = "[test /metadata/uid uid, test /metadata/resourceVersion 5";

    private final ApiServer apiServer = new ApiServer();
    private final ResourceWrites writes = new ResourceWrites(apiServer.client);

    private static MilvusPartition resource(String metadata) {
        return Bench.partition("""
                metadata:
                  name: book-novel
                  namespace: search
                  uid: uid
                  resourceVersion: "5"
                  %s
                """.formatted(metadata));
    }

    private static MilvusPartition held() {
        return resource("finalizers: [example.com/other, milvusops.io/partition]");
    }

    /** The operations of the only patch that was sent, in words. */
    private String sent() {
        assertThat(apiServer.patches).hasSize(1);
        return StreamSupport.stream(apiServer.patches.get(0).spliterator(), false)
                .map(ResourceWritesTest::words)
                .toList()
                .toString();
    }

    private static String words(JsonNode operation) {
        JsonNode value = operation.path("value");
        String text = value.isTextual() ? value.asText() : value.toString();
        return (operation.path("op").asText() + " " + operation.path("path").asText() + " " + text).strip();
    }

    @Test
    void shouldHoldExactlyTheVersionThatWasSeen() {
        writes.hold(resource(""), OURS, Map.of());

        assertThat(sent()).isEqualTo(EXACTLY_THIS + ", add /metadata/finalizers [\"milvusops.io/partition\"]]");
    }

    @Test
    void shouldHoldBesideOthers() {
        writes.hold(resource("finalizers: [example.com/other]"), OURS, Map.of());

        assertThat(sent()).isEqualTo(EXACTLY_THIS + ", add /metadata/finalizers/- milvusops.io/partition]");
    }

    @Test
    void shouldNotHoldTwice() {
        writes.hold(held(), OURS, Map.of());

        assertThat(sent()).isEqualTo(EXACTLY_THIS + "]");
    }

    @Test
    void shouldAnnotateWhatHasNoAnnotations() {
        writes.hold(held(), OURS, Map.of(INTENT, "intent"));

        assertThat(sent())
                .isEqualTo(EXACTLY_THIS + ", add /metadata/annotations {}, add"
                        + " /metadata/annotations/milvusops.io~1create-intent intent]");
    }

    @Test
    void shouldKeepTheAnnotationsOfOthers() {
        writes.hold(
                resource("annotations: {example.com/other: theirs}\n  finalizers: [milvusops.io/partition]"),
                OURS,
                Map.of(INTENT, "intent"));

        assertThat(sent()).isEqualTo(EXACTLY_THIS + ", add /metadata/annotations/milvusops.io~1create-intent intent]");
    }

    /** A namesake may have the same finalizers in the same places. */
    @Test
    void shouldLetGoExactlyTheVersionThatWasSeen() {
        writes.letGo(held(), OURS, INTENT);

        assertThat(sent())
                .isEqualTo(EXACTLY_THIS + ", test /metadata/finalizers/1 milvusops.io/partition, remove"
                        + " /metadata/finalizers/1]");
    }

    @Test
    void shouldTakeTheIntentAlongWhenItLetsGo() {
        writes.letGo(
                resource("annotations: {milvusops.io/create-intent: intent}\n  finalizers: [milvusops.io/partition]"),
                OURS,
                INTENT);

        assertThat(sent())
                .isEqualTo(EXACTLY_THIS + ", test /metadata/finalizers/0 milvusops.io/partition, remove"
                        + " /metadata/finalizers/0, remove /metadata/annotations/milvusops.io~1create-intent]");
    }

    @Test
    void shouldLeaveAloneWhatItDoesNotHold() {
        MilvusPartition free = resource("finalizers: [example.com/other]");

        assertThat(writes.letGo(free, OURS, INTENT)).contains(free);
        assertThat(apiServer.patches).isEmpty();
    }

    @Test
    void shouldWithdrawFromExactlyTheVersionThatWasSeen() {
        writes.forget(resource("annotations: {milvusops.io/create-intent: intent}"), INTENT);

        assertThat(sent()).isEqualTo(EXACTLY_THIS + ", remove /metadata/annotations/milvusops.io~1create-intent]");
    }

    @Test
    void shouldLeaveAloneWhatCarriesNoIntent() {
        MilvusPartition without = resource("annotations: {example.com/other: theirs}");

        assertThat(writes.forget(without, INTENT)).contains(without);
        assertThat(apiServer.patches).isEmpty();
    }

    @Test
    void shouldTellTheVersionThatAStatusMade() {
        assertThat(writes.status(resource("")))
                .hasValueSatisfying(written ->
                        assertThat(written.getMetadata().getResourceVersion()).isEqualTo(apiServer.version("uid")));
    }

    @Test
    void shouldTellTheVersionThatAPatchMade() {
        assertThat(writes.letGo(held(), OURS)).isPresent();
    }

    @Test
    void shouldTellTheVersionThatAWithdrawalMade() {
        assertThat(writes.forget(resource("annotations: {milvusops.io/create-intent: intent}"), INTENT))
                .isPresent();
    }

    private static Status status(int code, String... fields) {
        return new StatusBuilder()
                .withCode(code)
                .withNewDetails()
                .withCauses(List.of(fields).stream()
                        .map(field -> new StatusCause(field, "refused", "Invalid"))
                        .toList())
                .endDetails()
                .build();
    }

    private void refuse(int code, String... fields) {
        apiServer.refuse(new KubernetesClientException("refused", code, status(code, fields)));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 409, 422})
    void shouldTellThatTheResourceChangedMeanwhile(int code) {
        refuse(code);

        assertThat(writes.letGo(held(), OURS)).isEmpty();
    }

    /** It says something with every answer. */
    @Test
    void shouldTakeTheApiServersOwnWordForANewerVersion() {
        refuseByWebhook(409, "Operation cannot be fulfilled on milvuspartitions: the object has been modified");

        assertThat(writes.letGo(held(), OURS)).isEmpty();
    }

    /** Of a resource that somebody else deleted meanwhile. */
    @Test
    void shouldTellThatTheResourceTakesNoFinalizerAnyMore() {
        refuse(422, "metadata.finalizers");

        assertThat(writes.hold(resource(""), OURS, Map.of())).isEmpty();
    }

    @Test
    void shouldFailWhenTheSchemaRefuses() {
        refuse(422, "metadata.finalizers", "status.binding");

        assertThatExceptionOfType(RefusedWriteException.class).isThrownBy(() -> writes.letGo(held(), OURS));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 403, 500})
    void shouldFailWhenTheApiServerDoesNotTakeTheWrite(int code) {
        refuse(code);

        assertThatExceptionOfType(RefusedWriteException.class).isThrownBy(() -> writes.letGo(held(), OURS));
    }

    private void refuseByWebhook(int code) {
        refuseByWebhook(code, "admission webhook \"kyverno\" denied the request: no\n  finalizers");
    }

    private void refuseByWebhook(int code, String message) {
        Status status = new StatusBuilder().withCode(code).withMessage(message).build();
        apiServer.refuse(new KubernetesClientException("refused", code, status));
    }

    /** It answers with whatever code it likes. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 422})
    void shouldNotTakeTheWordOfAWebhookForANewerVersion(int code) {
        refuseByWebhook(code);

        assertThatExceptionOfType(RefusedWriteException.class).isThrownBy(() -> writes.letGo(held(), OURS));
    }

    @Test
    void shouldNameTheWriteThatIsRefusedAndQuoteTheAnswer() {
        refuseByWebhook(400);

        assertThatExceptionOfType(RefusedWriteException.class)
                .isThrownBy(() -> writes.letGo(held(), OURS))
                .withMessage("the API server does not let the operator take the finalizer milvusops.io/partition off"
                        + " MilvusPartition search/book-novel: HTTP 400: admission webhook \"kyverno\" denied the"
                        + " request: no finalizers");
    }

    @Test
    void shouldSayThatTheApiServerDidNotAnswer() {
        apiServer.refuse(new KubernetesClientException("connection reset", 0, null));

        assertThatExceptionOfType(RefusedWriteException.class)
                .isThrownBy(() -> writes.letGo(held(), OURS))
                .withMessage("the API server did not answer when the operator was to take the finalizer"
                        + " milvusops.io/partition off MilvusPartition search/book-novel: connection reset");
    }

    @Test
    void shouldEndALongAnswerAtAWord() {
        refuseByWebhook(400, "word ".repeat(150));

        assertThatExceptionOfType(RefusedWriteException.class)
                .isThrownBy(() -> writes.letGo(held(), OURS))
                .withMessageEndingWith("word word …");
    }
}
