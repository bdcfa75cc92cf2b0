package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.milvusops.api.MilvusConnection;
import java.util.Set;
import java.util.function.Consumer;

/** Wakes a connection when its server has answered, and tells which one the watch no longer shows. */
final class ProbeEventSource extends AbstractEventSource<Void, MilvusConnection>
        implements ResourceEventAware<MilvusConnection> {

    private final Consumer<MilvusConnection> gone;

    /** @param gone told every connection that was deleted */
    ProbeEventSource(Consumer<MilvusConnection> gone) {
        super(Void.class, "probes");
        this.gone = gone;
    }

    void wake(ResourceID connection) {
        getEventHandler().handleEvent(new Event(connection));
    }

    @Override
    public Set<Void> getSecondaryResources(MilvusConnection primary) {
        return Set.of();
    }

    @Override
    public void onResourceUpdated(MilvusConnection newResource, MilvusConnection oldResource) {
        if (!newResource.getMetadata().getUid().equals(oldResource.getMetadata().getUid())) {
            onResourceDeleted(oldResource);
        }
    }

    @Override
    public void onResourceDeleted(MilvusConnection resource) {
        gone.accept(resource);
    }
}
