package io.milvusops.it;

import io.milvusops.fake.Dialect;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import io.milvusops.gitops.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A fake server for each state that a real one does not show when asked to, with the fault that leads to it. */
final class FaultyServers implements AutoCloseable {

    private final Map<State, FakeMilvus> servers = new EnumMap<>(State.class);
    private final List<FakeMilvus> started = new ArrayList<>();

    FaultyServers() {
        with(State.UNAUTHENTICATED).requireLogin("operator", "secret");
        with(State.PERMISSION_DENIED).always(Rpc.SHOW_PARTITIONS, Fault.permissionDenied());
        with(State.SERVER_BUSY).always(Rpc.SHOW_PARTITIONS, Fault.rateLimited());
        with(State.QUOTA_EXCEEDED)
                .always(Rpc.CREATE_PARTITION, Fault.answer(9, 53, "quota exceeded[reason=memory quota exceeded]"));
        FakeMilvus uncountable = with(State.ROW_COUNT_UNKNOWN);
        uncountable.world().addPartition("default", "book", "novel");
        uncountable.always(Rpc.FLUSH, Fault.permissionDenied());
        with(State.ENDPOINT_CHANGED);
        FakeMilvus alias = start(State.ALIAS_REFUSED, FakeMilvus.PARTITION_LIMIT);
        alias.world().addCollection("default", "volume");
        alias.world().pointAlias("default", "book", "volume");
        start(State.PARTITION_KEY_COLLECTION, FakeMilvus.PARTITION_LIMIT)
                .world()
                .addPartitionKeyCollection("default", "book");
        start(State.PARTITION_LIMIT_REACHED, 1).world().addCollection("default", "book");
    }

    /** A server with the collection book. */
    private FakeMilvus with(State state) {
        FakeMilvus server = start(state, FakeMilvus.PARTITION_LIMIT);
        server.world().addCollection("default", "book");
        return server;
    }

    private FakeMilvus start(State state, int partitionLimit) {
        FakeMilvus server = FakeMilvus.start(Dialect.V2_3_5, partitionLimit);
        started.add(server);
        servers.put(state, server);
        return server;
    }

    /** From now on the address of that state is another server's, which has the collection under another id. */
    void move(State state) {
        FakeMilvus other = start(state, FakeMilvus.PARTITION_LIMIT);
        other.world().addCollection("default", "film");
        other.world().addCollection("default", "book");
    }

    /** A manifest in which every server that is named like a state is the one that is listening. */
    String addressed(String yaml) {
        String addressed = yaml;
        for (Map.Entry<State, FakeMilvus> server : servers.entrySet()) {
            String name = "http://" + server.getKey().title() + ".milvus.svc:19530";
            addressed = addressed.replace(name, server.getValue().uri());
        }
        return addressed;
    }

    @Override
    public void close() {
        started.forEach(FakeMilvus::close);
    }
}
