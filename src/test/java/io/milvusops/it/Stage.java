package io.milvusops.it;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.milvusops.api.Condition;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.servers.MilvusServer;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Servers, operator and the user's verbs, for one test class. */
final class Stage implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    final TestServers servers = TestServers.startWithMilvus("one");
    final MilvusServer milvus = servers.milvus();
    final KubernetesClient user;
    final OperatorProcess operator;
    final MilvusActor client;

    /** How the operator is started with the identity that it has on this stage. */
    interface Launch {
        OperatorProcess start(TestServers servers, Path kubeconfig) throws IOException;
    }

    Stage() throws IOException {
        this((servers, kubeconfig) -> new OperatorProcess(kubeconfig));
    }

    Stage(Launch launch) throws IOException {
        user = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(servers.kubeconfig())))
                .withKubernetesSerialization(ResourceSerialization.create())
                .build();
        operator = launch.start(servers, Installation.apply(servers, user));
        client = new MilvusActor(milvus.uri());
    }

    /** A namespace and a collection of that name, with a connection named default. */
    void prepare(String name) {
        client.createCollection(name);
        namespace(name, milvus.uri());
    }

    void namespace(String name, String uri) {
        user.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        apply(connection(name, uri, ""));
    }

    static String connection(String namespace, String uri, String more) {
        return """
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusConnection
                metadata: {name: default, namespace: %s}
                spec: {uri: "%s", pollInterval: 1s, requestTimeout: 2s%s}
                """.formatted(namespace, uri, more);
    }

    /** A partition resource in the namespace that has the collection's name. */
    static String partition(String collection, String name, String partition, String more) {
        return """
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                metadata: {name: %s, namespace: %s}
                spec: {collection: %s, partition: %s%s}
                """.formatted(name, collection, collection, partition, more);
    }

    void apply(String yaml) {
        user.resource(yaml).forceConflicts().serverSideApply();
    }

    void delete(String namespace, String name) {
        user.resources(MilvusPartition.class)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    void annotate(String namespace, String name, String key, String value) {
        user.resources(MilvusPartition.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"milvusops.io/" + key + "\":\"" + value + "\"}}}");
    }

    /** On the connection that is named default. */
    void annotateConnection(String namespace, String key, String value) {
        user.resources(MilvusConnection.class)
                .inNamespace(namespace)
                .withName("default")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"milvusops.io/" + key + "\":\"" + value + "\"}}}");
    }

    /** What was told in the namespace, each as its reason and its note. */
    String events(String namespace) {
        return user.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .map(event -> event.getReason() + ": " + event.getNote())
                .toList()
                .toString();
    }

    /** Takes the connection that is named default away although it is in use. */
    void loseConnection(String namespace) {
        Resource<MilvusConnection> connection =
                user.resources(MilvusConnection.class).inNamespace(namespace).withName("default");
        connection.delete();
        connection.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
    }

    Optional<MilvusPartition> get(String namespace, String name) {
        return Optional.ofNullable(user.resources(MilvusPartition.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    String reason(String namespace, String name) {
        return get(namespace, name)
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::conditions)
                .flatMap(all -> all.stream()
                        .filter(ready -> ready.type().equals("Ready"))
                        .findFirst())
                .map(Condition::reason)
                .orElse("");
    }

    void awaitReason(String namespace, String name, String reason) {
        eventually(() -> reason(namespace, name).equals(reason), () -> name + " is " + reason(namespace, name));
    }

    void awaitGone(String namespace, String name) {
        eventually(() -> get(namespace, name).isEmpty(), () -> name + " is still there: " + reason(namespace, name));
    }

    void awaitPartitions(String collection, String... names) {
        eventually(
                () -> client.partitions(collection).keySet().equals(Set.of(names)),
                () -> collection + " has " + client.partitions(collection));
    }

    long id(String collection, String partition) {
        Map<String, Long> found = client.partitions(collection);
        return Optional.ofNullable(found.get(partition)).orElseThrow();
    }

    void eventually(Callable<Boolean> holds, Supplier<String> otherwise) {
        try {
            await(holds);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(otherwise.get() + "; the operator's log:\n" + operator.log(), late);
        }
    }

    void await(Callable<Boolean> holds) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(holds);
    }

    @Override
    public void close() throws IOException {
        client.close();
        operator.close();
        user.close();
        List<AuditLog.Request> asked = new AuditLog(servers).ofOperator();
        servers.close();
        requireRights(asked);
    }

    /** Whatever a test made the operator do, the shipped rights are enough for it. */
    private static void requireRights(List<AuditLog.Request> asked) {
        List<AuditLog.Request> forbidden =
                asked.stream().filter(AuditLog.Request::forbidden).toList();
        if (!forbidden.isEmpty()) {
            throw new AssertionError("the manifests do not allow the operator " + forbidden);
        }
    }
}
