package io.milvusops.fake;

import io.milvusops.fake.WorldEvent.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What is on the server, and the hand of another client or an administrator: nothing here passes the network, meets a
 * fault or is counted. Ids grow and are never reused, neither here nor on another server, creation times are hybrid
 * timestamps that grow with every creation, as on a real server. A name that is not there is a mistake of the test and throws
 * {@link IllegalArgumentException}.
 */
public final class FakeWorld {

    private static final int LOGICAL_BITS = 18;
    private static final long IDS_APART = 1_000_000;
    private static final AtomicLong WORLDS = new AtomicLong();

    private final Map<String, FakeDatabase> databases = new HashMap<>();
    private long lastId = 445_000_000_000_000_000L + WORLDS.getAndIncrement() * IDS_APART;
    private long lastTimestamp;
    private final WorldJournal journal = new WorldJournal();

    FakeWorld() {
        databases.put("default", new FakeDatabase());
    }

    /** What happens here is told there. */
    public WorldJournal journal() {
        return journal;
    }

    public synchronized void addDatabase(String database) {
        databases.put(database, new FakeDatabase());
    }

    /** Makes a collection with its default partition, not loaded; returns its id. */
    public synchronized long addCollection(String database, String collection) {
        return add(database, collection, false).id;
    }

    /** Makes a collection whose partitions the server manages itself. */
    public synchronized long addPartitionKeyCollection(String database, String collection) {
        return add(database, collection, true).id;
    }

    public synchronized void dropCollection(String database, String collection) {
        FakeCollection dropped = existing(database, collection);
        FakeDatabase home = database(database);
        home.collections.remove(dropped.name);
        home.aliases.values().removeIf(dropped.name::equals);
        dropped.partitions.forEach((name, partition) -> journal.byClient(Kind.DROPPED, dropped, name, partition));
    }

    public synchronized void renameCollection(String database, String collection, String newName) {
        FakeCollection renamed = existing(database, collection);
        FakeDatabase home = database(database);
        home.collections.remove(renamed.name);
        home.aliases.replaceAll((alias, name) -> name.equals(renamed.name) ? newName : name);
        renamed.name = newName;
        home.collections.put(newName, renamed);
    }

    /** Makes or moves an alias. */
    public synchronized void pointAlias(String database, String alias, String collection) {
        database(database).aliases.put(alias, existing(database, collection).name);
    }

    /** Makes a partition as any client may; returns its id. */
    public synchronized long addPartition(String database, String collection, String partition) {
        FakeCollection home = existing(database, collection);
        return home.partitions.computeIfAbsent(partition, name -> {
                    FakePartition made = newPartition(home);
                    journal.byClient(Kind.CREATED, home, name, made);
                    return made;
                })
                .id;
    }

    /** Takes a partition away, loaded or not. */
    public synchronized void removePartition(String database, String collection, String partition) {
        FakeCollection home = existing(database, collection);
        journal.byClient(Kind.DROPPED, home, partition, home.partition(partition));
        home.partitions.remove(partition);
    }

    /** The collections by their real names, each with its partitions, the default one included, and their ids. */
    public synchronized Map<String, Map<String, Long>> layout(String database) {
        Map<String, Map<String, Long>> layout = new TreeMap<>();
        database(database).collections.forEach((name, collection) -> {
            Map<String, Long> ids = new TreeMap<>();
            collection.partitions.forEach((partition, found) -> ids.put(partition, found.id));
            layout.put(name, ids);
        });
        return layout;
    }

    /** The aliases, each with the real name behind it. */
    public synchronized Map<String, String> aliases(String database) {
        return new TreeMap<>(database(database).aliases);
    }

    /** Gives every partition another id, as a restore from a backup does: all names are there, nothing else is. */
    public synchronized void renumber(String database) {
        database(database).collections.replaceAll((name, old) -> {
            FakeCollection restored = new FakeCollection(++lastId, name, old.partitionKey);
            old.partitions.forEach((partition, former) -> {
                FakePartition made = newPartition(restored);
                made.rows = former.rows;
                journal.byClient(Kind.DROPPED, old, partition, former);
                journal.byClient(Kind.CREATED, restored, partition, made);
                restored.partitions.put(partition, made);
            });
            return restored;
        });
    }

