package io.milvusops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real API server with the shipped CRDs, asked with the users' own YAML and their own tool. */
final class InstalledKinds implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestServers servers = TestServers.start();
    private final KubernetesClient client;

    InstalledKinds() throws IOException {
        Config config = Config.fromKubeconfig(Files.readString(servers.kubeconfig()));
        client = new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(ResourceSerialization.create())
                .build();
    }

    KubernetesClient client() {
        return client;
    }

    void install() {
        kubectl("apply", "--server-side", "--force-conflicts", "-k", "crds");
        kubectl("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all");
        // Names and descriptions reach clients a moment after the kinds themselves.
        await().untilAsserted(() -> kubectl("explain", "mpart"));
        await().untilAsserted(() -> kubectl("explain", "mconn"));
    }

    /** Installs a MilvusPartition that may hold anything, as an older or newer version of it might. */
    void installWithoutRules() {
        CustomResourceDefinition definition = CustomResourceDefinitions.of(MilvusPartition.class);
        definition
                .getSpec()
                .getVersions()
                .get(0)
                .getSchema()
                .setOpenAPIV3Schema(new JSONSchemaPropsBuilder()
                        .withType("object")
                        .withXKubernetesPreserveUnknownFields(true)
                        .build());
        client.resource(definition).create();
        await().untilAsserted(() -> kubectl("get", "mpart"));
    }

    /** What the tool prints; fails if the tool does. */
    String kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                servers.kubectl().toString(),
                "--kubeconfig",
                servers.kubeconfig().toString()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new IllegalStateException("kubectl could not be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether the API server would create the object, and what it would make of it. */
    Answer tryToCreate(String yaml) throws Exception {
        return answer(request(yaml, "?dryRun=All&fieldValidation=Strict").post("application/yaml", yaml));
    }

    /** Creates the object. */
    Answer create(String yaml) throws Exception {
        return answer(request(yaml, "?fieldValidation=Strict").post("application/yaml", yaml));
    }

    /** Puts the object in the place of the one that was created, as it is and nothing kept. */
    Answer replace(Answer created, String yaml) throws Exception {
        String version = created.body().at("/metadata/resourceVersion").asText();
        String versioned = yaml.replace("metadata:\n", "metadata:\n  resourceVersion: \"" + version + "\"\n");
        return answer(request(yaml, "/case?fieldValidation=Strict").put("application/yaml", versioned));
    }

    private HttpRequest.Builder request(String yaml, String rest) {
        String plural = yaml.contains("kind: MilvusPartition") ? "milvuspartitions" : "milvusconnections";
        return client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(servers.apiServerUrl() + "/apis/milvusops.io/v1alpha1/namespaces/default/" + plural + rest);
    }

    private Answer answer(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response =
                client.getHttpClient().sendAsync(request.build(), String.class).get(30, TimeUnit.SECONDS);
        return new Answer(response.code(), JSON.readTree(response.body()));
    }

    @Override
    public void close() {
        client.close();
        servers.close();
    }

    /** The API server's answer: the object, or a Status with the message. */
    record Answer(int code, JsonNode body) {

        String message() {
            return body.path("message").asText();
        }
    }
}
