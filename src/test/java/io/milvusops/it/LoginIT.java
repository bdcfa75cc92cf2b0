package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.milvusops.fake.CallLog;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
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
        login(name, milvus, "reader");
        stage.apply(Stage.partition(name, "novel", "novel", ""));
        stage.awaitReason(name, "novel", "Present");
        milvus.always(Rpc.DROP_PARTITION, Fault.permissionDenied());
        stage.delete(name, "novel");
        stage.awaitReason(name, "novel", "PermissionDenied");
    }

    /** A namespace whose connection logs in as that user. */
    private static void login(String namespace, FakeMilvus milvus, String username) {
        stage.namespace(namespace, milvus.uri());
        login(namespace, username);
        stage.apply(Stage.connection(namespace, milvus.uri(), ", credentialsSecretRef: {name: login}"));
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

    /** How often the Secret of that namespace was read. */
    private static long reads(String namespace) {
        return new AuditLog(stage.servers)
                .ofOperator().stream()
                        .filter(request -> request.what().equals("get secrets")
                                && request.namespace().equals(namespace))
                        .count();
    }

    private static void awaitReads(String namespace, int more) {
        long before = reads(namespace);
        stage.eventually(() -> reads(namespace) >= before + more, () -> "not read again");
    }

    /** A partition that is there, by the login of the user reader. */
    private static void present(FakeMilvus milvus, String name) {
        milvus.world().addCollection("default", name);
        login(name, milvus, "reader");
        stage.apply(Stage.partition(name, "novel", "novel", ""));
        stage.awaitReason(name, "novel", "Present");
        milvus.requireLogin("reader", "Milvus");
    }

    @Test
    void shouldReadTheSecretAgainAndAgainWhileARightIsLacking() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            denied(milvus, "lacking");

            awaitReads("lacking", 2);
        }
    }

    @Test
    void shouldNotReadTheSecretWhileNothingIsRefused() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            present(milvus, "quiet");
            long before = reads("quiet");
            login("quiet", "writer");

            awaitLists(milvus, 5);

            assertThat(reads("quiet")).isEqualTo(before);
        }
    }

    /** Neither the operator nor the connection is touched. */
    @Test
    void shouldLogInAnewWhenTheSecretIsChangedAfterTheLoginWasRefused() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            present(milvus, "expired");
            milvus.requireLogin("writer", "Milvus");
            stage.awaitReason("expired", "novel", "Unauthenticated");
            awaitReads("expired", 2);

            login("expired", "writer");

            awaitLogin(milvus, "writer");
            stage.awaitReason("expired", "novel", "Present");
        }
    }

    /** Nothing is left of the login: neither the Secret nor a session that was opened with it. */
    @Test
    void shouldHoldADropWhoseSecretIsGoneWhenTheOperatorIsRestarted() throws IOException {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            present(milvus, "lost");
            stage.operator.kill();
            stage.user.secrets().inNamespace("lost").withName("login").delete();
            stage.delete("lost", "novel");

            stage.operator.restart();

            stage.awaitReason("lost", "novel", "CredentialsUnavailable");
            assertThat(milvus.calls().count(Rpc.DROP_PARTITION)).isZero();
            login("lost", "reader");
            stage.awaitGone("lost", "novel");
            assertThat(milvus.calls().count(Rpc.DROP_PARTITION)).isOne();
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
