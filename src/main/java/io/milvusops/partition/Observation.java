package io.milvusops.partition;

/** What is known of a collection now. "No answer" is a value of its own: unknown is never absent. */
public sealed interface Observation {

    /** How often the server said so. */
    enum Word {
        /** Once, or more than once in quick succession: a cache may have said it. */
        GIVEN,
        /** Twice, apart in time, and nothing else in between. */
        REPEATED
    }

    /** Nothing is known, for a reason a user can read. */
    record Unknown(Reason reason, String message) implements Observation {}

    /**
     * The server says that there is no collection of that name; a recorded id may live on under another name.
     *
     * @param beganNanos when it was asked, monotonic
     */
    record NoSuchName(long beganNanos, Word word) implements Observation {}

    /**
     * The recorded collection id is gone: list by name and description by id both said so, twice, apart in time.
     */
    record CollectionGone(long collectionId) implements Observation {}

    /**
     * A collection was found by its id under another name, where it is not seen yet.
     *
     * @param why no list of it is known there
     */
    record Elsewhere(long collectionId, CollectionAddress found, Unknown why) implements Observation {}

    /** A complete list. */
    record Listed(Snapshot snapshot) implements Observation {}
}
