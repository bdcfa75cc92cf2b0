package io.milvusops.reconcile;

import io.milvusops.api.DeletionPolicy;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.OnDelete;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Standing;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Tells what a resource leaves that vanished without us: nobody finds it out from Kubernetes any more. */
final class Orphans {

    private final Custody custody;
    private final Flights flights;
    private final PartitionView view;
    private final Connections connections;
    private final News news;

    Orphans(Custody custody, Flights flights, PartitionView view, Connections connections, News news) {
        this.custody = custody;
        this.flights = flights;
        this.view = view;
        this.connections = connections;
        this.news = news;
    }

    void tell(MilvusPartition resource) {
        String uid = resource.getMetadata().getUid();
        if (!resource.unreadable().isEmpty() || custody.released(uid)) {
            return;
        }
        Memory left = flights.remembered(uid, Records.read(resource));
        if (!left.mayOwn()) {
            return;
        }
        switch (meant(resource)) {
            case DROP, UNKNOWN -> news.orphaned(resource, left);
            case RETAIN -> news.retained(resource, left);
            case NOTHING -> {}
        }
    }

    /** While the operator stops nobody knows any more what its connection says, and the next process never sees it. */
    private OnDelete meant(MilvusPartition resource) {
        try {
            if (!(view.standing(resource) instanceof Standing.Owner)) {
                return OnDelete.NOTHING;
            }
            return connections.deletionPolicy(resource) == DeletionPolicy.DELETE ? OnDelete.DROP : OnDelete.RETAIN;
        } catch (CancellationException stopping) {
            return Optional.ofNullable(resource.getStatus())
                    .map(MilvusPartitionStatus::onDelete)
                    .orElse(OnDelete.DROP);
        }
    }
}
