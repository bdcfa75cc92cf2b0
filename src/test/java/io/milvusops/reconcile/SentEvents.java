package io.milvusops.reconcile;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.EventingAPIGroupDSL;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.V1EventingAPIGroupDSL;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A client that takes every event. Another thread sends them: each layer is stubbed before that thread starts, and a
 * test looks at the list only.
 */
final class SentEvents {

    final KubernetesClient client;

    private final List<Event> sent = new CopyOnWriteArrayList<>();

    SentEvents() {
        this(mock());
    }

    /** That client takes them. */
    SentEvents(KubernetesClient client) {
        this.client = client;
        EventingAPIGroupDSL group = mock();
        V1EventingAPIGroupDSL version = mock();
        MixedOperation<Event, EventList, Resource<Event>> events = mock();
        Resource<Event> resource = mock();
        when(client.events()).thenReturn(group);
        when(group.v1()).thenReturn(version);
        when(version.events()).thenReturn(events);
        when(events.resource(any(Event.class))).thenAnswer(call -> {
            sent.add(call.getArgument(0));
            return resource;
        });
    }

    /** In the order in which they were sent. */
    List<Event> all() {
        return sent;
    }

    /** Each as its reason and its note, in the order in which they were sent. */
    List<String> told() {
        return sent.stream()
                .map(event -> event.getReason() + ": " + event.getNote())
                .toList();
    }
}
