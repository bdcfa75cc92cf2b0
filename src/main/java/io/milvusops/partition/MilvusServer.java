package io.milvusops.partition;

/**
 * The port to one Milvus server over one channel. Every call has a deadline, is sent at most once and blocks its
 * caller: only lanes call it. Thread-safe. Every method throws {@link ServerException} with the reason of the
 * failure; {@link Reason#COLLECTION_NOT_FOUND} when the server says that the database or collection is not there.
 */
public interface MilvusServer extends AutoCloseable {

    /** All partitions of a collection, answered by the coordinator and never by a cache. */
    Listing list(String database, String collection) throws ServerException;

    /** Whether the coordinator knows a partition of that name; asked beside a list that does not show it. */
    boolean has(String database, String collection, String partition) throws ServerException;

    /** The collection behind a name or alias. "Not found" may come from a cache and is no proof of absence. */
    CollectionDescription describe(String database, String collection) throws ServerException;

    /** The collection of that id under whatever name it has now. */
    CollectionDescription describe(String database, long collectionId) throws ServerException;

    /** Which partitions are loaded. {@link LoadState#LOADED} only where the server says that the load is complete. */
    LoadStates loadStates(String database, String collection) throws ServerException;

    /** Rows by the server's statistics: unflushed rows are missing, deleted ones still counted. */
    long rows(String database, String collection, String partition) throws ServerException;

    /**
     * Rows by a strongly consistent query; fails unless the partition is loaded. The answer is too small while the
     * partition is being loaded or released: ask for the load state before and after.
     */
    long countedRows(String database, String collection, String partition) throws ServerException;

    /** Returns when every row that was in the collection before the call is in {@link #rows}. Changes no data. */
    void flush(String database, String collection) throws ServerException;

    /** Creates a partition; success for one that was there already. */
    void create(String database, String collection, String partition) throws ServerException;

    /** Releases a partition; success for one that is not loaded. */
    void release(String database, String collection, String partition) throws ServerException;

    /**
     * Drops whatever has that name now, for good; success for a missing one, so success proves nothing.
     * Refused with {@link Reason#PARTITION_LOADED} while it is loaded.
     */
    void drop(String database, String collection, String partition) throws ServerException;

    /** The server's version text. */
    String version() throws ServerException;

    @Override
    void close();
}
