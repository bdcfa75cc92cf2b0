package io.milvusops.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The two kinds as plain objects on the API server, for users and for whoever watches. */
final class Resources {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ResourceDefinitionContext PARTITIONS = kind("MilvusPartition", "milvuspartitions");
    private static final ResourceDefinitionContext CONNECTIONS = kind("MilvusConnection", "milvusconnections");

    private final KubernetesClient client;

    Resources(KubernetesClient client) {
        this.client = client;
    }

    private static ResourceDefinitionContext kind(String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup("milvusops.io")
                .withVersion("v1alpha1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    /** Writes down every version of every object, from now on. */
    void watch(Chronicle chronicle, SoakClock clock) {
        watch(PARTITIONS, (action, object) -> {
            if (action == Watcher.Action.DELETED) {
                chronicle.gone(new Version(object), clock.now());
            } else {
                chronicle.watched(new Version(object), clock.now());
            }
        });
        watch(CONNECTIONS, (action, object) -> {
            if (action == Watcher.Action.DELETED) {
                chronicle.gone(new Terms(object), clock.now());
            } else {
                chronicle.watched(new Terms(object), clock.now());
            }
        });
    }

    private void watch(ResourceDefinitionContext kind, BiConsumer<Watcher.Action, JsonNode> reader) {
        client.genericKubernetesResources(kind).inAnyNamespace().watch(new Watcher<GenericKubernetesResource>() {
            @Override
            public void eventReceived(Action action, GenericKubernetesResource object) {
                reader.accept(action, json(object));
            }

            @Override
            public void onClose(WatcherException problem) {
                throw new IllegalStateException("the soak's own watch ended", problem);
            }
        });
    }

    private static JsonNode json(GenericKubernetesResource object) {
        // Who wrote which field fills most of an object, and every version of a long run is kept.
        object.getMetadata().setManagedFields(List.of());
        return JSON.valueToTree(object);
    }

    /** Creates an object that must not be there yet. */
    JsonNode create(String yaml) {
        return json((GenericKubernetesResource) client.resource(yaml).create());
    }

    /** Merges into a partition resource. */
    JsonNode merge(String namespace, String name, String patch) {
        return json(partition(namespace, name).patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    void delete(String namespace, String name) {
        partition(namespace, name).delete();
    }

    void mergeConnection(String namespace, String name, String patch) {
        connection(namespace, name).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    void deleteConnection(String namespace, String name) {
        connection(namespace, name).delete();
    }

    private Resource<GenericKubernetesResource> partition(String namespace, String name) {
        return client.genericKubernetesResources(PARTITIONS)
                .inNamespace(namespace)
                .withName(name);
    }

    private Resource<GenericKubernetesResource> connection(String namespace, String name) {
        return client.genericKubernetesResources(CONNECTIONS)
                .inNamespace(namespace)
                .withName(name);
    }

    /** Does what the API server allows now, and tells of what it refuses. */
    static void attempt(Runnable write, Consumer<String> refused) {
        try {
            write.run();
        } catch (KubernetesClientException refusal) {
            refused.accept(refusal.getCode() + " "
                    + (refusal.getStatus() == null ? "" : refusal.getStatus().getMessage()));
        }
    }
}
