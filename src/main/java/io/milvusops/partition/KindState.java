package io.milvusops.partition;

/** Whether the CustomResourceDefinition itself is being deleted, looked up after the deletion mark was seen. */
public enum KindState {
    UNASKED,
    SERVED,
    BEING_DELETED
}
