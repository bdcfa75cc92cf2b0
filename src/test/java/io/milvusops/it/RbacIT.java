package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.milvusops.api.MilvusConnection;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Rpc;
import io.milvusops.it.AuditLog.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped rights are exactly those that the operator uses when it does everything it can do. */
class RbacIT {

    private static Stage stage;
    private static FakeMilvus milvus;
    private static Set<Right> granted;
    private static List<Request> resting;
    private static List<Request> asked;

    @BeforeAll
    static void doEverything() throws IOException {
        milvus = FakeMilvus.start();
        milvus.requireLogin("operator", "secret");
        milvus.world().addCollection("default", "book");
        milvus.world().addPartition("default", "book", "adopted");
        milvus.world().addPartition("default", "book", "unwanted");
        stage = new Stage((servers, kubeconfig) ->
                new OperatorProcess(kubeconfig, Map.of("MILVUSOPS_LEASE_NAMESPACE", Installation.NAME)));
        granted = Right.ofOperator(stage.user);
        connect();
        partition("created", "");
        partition("adopted", ", deletionPolicy: Retain");
        stage.awaitReason("team", "created", "Present");
        stage.awaitReason("team", "adopted", "Present");
        resting = rest();
        partition("unwanted", ", ensure: absent");
        stage.awaitReason("team", "unwanted", "Dropped");
        deleteEverything();
        asked = new AuditLog(stage.servers).ofOperator();
    }

    /** With a login, for the namespaces that carry a label: each of both needs a right. */
    private static void connect() {
        stage.namespace("owner", milvus.uri());
        stage.user
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("login")
                        .withNamespace("owner")
                        .endMetadata()
                        .withStringData(Map.of("username", "operator", "password", "secret"))
                        .build())
                .create();
        stage.apply(Stage.connection(
                "owner",
                milvus.uri(),
                ", credentialsSecretRef: {name: login},"
                        + " allowedNamespaces: {from: Selector, selector: {matchLabels: {team: books}}}"));
        stage.user
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("team")
                        .addToLabels("team", "books")
                        .endMetadata()
                        .build())
                .create();
    }

    /** What is asked while the collection is listed a few times, after the events of two partitions and a connection. */
    private static List<Request> rest() {
        AuditLog audit = new AuditLog(stage.servers);
        stage.eventually(() -> events(audit) == 3, () -> events(audit) + " events");
        int begun = audit.ofOperator().size();
        int lists = milvus.calls().count(Rpc.SHOW_PARTITIONS);
        stage.eventually(() -> milvus.calls().count(Rpc.SHOW_PARTITIONS) > lists + 2, () -> "not listed");
        List<Request> all = audit.ofOperator();
        return all.subList(begun, all.size());
    }

    private static long events(AuditLog audit) {
        return audit.ofOperator().stream()
                .filter(request -> request.what().equals("create events"))
                .count();
    }

    private static void partition(String name, String more) {
        stage.apply("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                metadata: {name: %s, namespace: team}
                spec: {connectionRef: {name: default, namespace: owner}, collection: book, partition: %s%s}
                """.formatted(name, name, more));
    }

    private static void deleteEverything() {
        for (String name : List.of("created", "adopted", "unwanted")) {
            stage.delete("team", name);
            stage.awaitGone("team", name);
        }
        stage.user.resources(MilvusConnection.class).inNamespace("owner").delete();
        stage.eventually(
                () -> stage.user
                        .resources(MilvusConnection.class)
                        .inNamespace("owner")
                        .list()
                        .getItems()
                        .isEmpty(),
                () -> "the connection is still in use");
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
        milvus.close();
    }

    @Test
    void shouldNeverBeForbiddenAnything() {
        assertThat(asked).isNotEmpty().noneMatch(request -> request.forbidden() || request.code() == 403);
    }

    @Test
    void shouldAskForNothingThatIsNotGrantedByName() {
        assertThat(asked)
                .filteredOn(request -> !request.resource().isEmpty())
                .allMatch(request -> granted.stream().anyMatch(right -> right.covers(request)));
    }

    /** Rights to paths come with every login. Where a cluster takes them away, the operator must not miss them. */
    @Test
    void shouldAskForNoPathBesideResources() {
        assertThat(asked).filteredOn(request -> request.resource().isEmpty()).isEmpty();
    }

    /** The labels of a selected namespace are no exception. The leader renews its Lease. */
    @Test
    void shouldAskNothingAtRestBesideItsLease() {
        assertThat(resting)
                .filteredOn(request -> !request.what().equals("update leases"))
                .allMatch(Request::watch);
    }

    @Test
    void shouldBeGrantedNothingThatIsNotUsed() {
        assertThat(granted).isNotEmpty().allMatch(right -> asked.stream().anyMatch(right::covers));
    }
}
