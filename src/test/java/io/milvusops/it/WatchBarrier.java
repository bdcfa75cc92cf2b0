package io.milvusops.it;

/**
 * Tells when the operator has seen all that was changed before: a watch shows changes in their order, so what it shows
 * of a later resource comes after them. One pair of resources for both watches, refused by its connection, so that it
 * asks nothing of a Milvus server.
 */
final class WatchBarrier {

    private static final String NAME = "barrier";

    private final Stage stage;
    private int passed;

    WatchBarrier(Stage stage) {
        this.stage = stage;
        stage.namespace(NAME, stage.milvus.uri());
    }

    /** Returns when the operator's watches of partitions and of connections have shown all changes until now. */
    void pass() {
        String name = "mark" + ++passed;
        stage.apply(Stage.connection(NAME, stage.milvus.uri(), ", allowedTargets: [{partition: other}]")
                .replace("name: default", "name: " + name));
        stage.apply(Stage.partition(NAME, name, "novel", ", connectionRef: {name: " + name + "}"));
        stage.awaitReason(NAME, name, "NotAllowed");
    }
}
