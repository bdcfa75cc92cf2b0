package io.milvusops.partition;

/**
 * What became of the recorded partition of a resource that is served in another collection of the same name.
 *
 * @param told what was seen of it
 */
public record Fate(Kind kind, String told) {

    /** Whether anybody has lost data. */
    public enum Kind {
        /** Its collection lives on under another name. */
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
