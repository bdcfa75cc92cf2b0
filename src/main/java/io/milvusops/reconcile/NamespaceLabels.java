package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.milvusops.api.AllowedNamespaces;
import io.milvusops.api.NamespaceSelector;
import io.milvusops.api.NamespacesFrom;
import io.milvusops.partition.Excerpt;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The labels of namespaces, for connections that select by them. Watched from the first question on: who selects
 * nothing needs no right to list namespaces. Thread-safe; never waits for the API server.
 */
final class NamespaceLabels implements AutoCloseable {

    /** A selector has room for far more than a message. */
    private static final Excerpt SHOWN = new Excerpt(300);

    private final KubernetesClient client;
    private final Consumer<String> changed;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private Optional<SharedIndexInformer<Namespace>> informer = Optional.empty();
    private volatile Optional<String> problem = Optional.empty();

    /** @param changed told the name of a namespace of which something else may be true now */
    NamespaceLabels(KubernetesClient client, Consumer<String> changed) {
        this.client = client;
        this.changed = changed;
    }

    /**
     * The labels of a namespace. One that the watch does not show may be new: it has labels that nobody here knows.
     *
     * @throws IllegalArgumentException with a message for the user while the namespace is not seen
     */
    Map<String, String> of(String namespace) {
        // Before the look: who is shown meanwhile is told.
        waiting.add(namespace);
        Namespace seen = started().getStore().getByKey(namespace);
        if (seen == null) {
            throw new IllegalArgumentException("allowedNamespaces.from: Selector cannot be evaluated"
                    + problem.orElse(" yet: namespace " + namespace + " has not been seen"));
        }
        waiting.remove(namespace);
        return of(seen);
    }

    static Map<String, String> of(Namespace namespace) {
        return Optional.ofNullable(namespace.getMetadata().getLabels()).orElse(Map.of());
    }

    /** The labels as the watch shows them, empty when it does not show the namespace. */
    Optional<Map<String, String>> seen(String namespace) {
        return Optional.ofNullable(started().getStore().getByKey(namespace)).map(NamespaceLabels::of);
    }

    /** What lets a namespace in that is not allowed: who selects by labels is asked for labels. */
    static String wayIn(AllowedNamespaces allowed) {
        NamespaceSelector selector = allowed.selector();
        return allowed.effectiveFrom() == NamespacesFrom.SELECTOR && selector != null
                ? "give the namespace the labels that its spec.allowedNamespaces.selector asks for ("
                        + SHOWN.beginning(selector.text()) + "), or allow it there"
                : "allow it in its spec.allowedNamespaces";
    }

    private synchronized SharedIndexInformer<Namespace> started() {
        if (informer.isEmpty()) {
            SharedIndexInformer<Namespace> begun = client.namespaces().runnableInformer(0);
            begun.addEventHandler(new Relabelling());
            begun.exceptionHandler((everListed, failure) -> {
                failed(failure);
                return true;
            });
            begun.start();
            informer = Optional.of(begun);
        }
        return informer.get();
    }

    /** The informer tries again by itself, after a growing pause. Those who wait hear of every other failure. */
    private void failed(Throwable failure) {
        Optional<String> now = Optional.of(text(failure));
        if (!now.equals(problem)) {
            problem = now;
            waiting.forEach(namespace -> {
                waiting.remove(namespace);
                changed.accept(namespace);
            });
        }
    }

    private static String text(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof KubernetesClientException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String code = cause instanceof KubernetesClientException refused ? " (HTTP " + refused.getCode() + ")" : "";
        return code + "; the operator needs list and watch on namespaces";
    }

    @Override
    public synchronized void close() {
        informer.ifPresent(SharedIndexInformer::close);
    }

    private final class Relabelling implements ResourceEventHandler<Namespace> {

        @Override
        public void onAdd(Namespace namespace) {
            problem = Optional.empty();
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
