package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.milvusops.api.BindingStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.servers.MilvusOptions;
import io.milvusops.servers.MilvusServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What must hold on a bad day: no wrong drop, no lost drop, no silent wait. */
class FaultsIT {

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    private static void ready(String collection, String name) {
        stage.apply(Stage.partition(collection, name, name, ""));
        stage.awaitReason(collection, name, "Present");
    }

    @Test
    void shouldDropAfterARestartWhatWasDeletedWhileTheOperatorWasDead() throws IOException {
        stage.prepare("dead");
        ready("dead", "novel");
        stage.operator.kill();
        stage.delete("dead", "novel");

        stage.operator.restart();

        stage.awaitGone("dead", "novel");
        stage.awaitPartitions("dead");
    }

    @Test
    void shouldDropEverythingAndNothingElseWhenKilledAmidManyDrops() throws IOException {
        stage.prepare("amid");
        for (int number = 0; number < 60; number++) {
            stage.apply(Stage.partition("amid", "p" + number, "p" + number, ""));
        }
        stage.client.createPartition("amid", "bystander");
        stage.eventually(() -> stage.client.partitions("amid").size() == 61, () -> "not all created");
        stage.awaitReason("amid", "p59", "Present");
        long bystander = stage.id("amid", "bystander");
        stage.user.resources(MilvusPartition.class).inNamespace("amid").delete();
        stage.eventually(() -> stage.client.partitions("amid").size() < 61, () -> "no drop began");
        stage.operator.kill();

        stage.operator.restart();

        stage.eventually(
                () -> stage.user
                        .resources(MilvusPartition.class)
                        .inNamespace("amid")
                        .list()
                        .getItems()
                        .isEmpty(),
                () -> "not all gone");
        assertThat(stage.client.partitions("amid")).containsExactly(entry("bystander", bystander));
    }

    @Test
    void shouldRecognizeItsOwnCreationsWhenKilledAmidManyCreations() throws IOException {
        stage.prepare("births");
        stage.operator.kill();
        for (int number = 0; number < 40; number++) {
            stage.apply(Stage.partition("births", "p" + number, "p" + number, ", adoptionPolicy: Refuse"));
        }
        stage.operator.restart();
        stage.eventually(() -> !stage.client.partitions("births").isEmpty(), () -> "no creation began");
        stage.operator.kill();
        Set<String> unrecorded = new HashSet<>(stage.client.partitions("births").keySet());
        unrecorded.removeIf(name -> recorded("births", name));

        stage.operator.restart();

        for (int number = 0; number < 40; number++) {
            stage.awaitReason("births", "p" + number, "Present");
        }
        assertThat(unrecorded).isNotEmpty();
    }

    private static boolean recorded(String collection, String name) {
        return stage.get(collection, name)
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::binding)
                .map(BindingStatus::partitionID)
                .isPresent();
    }

    @Test
    void shouldEndWithTheCodeOfItsSignalOnTermination() throws Exception {
        int code = stage.operator.terminate();
        stage.operator.restart();

        assertThat(code).isEqualTo(143);
    }

    @Test
    void shouldDropWhenAServerThatWasKilledIsBack() {
        MilvusServer server = stage.servers.startMilvus(MilvusOptions.named("killed"));
        try (MilvusActor client = new MilvusActor(server.uri())) {
            client.createCollection("killed");
            stage.namespace("killed", server.uri());
            ready("killed", "novel");
            server.kill();
            stage.delete("killed", "novel");
            stage.awaitReason("killed", "novel", "ServerUnreachable");

            server.restart();

            stage.awaitGone("killed", "novel");
            assertThat(client.partitions("killed")).isEmpty();
        } finally {
            server.kill();
        }
    }

    @Test
    void shouldServeOtherConnectionsWhileOneServerIsFrozen() {
        MilvusServer server =
                stage.servers.startMilvus(MilvusOptions.named("frozen").withSessionTtl(60));
        try (MilvusActor client = new MilvusActor(server.uri())) {
            client.createCollection("frozen");
            stage.namespace("frozen", server.uri());
            ready("frozen", "novel");
            stage.prepare("healthy");
            server.freeze();
            for (int number = 0; number < 20; number++) {
                stage.apply(Stage.partition("frozen", "p" + number, "p" + number, ""));
            }

            ready("healthy", "novel");
            stage.delete("healthy", "novel");

            stage.awaitGone("healthy", "novel");
            stage.awaitPartitions("healthy");
            stage.awaitReason("frozen", "p1", "ServerUnreachable");
        } finally {
            server.kill();
        }
    }

    @Test
    void shouldHealWhenAWrongPasswordIsCorrected() {
        MilvusServer server =
                stage.servers.startMilvus(MilvusOptions.named("locked").withAuthorization());
        try (MilvusActor client = new MilvusActor(server.uri()).as("root", "Milvus")) {
            client.createCollection("locked");
            stage.namespace("locked", server.uri());
            password("wrong");
            stage.apply(Stage.connection("locked", server.uri(), ", credentialsSecretRef: {name: login}"));
            stage.apply(Stage.partition("locked", "novel", "novel", ""));
            stage.awaitReason("locked", "novel", "Unauthenticated");

            password("Milvus");

            stage.awaitReason("locked", "novel", "Present");
            assertThat(stage.operator.log()).doesNotContain("wrong", "root:");
        } finally {
            server.kill();
        }
    }

    private static void password(String password) {
        stage.user
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("login")
                        .withNamespace("locked")
                        .endMetadata()
                        .withData(Map.of("username", encoded("root"), "password", encoded(password)))
                        .build())
                .serverSideApply();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldMakeNoWriteInSteadyState() {
        stage.prepare("steady");
        ready("steady", "novel");
        AuditLog audit = new AuditLog(stage.servers);
        stage.eventually(() -> events(audit) == 2, () -> "no events of the connection and of the creation");
        int before = audit.all().size();

        // Changes of others are noticed by the poll, so this proves that polls have run meanwhile.
        stage.client.createPartition("steady", "other");
        stage.apply(Stage.partition("steady", "other", "other", ""));
        stage.awaitReason("steady", "other", "Present");

        List<AuditLog.Request> all = audit.all();
        assertThat(all.subList(before, all.size()))
                .filteredOn(request -> request.byOperator() && request.write())
                .filteredOn(request -> request.namespace().equals("steady"))
                .allMatch(request -> request.name().startsWith("other"));
    }

    private static long events(AuditLog audit) {
        return audit.ofOperator().stream()
                .filter(request -> request.what().equals("create events")
                        && request.namespace().equals("steady"))
                .count();
    }
}
