package io.milvusops.fake;

/** One incarnation of a partition; guarded by its world. */
final class FakePartition {

    final long id;
    final long createdAt;
    /** Rows written to storage, deleted ones among them: what the statistics know. */
    long rows;

    boolean loaded;
    /** Meaningful while loaded. */
    long loadPercentage = 100;

    private long growing;
    private long sealed;
    private long deleted;

    FakePartition(long id, long createdAt, boolean loaded) {
        this.id = id;
        this.createdAt = createdAt;
        this.loaded = loaded;
    }

    void insert(long count) {
        growing += count;
    }

    void delete(long count) {
        deleted += count;
    }

    void seal() {
        sealed += growing;
        growing = 0;
    }

    void write() {
        rows += sealed;
        sealed = 0;
    }

    long visibleRows() {
        return rows + sealed + growing - deleted;
    }
}
