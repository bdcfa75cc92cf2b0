package io.milvusops.lane;

import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Listing;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.LoadStates;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One collection of a server in memory, with the behaviour of Milvus 2.3 where it matters to a lane: idempotent
 * create and drop, a drop refused while loaded. Remembers the calls in their order; every call moves the clock.
 */
final class ScriptedServer implements MilvusServer {

    static final long COLLECTION = 100;

    final Map<String, Entry> partitions = new ConcurrentHashMap<>();
    final Set<String> loaded = ConcurrentHashMap.newKeySet();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final Map<String, ServerException> failures = new ConcurrentHashMap<>();
    String realName = "book";
    boolean loadedAgainByApplication;
    long releaseNanos;
    long now = 1_000;
    private long nextId = 500;

    long nanos() {
        return now;
    }

    void fail(String call, Reason reason, Effect effect) {
        failures.put(call, new ServerException(reason, effect, reason.text()));
    }

    private void called(String call) throws ServerException {
        now++;
        calls.add(call);
        ServerException failure = failures.get(call.replaceAll(" .*", ""));
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public long channelGeneration() {
        return 1;
    }

    @Override
    public Listing list(String database, String collection) throws ServerException {
        called("list");
        return new Listing(101, partitions);
    }

    @Override
    public CollectionDescription describe(String database, String collection) throws ServerException {
        called("describe");
        return new CollectionDescription(COLLECTION, realName);
    }

    @Override
    public CollectionDescription describe(String database, long collectionId) throws ServerException {
        called("describeById");
        return new CollectionDescription(collectionId, realName);
    }

    @Override
    public LoadStates loadStates(String database, String collection) throws ServerException {
        called("loadStates");
        return new LoadStates(loaded.stream().collect(Collectors.toMap(Function.identity(), name -> LoadState.LOADED)));
    }

    @Override
    public long countedRows(String database, String collection, String partition) throws ServerException {
        called("count");
        return 0;
    }

    @Override
    public void flush(String database, String collection) throws ServerException {
        called("flush");
    }

    @Override
    public long rows(String database, String collection, String partition) throws ServerException {
        called("rows");
        return 42;
    }

    @Override
    public void create(String database, String collection, String partition) throws ServerException {
        called("create " + partition);
        partitions.computeIfAbsent(partition, name -> new Entry(nextId++, now));
    }

    @Override
    public void release(String database, String collection, String partition) throws ServerException {
        called("release");
        now += releaseNanos;
        if (!loadedAgainByApplication) {
            loaded.remove(partition);
        }
    }

    @Override
    public void drop(String database, String collection, String partition) throws ServerException {
        called("drop " + partition);
        if (loaded.contains(partition)) {
            throw new ServerException(Reason.PARTITION_LOADED, Effect.NONE, "release it first");
        }
        partitions.remove(partition);
    }

    @Override
    public String version() {
        return "scripted";
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
