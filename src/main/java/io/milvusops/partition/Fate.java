package io.milvusops.partition;

/**
 * What became of the recorded partition of a resource that is served in another collection, or by another server.
 *
 * @param told what was seen of it
 */
public record Fate(Kind kind, String told) {

    /** Whether anybody has lost data. */
    public enum Kind {
        /** Its collection lives on under another name, or at the server that the connection pointed to before. */
        LEFT,
        /** Its collection is proven gone. */
        GONE,
        /** The server does not say. */
        UNTOLD
    }

    /** Whether the partition is known to be gone. */
    public boolean lost() {
        return kind == Kind.GONE;
    }
}
