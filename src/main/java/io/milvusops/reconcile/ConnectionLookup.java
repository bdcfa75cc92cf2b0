package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/** Connections from the watch's cache: no request. */
record ConnectionLookup(InformerEventSource<MilvusConnection, MilvusPartition> source, Watching watching)
        implements Function<ConnectionKey, Optional<MilvusConnection>> {

    /** @throws CancellationException when the operator is stopping */
    @Override
    public Optional<MilvusConnection> apply(ConnectionKey key) {
        return watching.proven(source.get(new ResourceID(key.name(), key.namespace())));
    }
}
