package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.milvusops.fake.CallLog;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The way out of a lacking right that is taken in the night: another user in the Secret. The server is a fake, which
 * takes every login and denies a right when it is told to.
 */
class LoginIT {

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    /** A partition whose drop is denied to the user reader. */
    private static void denied(FakeMilvus milvus, String name) {
        milvus.world().addCollection("default", name);
        stage.namespace(name, milvus.uri());
        login(name, "reader");
        stage.apply(Stage.connection(name, milvus.uri(), ", credentialsSecretRef: {name: login}"));
        stage.apply(Stage.partition(name, "novel", "novel", ""));
        stage.awaitReason(name, "novel", "Present");
        milvus.always(Rpc.DROP_PARTITION, Fault.permissionDenied());
        stage.delete(name, "novel");
        stage.awaitReason(name, "novel", "PermissionDenied");
    }

    private static void login(String namespace, String username) {
        stage.user
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("login")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withData(Map.of("username", encoded(username), "password", encoded("Milvus")))
                        .build())
                .serverSideApply();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitLogin(FakeMilvus milvus, String username) {
        stage.eventually(
                () -> milvus.calls()
                        .last(Rpc.SHOW_PARTITIONS)
                        .authorization()
                        .equals(Optional.of(encoded(username + ":Milvus"))),
                () -> "still the former login");
    }

    private static void awaitLists(FakeMilvus milvus, int more) {
        int before = milvus.calls().count(Rpc.SHOW_PARTITIONS);
        stage.eventually(() -> milvus.calls().count(Rpc.SHOW_PARTITIONS) >= before + more, () -> "not listed");
    }

    @Test
    void shouldDropAsAnotherUserWhenTheFormerOneLacksTheRight() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            denied(milvus, "another");

            login("another", "writer");

            awaitLogin(milvus, "writer");
            milvus.heal();
            stage.awaitGone("another", "novel");
            assertThat(milvus.calls().last(Rpc.DROP_PARTITION))
                    .extracting(CallLog.Call::authorization)
                    .isEqualTo(Optional.of(encoded("writer:Milvus")));
        }
    }

    @Test
    void shouldReadTheSecretAgainAtMostEveryTwoSecondsWhileARightIsLacking() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            denied(milvus, "pace");

            awaitLists(milvus, 10);

            List<Instant> reads = new AuditLog(stage.servers)
                    .ofOperator().stream()
                            .filter(request -> request.what().equals("get secrets")
                                    && request.namespace().equals("pace"))
                            .map(AuditLog.Request::at)
                            .toList();
            assertThat(reads).hasSizeGreaterThan(1);
            assertThat(IntStream.range(1, reads.size())
                            .mapToObj(read -> Duration.between(reads.get(read - 1), reads.get(read))))
                    .allMatch(pause -> pause.compareTo(Duration.ofSeconds(2)) >= 0);
        }
    }

    /** The lanes of the former session poll no more, and who rests asks for nothing by itself. */
    @Test
    void shouldStillNoticeADropBySomebodyElseWhenTheLoginWasReplaced() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            milvus.world().addCollection("default", "resting");
            denied(milvus, "renewed");
            stage.apply(Stage.partition("renewed", "resting", "novel", "")
                    .replace("collection: renewed", "collection: resting"));
            stage.awaitReason("renewed", "resting", "Present");
            login("renewed", "writer");
            awaitLogin(milvus, "writer");

            milvus.world().removePartition("default", "resting", "novel");

            stage.eventually(
                    () -> milvus.world().partitions("default", "resting").contains("novel"), () -> "not created again");
        }
    }
}
