package io.milvusops.fake;

/** One incarnation of a partition; guarded by its world. */
final class FakePartition {

    final long id;
    final long createdAt;
    long rows;
    boolean loaded;

    FakePartition(long id, long createdAt, boolean loaded) {
        this.id = id;
        this.createdAt = createdAt;
        this.loaded = loaded;
    }
}
