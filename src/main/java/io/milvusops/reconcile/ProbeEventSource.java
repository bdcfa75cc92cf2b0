package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.milvusops.api.MilvusConnection;
import java.util.Set;

/** Wakes a connection when its server has answered. */
final class ProbeEventSource extends AbstractEventSource<Void, MilvusConnection> {

    ProbeEventSource() {
        super(Void.class, "probes");
    }

    void wake(ResourceID connection) {
        getEventHandler().handleEvent(new Event(connection));
    }

    @Override
    public Set<Void> getSecondaryResources(MilvusConnection primary) {
        return Set.of();
    }
}
