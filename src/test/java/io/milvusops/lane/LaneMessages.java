package io.milvusops.lane;

/** What lanes say, for tests that compare it with the documents. */
public final class LaneMessages {

    private LaneMessages() {}

    /** Of a partition that is loaded and is not to be released. */
    public static String loaded() {
        return ((Outcome.Refused) Inspector.blocked()).message();
    }
}
