package io.milvusops.fake;

/** The calls that the fake answers. */
public enum Rpc {
    CREATE_PARTITION,
    DROP_PARTITION,
    SHOW_PARTITIONS,
    HAS_PARTITION,
    RELEASE_PARTITIONS,
    DESCRIBE_COLLECTION,
    GET_PARTITION_STATISTICS,
    QUERY,
    FLUSH,
    GET_FLUSH_STATE,
    GET_VERSION
}
