package io.milvusops.reconcile;

import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;

/** The cached resource is shared and never changed: a status is written on a copy. */
final class StatusCopies {

    private StatusCopies() {}

    static MilvusConnection with(MilvusConnection resource, MilvusConnectionStatus status) {
        MilvusConnection copy = new MilvusConnection();
        copy.setMetadata(resource.getMetadata());
        copy.setSpec(resource.understoodSpec());
        copy.setStatus(status);
        return copy;
    }

    static MilvusPartition with(MilvusPartition resource, MilvusPartitionStatus status) {
        MilvusPartition copy = new MilvusPartition();
        copy.setMetadata(resource.getMetadata());
        copy.setSpec(resource.understoodSpec());
        copy.setStatus(status);
        return copy;
    }
}
