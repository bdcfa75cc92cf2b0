package io.milvusops.it;

import io.milvusops.api.MilvusPartition;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Rpc;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One partition resource with all that it depends on: a server, a collection and a namespace of its own, and its
 * connection in another namespace, which has that name with "owner" behind it.
 */
final class HeldWorld implements AutoCloseable {

    static final String ANY_NAMESPACE = ", allowedNamespaces: {from: All}";

    final Stage stage;
    final String name;
    final FakeMilvus milvus = FakeMilvus.start();

    /** Another server with the same names on it. */
    final FakeMilvus elsewhere = FakeMilvus.start();

    /**
     * @param connection more of the spec of the connection
     * @param more of the spec of the resource novel
     */
    HeldWorld(Stage stage, String name, String connection, String more) {
        this.stage = stage;
        this.name = name;
        Stream.of(milvus, elsewhere).map(FakeMilvus::world).forEach(server -> {
            server.addCollection("default", name);
            server.addPartition("default", name, "novel");
        });
        stage.namespace(owner(), milvus.uri());
        connect(milvus.uri(), connection);
        label("books");
        order(more);
    }

    String owner() {
        return name + "owner";
    }

    void connect(String uri, String more) {
        stage.apply(Stage.connection(owner(), uri, more));
    }

    /** Takes the connection away although it is in use. */
    void loseConnection() {
        stage.loseConnection(owner());
    }

    /** The namespace of the resource, with that team on its label. */
    void label(String team) {
        stage.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: {team: %s}}
                """.formatted(name, team));
    }

    /** What the spec of the resource novel says beside its target. */
    void order(String more) {
        apply("novel", "novel", more);
    }

    void apply(String resource, String partition, String more) {
        stage.apply(Stage.partition(
                name, resource, partition, ", connectionRef: {name: default, namespace: " + owner() + "}" + more));
    }

    void annotate(String key, String value) {
        stage.annotate(name, "novel", key, value);
    }

    void delete() {
        stage.delete(name, "novel");
    }

    /** @throws ConditionTimeoutException when the resource does not get this reason */
    void await(String reason) {
        stage.await(() -> stage.reason(name, "novel").equals(reason));
    }

    MilvusPartition resource() {
        return stage.get(name, "novel").orElseThrow();
    }

    long id() {
        return milvus.world().partitionId("default", name, "novel").orElseThrow();
    }

    /** How many drops were sent, to whatever server. */
    int drops() {
        return milvus.calls().count(Rpc.DROP_PARTITION) + elsewhere.calls().count(Rpc.DROP_PARTITION);
    }

    @Override
    public void close() {
        milvus.close();
        elsewhere.close();
    }
}
