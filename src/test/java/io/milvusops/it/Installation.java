package io.milvusops.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The shipped manifests on a real API server. The Deployment waits for a node that never comes; the operator of a test
 * runs beside the cluster, with nothing but what the manifests give to its service account.
 */
public final class Installation {

    /** The name of everything that the manifests make for the operator, and of its namespace. */
    static final String NAME = "milvus-partition-operator";

    /** How the API server calls the operator. */
    static final String USER = "system:serviceaccount:" + NAME + ":" + NAME;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Installation() {}

    /** Installs as a user does, and logs in. */
    public static Path apply(TestServers servers, KubernetesClient administrator) throws IOException {
        servers.administrator().run("apply", "-k", "manifests");
        servers.administrator().run("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
        // Kubernetes 1.34 makes the store of a kind when it is first asked for. A deletion of the kind that comes
        // before
        // fails once, and is tried again only minutes later when an earlier version of it is still in a cache.
        servers.administrator().run("get", "milvusconnections,milvuspartitions", "--all-namespaces");
        return login(servers, administrator);
    }

    /** A kubeconfig that holds a token of the service account only. */
    static Path login(TestServers servers, KubernetesClient administrator) throws IOException {
        String token = administrator
                .serviceAccounts()
                .inNamespace(NAME)
                .withName(NAME)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3_600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        JsonNode kubeconfig = JSON.readTree(servers.kubeconfig().toFile());
        ((ObjectNode) kubeconfig.at("/users/0")).putObject("user").put("token", token);
        Path file = Files.createTempFile(servers.kubeconfig().getParent(), "operator", ".kubeconfig");
        JSON.writeValue(file.toFile(), kubeconfig);
        return file;
    }
}
