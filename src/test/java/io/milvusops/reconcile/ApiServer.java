package io.milvusops.reconcile;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.milvusops.api.Condition;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.ResourceSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client whose API server takes every write, or refuses each, and remembers it. It serves the kinds. */
final class ApiServer {

    final KubernetesClient client = mock(RETURNS_DEEP_STUBS);

    final SentEvents events = new SentEvents();

    /** JSON patches that were sent, and what they were for. */
    final List<JsonNode> patches = new ArrayList<>();

    /** Statuses of partitions that were sent. */
    final List<MilvusPartitionStatus> statuses = new ArrayList<>();

    private final Resource<CustomResourceDefinition> definition = mock();
    private final Map<ConnectionKey, MilvusConnection> connections = new ConcurrentHashMap<>();
    private final Map<String, MilvusPartition> partitions = new ConcurrentHashMap<>();

    private Optional<KubernetesClientException> silence = Optional.empty();

    /** How often a connection was read. */
    final AtomicInteger readings = new AtomicInteger();

    private Optional<KubernetesClientException> refusal = Optional.empty();
    private boolean takesStatuses;

    /** What happens after a patch has taken effect and before it is answered. */
    Runnable meanwhile = () -> {};

    ApiServer() {
        when(client.getKubernetesSerialization()).thenReturn(ResourceSerialization.create());
        when(client.apiextensions().v1().customResourceDefinitions().withName(anyString()))
                .thenReturn(definition);
        when(definition.get()).thenReturn(new CustomResourceDefinition());
        MixedOperation<MilvusConnection, KubernetesResourceList<MilvusConnection>, Resource<MilvusConnection>> all =
                mock();
        when(client.resources(MilvusConnection.class)).thenReturn(all);
        when(all.inNamespace(anyString())).thenAnswer(call -> in(call.getArgument(0)));
        when(client.resource(any(HasMetadata.class))).thenAnswer(call -> writes(call.getArgument(0)));
    }

    private NonNamespaceOperation<
                    MilvusConnection, KubernetesResourceList<MilvusConnection>, Resource<MilvusConnection>>
            in(String namespace) {
        NonNamespaceOperation<MilvusConnection, KubernetesResourceList<MilvusConnection>, Resource<MilvusConnection>>
                operation = mock();
        when(operation.withName(anyString())).thenAnswer(call -> {
            Resource<MilvusConnection> resource = mock();
            when(resource.get()).thenAnswer(get -> read(new ConnectionKey(namespace, call.getArgument(0))));
            return resource;
        });
        return operation;
    }

    private @Nullable MilvusConnection read(ConnectionKey key) {
        readings.incrementAndGet();
        silence.ifPresent(unanswered -> {
            throw unanswered;
        });
        return connections.get(key);
    }

    /** A read of a connection finds this. */
    void has(MilvusConnection connection) {
        connections.put(Assembly.key(connection), connection);
    }

    void lacks(MilvusConnection connection) {
        connections.remove(Assembly.key(connection));
    }

    /** Reads of connections are answered so. */
    void tellNothing(KubernetesClientException answer) {
        silence = Optional.of(answer);
    }

    void refuse(KubernetesClientException answer) {
        refusal = Optional.of(answer);
    }

    /** Statuses are taken all the same, as an admission policy leaves them alone that is about the resources. */
    void refusePatches(KubernetesClientException answer) {
        refuse(answer);
        takesStatuses = true;
    }

    /** The kind is deleted: a look finds no definition any more. */
    void uninstall() {
        when(definition.get()).thenReturn(null);
    }

    private NamespaceableResource<HasMetadata> writes(HasMetadata resource) {
        NamespaceableResource<HasMetadata> writes = mock();
        when(writes.updateStatus()).thenAnswer(call -> {
            if (resource instanceof MilvusPartition partition && partition.getStatus() != null) {
                statuses.add(partition.getStatus());
            }
            if (!takesStatuses) {
                answer(resource);
            }
            return resource instanceof MilvusPartition partition ? taken(partition) : resource;
        });
        when(writes.patch(any(PatchContext.class), anyString())).thenAnswer(call -> {
            patches.add(parsed(call.getArgument(1)));
            HasMetadata answer = answer(resource);
            meanwhile.run();
            return answer;
        });
        return writes;
    }

    /** A status that changes nothing makes no version. */
    private MilvusPartition taken(MilvusPartition sent) {
        MilvusPartition before = partitions.get(sent.getMetadata().getUid());
        if (before != null && Objects.equals(before.getStatus(), sent.getStatus())) {
            return before;
        }
        MilvusPartition newer = new MilvusPartition();
        newer.setMetadata(new ObjectMetaBuilder(sent.getMetadata())
                .withResourceVersion(next(sent.getMetadata().getResourceVersion()))
                .build());
        Optional.ofNullable(sent.getSpec()).ifPresent(newer::setSpec);
        Optional.ofNullable(sent.getStatus()).ifPresent(newer::setStatus);
        has(newer);
        return newer;
    }

    private static String next(String version) {
        return String.valueOf(Long.parseLong(version) + 1);
    }

    /** The resource with that uid as it was written last. */
    MilvusPartition newest(String uid) {
        return Objects.requireNonNull(partitions.get(uid));
    }

    String version(String uid) {
        return newest(uid).getMetadata().getResourceVersion();
    }

    /** A write of its status meets this. */
    void has(MilvusPartition resource) {
        partitions.put(resource.getMetadata().getUid(), resource);
    }

    private HasMetadata answer(HasMetadata resource) {
        refusal.ifPresent(refused -> {
            throw refused;
        });
        return resource;
    }

    private static JsonNode parsed(String patch) {
        try {
            return new ObjectMapper().readTree(patch);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The reasons that were written for a partition not to be ready, or to be. */
    Stream<String> reasons() {
        return statuses.stream()
                .flatMap(status -> Optional.ofNullable(status.conditions()).stream())
                .flatMap(List::stream)
                .filter(condition -> "Ready".equals(condition.type()))
                .map(Condition::reason);
    }
}
