package io.milvusops.milvus;

/** The calls of a Milvus server that the operator makes. */
enum MilvusCall {
    SHOW_PARTITIONS("ShowPartitions", CallKind.READ),
    HAS_PARTITION("HasPartition", CallKind.READ),
    DESCRIBE_COLLECTION("DescribeCollection", CallKind.READ),
    GET_PARTITION_STATISTICS("GetPartitionStatistics", CallKind.READ),
    QUERY("Query", CallKind.READ),
    /** Writes rows to storage that are in the collection already: no data changes. */
    FLUSH("Flush", CallKind.READ),
    GET_FLUSH_STATE("GetFlushState", CallKind.READ),
    GET_VERSION("GetVersion", CallKind.READ),
    CREATE_PARTITION("CreatePartition", CallKind.WRITE),
    RELEASE_PARTITIONS("ReleasePartitions", CallKind.WRITE),
    DROP_PARTITION("DropPartition", CallKind.WRITE);

    private final String text;
    private final CallKind kind;

    MilvusCall(String text, CallKind kind) {
        this.text = text;
        this.kind = kind;
    }

    /** The name of the call in the protocol. */
    String text() {
        return text;
    }

    CallKind kind() {
        return kind;
    }
}
