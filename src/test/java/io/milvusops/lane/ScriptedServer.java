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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One collection of a server in memory, with the behaviour of Milvus 2.3 where it matters to a lane: idempotent
 * create and drop, a drop refused while loaded. Remembers the calls in their order; every call moves the clock.
 */
public final class ScriptedServer implements MilvusServer {

    public static final long COLLECTION = 100;
    public static final long FINGERPRINT = 101;

    public final Map<String, Entry> partitions = new ConcurrentHashMap<>();
    final Set<String> loaded = ConcurrentHashMap.newKeySet();
    final Set<String> loading = ConcurrentHashMap.newKeySet();
    public final List<String> calls = new CopyOnWriteArrayList<>();
    final Map<String, ServerException> failures = new ConcurrentHashMap<>();
    /** What others do just before a call is carried out, by the call. */
    public final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();

    /** There, but lacking in every list. */
    final Set<String> hiddenFromLists = ConcurrentHashMap.newKeySet();

    /** Of the collection that has the name now. */
    long collection = COLLECTION;

    long fingerprint = FINGERPRINT;

    String realName = "book";
    /** The database in which the server says that the collection is when it is asked for it by its id. */
    String home = "default";

    boolean loadedAgainByApplication;
    long releaseNanos;
    /** Rows by the statistics. */
    long flushedRows = 42;
    /** Rows that the statistics have after a flush. */
    long unflushedRows;
    /** Rows that a query finds. */
    long visibleRows = 42;

    /** Long after the clock's zero, so that an instant is not mistaken for a span of time. */
    long now = Duration.ofHours(1).toNanos();

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
        String kind = call.replaceAll(" .*", "");
        meanwhile.getOrDefault(kind, () -> {}).run();
        ServerException failure = failures.get(kind);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Listing list(String database, String collection) throws ServerException {
        called("list");
        return new Listing(fingerprint, partitions);
    }

    @Override
    public boolean has(String database, String collection, String partition) throws ServerException {
        called("has " + partition);
        return partitions.containsKey(partition) || hiddenFromLists.contains(partition);
    }

    @Override
    public CollectionDescription describe(String database, String collection) throws ServerException {
        called("describe");
        return new CollectionDescription(this.collection, database, realName);
    }

    @Override
    public CollectionDescription describe(String database, long collectionId) throws ServerException {
        called("describeById");
        return new CollectionDescription(collectionId, home, realName);
    }

    @Override
    public LoadStates loadStates(String database, String collection) throws ServerException {
        called("loadStates");
        Map<String, LoadState> states = new HashMap<>();
        loaded.forEach(name -> states.put(name, LoadState.LOADED));
        loading.forEach(name -> states.put(name, LoadState.LOADING));
        return new LoadStates(states);
    }

    @Override
    public long countedRows(String database, String collection, String partition) throws ServerException {
        called("count");
        if (!loaded.contains(partition) && !loading.contains(partition)) {
            throw new ServerException(Reason.NOT_LOADED, Effect.NONE, "not loaded");
        }
        return visibleRows;
    }

    @Override
    public void flush(String database, String collection) throws ServerException {
        called("flush");
        flushedRows += unflushedRows;
        unflushedRows = 0;
    }

    @Override
    public long rows(String database, String collection, String partition) throws ServerException {
        called("rows");
        return flushedRows;
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
            loading.remove(partition);
        }
    }

    @Override
    public void drop(String database, String collection, String partition) throws ServerException {
        called("drop " + partition);
        if (loaded.contains(partition) || loading.contains(partition)) {
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
        meanwhile.getOrDefault("close", () -> {}).run();
        calls.add("close");
    }
}
