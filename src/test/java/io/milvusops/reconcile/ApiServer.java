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
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.milvusops.api.Condition;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.ResourceSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A client whose API server takes every write as it is, or refuses each, and remembers it. It serves the kinds. */
final class ApiServer {

    final KubernetesClient client = mock(RETURNS_DEEP_STUBS);

    /** JSON patches that were sent, and what they were for. */
    final List<JsonNode> patches = new ArrayList<>();

    /** Statuses of partitions that were sent. */
    final List<MilvusPartitionStatus> statuses = new ArrayList<>();

    /** Events that were sent, each as its reason and its note. */
    final List<String> events = new CopyOnWriteArrayList<>();

    private final Resource<CustomResourceDefinition> definition = mock();

    private Optional<KubernetesClientException> refusal = Optional.empty();
    private boolean takesStatuses;

    ApiServer() {
        when(client.getKubernetesSerialization()).thenReturn(ResourceSerialization.create());
        when(client.apiextensions().v1().customResourceDefinitions().withName(anyString()))
                .thenReturn(definition);
        when(definition.get()).thenReturn(new CustomResourceDefinition());
        when(client.events().v1().events().resource(any(Event.class))).thenAnswer(call -> {
            Event event = call.getArgument(0);
            events.add(event.getReason() + ": " + event.getNote());
            return mock(Resource.class);
        });
        when(client.resource(any(HasMetadata.class))).thenAnswer(call -> writes(call.getArgument(0)));
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
            return takesStatuses ? resource : answer(resource);
        });
        when(writes.patch(any(PatchContext.class), anyString())).thenAnswer(call -> {
            patches.add(parsed(call.getArgument(1)));
            return answer(resource);
        });
        return writes;
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
