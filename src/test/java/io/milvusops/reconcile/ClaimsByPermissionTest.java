package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockConstruction;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.ScriptedServer;
import io.milvusops.ops.OperatorMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.ArgumentMatchers;
import org.mockito.MockedConstruction;

/**
 * The older resource is in a namespace that is not allowed, so the younger one has the partition. Once the older one is
 * allowed, nobody acts as if it were not, whichever of the two has its pass first.
 */
class ClaimsByPermissionTest {

    private static final MilvusPartition OLDER = resource("team", "older", 1);
    private static final MilvusPartition YOUNGER = resource("search", "younger", 2);
    private static final String BOOKS = "allowedNamespaces: {from: Selector, selector: {matchLabels: {team: books}}}";

    private final ApiServer apiServer = new ApiServer();
    private final EventSourceContext<MilvusPartition> context = mock();
    private final IndexerResourceCache<MilvusPartition> partitions = mock();
    private final SharedIndexInformer<Namespace> namespaces = mock(RETURNS_DEEP_STUBS);
    private final List<Object> configurations = new ArrayList<>();
    private final Assembly assembly = new Assembly(
            apiServer.client, (uri, login, timeout) -> new ScriptedServer(), new OperatorMetrics(), "test");
    private MilvusConnection connection = Bench.connection("");

    private static MilvusPartition resource(String namespace, String name, int day) {
        return Bench.partition("""
                metadata:
                  name: %2$s
                  namespace: %1$s
                  uid: %2$s
                  resourceVersion: "5"
                  generation: 1
                  creationTimestamp: "2026-01-0%3$dT00:00:00Z"
                spec: {connectionRef: {name: default, namespace: search}, collection: book, partition: novel}
                """.formatted(namespace, name, day));
    }

    @BeforeEach
    void wire() {
        when(context.getPrimaryCache()).thenReturn(partitions);
        when(partitions.list(ArgumentMatchers.<Predicate<MilvusPartition>>any()))
                .thenAnswer(call -> Stream.of(OLDER, YOUNGER));
        when(partitions.list(anyString(), any()))
                .thenAnswer(call -> Stream.of(OLDER, YOUNGER)
                        .filter(resource ->
                                resource.getMetadata().getNamespace().equals(call.getArgument(0))));
        when(partitions.byIndex(anyString(), anyString())).thenReturn(List.of(OLDER, YOUNGER));
        Stream.of(OLDER, YOUNGER)
                .forEach(shown ->
                        when(partitions.get(ResourceID.fromResource(shown))).thenReturn(Optional.of(shown)));
        when(apiServer.client.namespaces().runnableInformer(0)).thenReturn(namespaces);
        when(namespaces.start()).thenReturn(new CompletableFuture<>());
        label("search", "books");
        label("team", "films");
        wireConnections();
        assembly.loop().lanes().setEventHandler(event -> {});
    }

    @SuppressWarnings("rawtypes") // a class literal knows no type arguments
    private void wireConnections() {
        try (MockedConstruction<InformerEventSource> source =
                mockConstruction(InformerEventSource.class, (made, how) -> {
                    configurations.add(how.arguments().get(0));
                    when(made.get(any())).thenAnswer(call -> Optional.of(connection));
                })) {
            assembly.wire(context);
            assertThat(source.constructed()).hasSize(1);
        }
    }

    @AfterEach
    void close() {
        assembly.close();
    }

    private static Namespace namespace(String name, String team) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("team", team)
                .endMetadata()
                .build();
    }

    private void label(String name, String team) {
        when(namespaces.getStore().getByKey(name)).thenReturn(namespace(name, team));
    }

    private String reasonOfYounger() {
        apiServer.statuses.clear();
        assembly.loop().pass(YOUNGER);
        return apiServer.reasons().findFirst().orElse("");
    }

    /** Both have made their claims. */
    private void haveClaimed(MilvusConnection shown) {
        connection = shown;
        assertThat(reasonOfYounger()).isNotEqualTo("ClaimedByOther");
    }

    @Test
    @SuppressWarnings("unchecked") // a mock knows no type arguments
    void shouldFollowTheConnectionThatAllowsMore() {
        haveClaimed(Bench.connection(""));
        connection = Bench.connection("allowedNamespaces: {from: All}");
        ((InformerEventSourceConfiguration<MilvusConnection>) configurations.get(0))
                .getSecondaryToPrimaryMapper()
                .toPrimaryResourceIDs(connection);

        assertThat(reasonOfYounger()).isEqualTo("ClaimedByOther");
    }

    @Test
    void shouldFollowTheLabelsOfANamespace() {
        haveClaimed(Bench.connection(BOOKS));
        label("team", "books");
        ArgumentCaptor<ResourceEventHandler<Namespace>> handler = ArgumentCaptor.captor();
        verify(namespaces).addEventHandler(handler.capture());
        handler.getValue().onUpdate(namespace("team", "films"), namespace("team", "books"));

        assertThat(reasonOfYounger()).isEqualTo("ClaimedByOther");
    }
}
