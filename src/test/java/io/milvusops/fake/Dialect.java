package io.milvusops.fake;

/**
 * How versions word their refusals. {@link #V2_3_5} is as measured on a real server; the others are as read in the
 * sources of their release lines.
 */
public enum Dialect {
    /** No typed codes yet: the code is 0, the legacy number mostly 1, only the text tells. */
    V2_2("v2.2.16"),
    /** The measured one: 65535 for every check without a type. */
    V2_3_5("v2.3.5-lite"),
    /** Tells a missing database from a missing collection, and knows hyphens. */
    V2_4_19("v2.4.19"),
    /** As the one before, with descriptions out of the proxy's cache. */
    V2_5_20("v2.5.20"),
    /** Typed errors for wrong input (1100), and "collection missing" of a description out of the proxy's cache. */
    V2_6_20("v2.6.20");

    private final String version;

    Dialect(String version) {
        this.version = version;
    }

    String version() {
        return version;
    }

    Answer partitionLoaded() {
        return check("partition cannot be dropped, partition is loaded, please release it first");
    }

    Answer defaultPartition() {
        return check("default partition cannot be deleted");
    }

    Answer partitionKey(String verb) {
        return check("disable " + verb + " partition if partition key mode is used");
    }

    Answer limitReached(int limit, String collection) {
        return check("partition number (" + limit + ") exceeds max configuration (" + limit + "), collection: "
                + collection);
    }

    Answer invalidPartitionName(String name) {
        return check("Invalid partition name: " + name + ". Partition name can only contain numbers, letters and"
                + " underscores.");
    }

    Answer collectionMissing(String database, String collection) {
        return this == V2_2
                ? new Answer(0, 1, "can't find collection: " + collection)
                : new Answer(100, 4, "collection not found[database=" + database + "][collection=" + collection + "]");
    }

    /** 2.3.5 does not tell it from a missing collection. */
    Answer databaseMissing(String database, String collection) {
        return switch (this) {
            case V2_2 -> new Answer(0, 1, "database not found: " + database);
            case V2_3_5 -> collectionMissing(database, collection);
            case V2_4_19, V2_5_20, V2_6_20 -> new Answer(800, 1, "database not found[database=" + database + "]");
        };
    }

    Answer nothingToDescribe(String database, String collection) {
        return switch (this) {
            case V2_2 -> collectionMissing(database, collection);
            case V2_3_5, V2_4_19 ->
                new Answer(
                        100,
                        1,
                        "can't find collection "
                                + collectionMissing(database, collection).reason());
            case V2_5_20, V2_6_20 -> new Answer(0, 4, "can't find collection[collection=" + collection + "]");
        };
    }

    Answer partitionMissing(String partition) {
        return this == V2_2
                ? new Answer(0, 1, "partition not found: " + partition)
                : new Answer(200, 15, "partition not found[partition=" + partition + "]");
    }

    /** Older query coordinators refuse to list what is loaded of a collection that is not. */
    boolean refusesToShowNothingLoaded() {
        return this == V2_2;
    }

    Answer nothingLoaded(long collectionId) {
        return new Answer(0, 1, "collection " + collectionId + " has not been loaded to memory or load failed");
    }

    /** count(*) came with 2.3. */
    boolean counts() {
        return this != V2_2;
    }

    Answer countUnknown() {
        return new Answer(0, 1, "field count(*) not exist");
    }

    Answer collectionNotLoaded(long collectionId) {
        return new Answer(101, 1, "failed to query: collection not loaded[collection=" + collectionId + "]");
    }

    Answer partitionNotLoaded(long partitionId) {
        return this == V2_3_5
                ? new Answer(
                        65535,
                        1,
                        "failed to search/query delegator 1 for channel dml_0: fail to Query, QueryNode ID = 1,"
                                + " reason=partition not loaded[partition=[" + partitionId + "]]")
                : new Answer(201, 1, "partition not loaded[partition=" + partitionId + "]");
    }

    Answer partitionNameMissing(String partition) {
        return this == V2_3_5
                ? new Answer(65535, 1, "partition name " + partition + " not found")
                : partitionMissing(partition);
    }

    /** Before, a flush is known by its segments alone. */
    boolean tellsFlushTime() {
        return this != V2_2;
    }

    boolean allowsHyphen() {
        return compareTo(V2_4_19) >= 0;
    }

    private Answer check(String reason) {
        return switch (this) {
            case V2_2 -> new Answer(0, 1, reason);
            case V2_3_5, V2_4_19, V2_5_20 -> new Answer(65535, 1, reason);
            case V2_6_20 -> new Answer(1100, 5, reason + ": invalid parameter");
        };
    }
}