    /** Drops a partition and makes another one of that name; returns the new id. */
    public synchronized long replacePartition(String database, String collection, String partition) {
        removePartition(database, collection, partition);
        return addPartition(database, collection, partition);
    }

    /** As on a server whose setting common.defaultPartitionName is another one. */
    public synchronized void renameDefaultPartition(String database, String collection, String name) {
        FakeCollection home = existing(database, collection);
        home.partitions.put(name, home.partition(FakeCollection.DEFAULT_PARTITION));
        home.partitions.remove(FakeCollection.DEFAULT_PARTITION);
    }

    public synchronized void setRows(String database, String collection, String partition, long rows) {
        existing(database, collection).partition(partition).rows = rows;
    }

    /** Rows that another client inserts: the statistics know them after a flush. */
    public synchronized void insert(String database, String collection, String partition, long rows) {
        existing(database, collection).partition(partition).insert(rows);
    }

    /** Rows that another client deletes: the statistics go on counting them. */
    public synchronized void delete(String database, String collection, String partition, long rows) {
        existing(database, collection).partition(partition).delete(rows);
    }

    /** Loads a partition, so far up to that percentage. */
    public synchronized void load(String database, String collection, String partition, long percentage) {
        load(database, collection, partition);
        existing(database, collection).partition(partition).loadPercentage = percentage;
    }

    public synchronized void load(String database, String collection, String partition) {
        existing(database, collection).partition(partition).loaded = true;
    }

    public synchronized void release(String database, String collection, String partition) {
        existing(database, collection).partition(partition).loaded = false;
    }

    /** Loads the collection as a whole: partitions made later are loaded too. */
    public synchronized void loadAll(String database, String collection) {
        FakeCollection loaded = existing(database, collection);
        loaded.whollyLoaded = true;
        loaded.partitions.values().forEach(partition -> partition.loaded = true);
    }

    public synchronized boolean isLoaded(String database, String collection, String partition) {
        return existing(database, collection).partition(partition).loaded;
    }

    /** The names of all partitions, the default one included. */
    public synchronized Set<String> partitions(String database, String collection) {
        return new TreeSet<>(existing(database, collection).partitions.keySet());
    }

    /** The id behind a name, empty when there is none. */
    public synchronized Optional<Long> partitionId(String database, String collection, String partition) {
        return Optional.ofNullable(existing(database, collection).partitions.get(partition))
                .map(found -> found.id);
    }

    synchronized <T> T locked(Supplier<T> work) {
        return work.get();
    }

    FakePartition newPartition(FakeCollection home) {
        return new FakePartition(++lastId, now(), home.whollyLoaded);
    }

    /** A hybrid timestamp, later than all before. */
    long now() {
        long now = System.currentTimeMillis() << LOGICAL_BITS;
        lastTimestamp = Math.max(lastTimestamp + 1, now);
        return lastTimestamp;
    }

    boolean hasDatabase(String database) {
        return databases.containsKey(database);
    }

    /** By name or alias; an alias wins, as in the root coordinator. */
    Optional<FakeCollection> find(String database, String collection) {
        return Optional.ofNullable(databases.get(database))
                .map(home -> home.collections.get(home.aliases.getOrDefault(collection, collection)));
    }

    Optional<FakeCollection> find(String database, long collectionId) {
        return Optional.ofNullable(databases.get(database))
                .flatMap(home -> home.collections.values().stream()
                        .filter(collection -> collection.id == collectionId)
                        .findFirst());
    }

    List<String> aliases(String database, String realName) {
        return database(database).aliases.entrySet().stream()
                .filter(alias -> alias.getValue().equals(realName))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private FakeCollection add(String database, String collection, boolean partitionKey) {
        FakeCollection added = new FakeCollection(++lastId, collection, partitionKey);
        added.partitions.put(FakeCollection.DEFAULT_PARTITION, newPartition(added));
        database(database).collections.put(collection, added);
        return added;
    }

    private FakeCollection existing(String database, String collection) {
        return find(database, collection)
                .orElseThrow(() ->
                        new IllegalArgumentException("the test named a collection that is not there: " + collection));
    }

    private FakeDatabase database(String database) {
        return Objects.requireNonNull(databases.get(database), database);
    }

    private static final class FakeDatabase {
        private final Map<String, FakeCollection> collections = new HashMap<>();
        private final Map<String, String> aliases = new HashMap<>();
    }
}
