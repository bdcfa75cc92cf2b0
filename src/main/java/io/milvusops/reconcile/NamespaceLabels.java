package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The labels of namespaces, for connections that select by them. Watched from the first question on: who selects
 * nothing needs no right to list namespaces. Thread-safe.
 */
final class NamespaceLabels implements AutoCloseable {

    private final KubernetesClient client;
    private final Consumer<String> changed;
    private Optional<SharedIndexInformer<Namespace>> informer = Optional.empty();

    /** @param changed told the name of a namespace whose labels may have changed */
    NamespaceLabels(KubernetesClient client, Consumer<String> changed) {
        this.client = client;
        this.changed = changed;
    }

    /**
     * The labels of a namespace, none when there is no such namespace.
     *
     * @throws IllegalArgumentException with a message for the user when namespaces cannot be watched
     */
    Map<String, String> of(String namespace) {
        return Optional.ofNullable(started().getStore().getByKey(namespace))
                .map(found -> found.getMetadata().getLabels())
                .orElse(Map.of());
    }

    private synchronized SharedIndexInformer<Namespace> started() {
        if (informer.isEmpty()) {
            try {
                informer = Optional.of(client.namespaces().inform(new Relabelling()));
            } catch (KubernetesClientException refused) {
                throw new IllegalArgumentException(
                        "allowedNamespaces.from: Selector cannot be evaluated (HTTP " + refused.getCode()
                                + "); the operator needs list and watch on namespaces",
                        refused);
            }
        }
        return informer.get();
    }

    @Override
    public synchronized void close() {
        informer.ifPresent(SharedIndexInformer::close);
    }

    private final class Relabelling implements ResourceEventHandler<Namespace> {

        @Override
        public void onAdd(Namespace namespace) {
            changed.accept(namespace.getMetadata().getName());
        }

        @Override
        public void onUpdate(Namespace before, Namespace after) {
            if (!Objects.equals(
                    before.getMetadata().getLabels(), after.getMetadata().getLabels())) {
                changed.accept(after.getMetadata().getName());
            }
        }

        @Override
        public void onDelete(Namespace namespace, boolean unknownState) {
            changed.accept(namespace.getMetadata().getName());
        }
    }
}
