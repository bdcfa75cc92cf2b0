package io.milvusops.it;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.milvusops.faults.ApiServerProxy;
import io.milvusops.faults.MilvusProxy;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** A stage on which the operator reaches both of its servers through proxies that can stop the world. */
final class FaultStage implements AutoCloseable {

    static final String BYSTANDER = "bystander";

    /** Each call that waits holds a thread of the operator's, and must not be given up before the test's word. */
    private static final Map<String, String> SETTINGS =
            Map.of("MILVUSOPS_RECONCILE_THREADS", "64", "KUBERNETES_REQUEST_TIMEOUT", "60000");

    final Stage stage;
    final ApiServerProxy apiServer;
    final MilvusProxy milvus;
    private final Map<String, Map<String, Long>> before = new HashMap<>();

    FaultStage() throws IOException {
        this(Map.of());
    }

    /** With settings of the operator, besides those that its waiting calls need. */
    FaultStage(Map<String, String> more) throws IOException {
        CompletableFuture<ApiServerProxy> proxy = new CompletableFuture<>();
        stage = new Stage((servers, kubeconfig) -> launch(servers, kubeconfig, proxy, more));
        apiServer = proxy.join();
        milvus = new MilvusProxy(stage.milvus.uri());
    }

    private static OperatorProcess launch(
            TestServers servers, Path kubeconfig, CompletableFuture<ApiServerProxy> proxy, Map<String, String> more)
            throws IOException {
        proxy.complete(new ApiServerProxy(servers));
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(more);
        return new OperatorProcess(proxy.join().lead(kubeconfig), settings);
    }

    /** A collection with a partition that is nobody's business, and a namespace of that name with its connection. */
    void prepare(String name, String requestTimeout) {
        prepare(name, requestTimeout, "");
    }

    /** @param more of the spec of the connection */
    void prepare(String name, String requestTimeout, String more) {
        stage.client.createCollection(name);
        stage.client.createPartition(name, BYSTANDER);
        stage.user
                .namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        stage.apply("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusConnection
                metadata: {name: default, namespace: %s}
                spec: {uri: "%s", pollInterval: 1s, requestTimeout: %s%s}
                """.formatted(name, milvus.uri(), requestTimeout, more));
    }

    /** Notes which partitions there are before the order is given. */
    void note(String collection) {
        before.put(collection, stage.client.partitions(collection));
    }

    /** Notes which partitions have come into being since, such as one whose creation was ordered. */
    void noteNew(String collection) {
        stage.client.partitions(collection).forEach(noted(collection)::putIfAbsent);
    }

    /** The partitions that were noted, with their ids. */
    Map<String, Long> noted(String collection) {
        return Optional.ofNullable(before.get(collection)).orElseThrow();
    }

    /** As {@link Stage#eventually}, telling only what the operator said about that namespace. */
    void eventually(String namespace, Callable<Boolean> holds) {
        try {
            stage.await(holds);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(story(namespace), late);
        }
    }

    /** All that is known about a namespace that did not go as it should. */
    String story(String namespace) {
        String resources = stage
                .user
                .resources(io.milvusops.api.MilvusPartition.class)
                .inNamespace(namespace)
                .list()
                .getItems()
                .stream()
                .map(resource -> resource.getMetadata().getName() + " "
                        + resource.getMetadata().getDeletionTimestamp() + " " + resource.getFinalizers() + " "
                        + resource.getStatus())
                .collect(Collectors.joining("\n"));
        String log = stage.operator
                .log()
                .lines()
                .filter(line -> line.contains(namespace) || line.contains("ERROR"))
                .collect(Collectors.joining("\n"));
        return resources + "\npartitions: " + stage.client.partitions(namespace) + ", noted: " + noted(namespace)
                + "\nthe operator's log:\n" + log;
    }

    @Override
    public void close() throws IOException {
        stage.operator.kill();
        milvus.close();
        apiServer.close();
        stage.close();
    }
}
