package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mockito.Mockito.mock;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.milvusops.api.DeletionPolicy;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.lane.LaneEvents;
import io.milvusops.partition.Access;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionsTest {

    private final KubernetesClient client = mock();
    private final Sessions sessions = new Sessions(
            client,
            (uri, login, timeout) -> mock(MilvusServer.class),
            key -> mock(LaneEvents.class),
            key -> {},
            key -> {},
            System::nanoTime);

    @AfterEach
    void close() {
        sessions.close();
    }

    /** A connection of that generation, whose calls have two seconds now. */
    private Reach reach(long generation) {
        return reach("search", connection(generation, "requestTimeout: 2s", Map.of()));
    }

    private static MilvusConnection connection(long generation, String spec, Map<String, String> annotations) {
        MilvusConnection connection =
                ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusConnection
                spec: {uri: "http://milvus:19530", %s}
                """.formatted(spec), MilvusConnection.class);
        connection.setMetadata(new ObjectMetaBuilder()
                .withNamespace("search")
                .withName("default")
                .withUid("one")
                .withGeneration(generation)
                .withAnnotations(annotations)
                .build());
        return connection;
    }

    private Connections without() {
        return new Connections(key -> Optional.empty(), sessions, new NamespaceLabels(client, namespace -> {}));
    }

    static Stream<Arguments> policiesWithoutAConnection() {
        return Stream.of(
                arguments("", "onDelete: Retain", DeletionPolicy.RETAIN),
                arguments("", "onDelete: Drop", DeletionPolicy.DELETE),
                arguments("", "onDelete: Nothing", DeletionPolicy.DELETE),
                arguments(", deletionPolicy: Delete", "onDelete: Retain", DeletionPolicy.DELETE),
                arguments(", deletionPolicy: Retain", "onDelete: Drop", DeletionPolicy.RETAIN));
    }

    /** Its own annotation said Retain of it, and no connection: its policy is Delete still. */
    @Test
    void shouldTakeNoAbandonmentForThePolicyOfAConnectionThatIsGone() {
        MilvusPartition abandoned =
                Bench.novel("annotations: {milvusops.io/abandon: \"true\"}", "", "onDelete: Retain");

        assertThat(without().deletionPolicy(abandoned)).isEqualTo(DeletionPolicy.DELETE);
    }

    /** What a connection gave that is gone, nobody has taken back. */
    @ParameterizedTest
    @MethodSource("policiesWithoutAConnection")
    void shouldKeepWithoutItsConnectionWhatWasToBeKept(String spec, String status, DeletionPolicy policy) {
        MilvusPartition resource = Bench.novel("", spec.isEmpty() ? "" : spec.substring(2), status);

        assertThat(without().deletionPolicy(resource)).isEqualTo(policy);
        assertThat(resource.understoodSpec()
                        .effectiveDeletionPolicy(without().reach(resource).defaults()))
                .isEqualTo(policy);
    }

    /** How a resource of that namespace reaches its server. */
    private Reach reach(String namespace, MilvusConnection connection) {
        MilvusPartition resource =
                ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                metadata: {name: book-novel, namespace: %s}
                spec: {collection: book, partition: novel, connectionRef: {name: default, namespace: search}}
                """.formatted(namespace), MilvusPartition.class);
        NamespaceLabels labels = new NamespaceLabels(client, changed -> {});
        return new Connections(key -> Optional.of(connection), sessions, labels).reach(resource);
    }

    @Test
    void shouldWaitForCallsOfAnEarlierProcessByTheTimeoutThatTheConnectionAlwaysHad() {
        assertThat(reach(1).deadline()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void shouldWaitForCallsOfAnEarlierProcessByTheLongestTimeoutWhereTheConnectionWasEdited() {
        assertThat(reach(2).deadline()).isEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void shouldWaitForCreationsOfAnEarlierProcessByTheLongestTimeoutWhereTheConnectionWasEdited() {
        assertThat(reach(2).createDeadline()).isEqualTo(Duration.ofSeconds(61));
    }

    static Stream<Arguments> denials() {
        return Stream.of(
                arguments(
                        "a namespace",
                        "books",
                        "requestTimeout: 2s",
                        "MilvusConnection search/default does not allow namespace books to use it; allow it in its"
                                + " spec.allowedNamespaces"),
                arguments(
                        "a partition",
                        "search",
                        "allowedTargets: [{collection: poems}]",
                        "MilvusConnection search/default does not allow database default, collection book, partition"
                                + " novel; allow it in its spec.allowedTargets"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("denials")
    void shouldTellWhatIsNotAllowedAndWhereToAllowIt(String what, String namespace, String spec, String said) {
        assertThat(reach(namespace, connection(1, spec, Map.of())).access())
                .isEqualTo(new Access.Withheld(Reason.NOT_ALLOWED, said));
    }

    static Stream<Arguments> acceptances() {
        return Stream.of(
                arguments("none", Map.of(), Access.Change.UNACCEPTED),
                arguments("this one", accepting("http://milvus:19530/"), Access.Change.ACCEPTED),
                arguments("another one", accepting("http://former:19530"), Access.Change.OTHER_ACCEPTED),
                arguments("no uri", accepting("true"), Access.Change.OTHER_ACCEPTED));
    }

    private static Map<String, String> accepting(String uri) {
        return Map.of("milvusops.io/accept-endpoint", uri);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptances")
    void shouldTellWhichAddressWasAccepted(String what, Map<String, String> annotations, Access.Change accepted) {
        assertThat(reach("search", connection(1, "requestTimeout: 2s", annotations))
                        .access())
                .isEqualTo(new Access.Granted("http://milvus:19530", accepted));
    }
}
