package io.milvusops.partition;

/** Whether a partition is in the memory of the query nodes. */
public enum LoadState {
    LOADED,
    LOADING,
    NOT_LOADED
}
