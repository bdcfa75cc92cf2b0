package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.milvusops.partition.KindState;

/** Asks whether the kind itself is being deleted: then every deletion is an uninstall, not an order. */
final class Kinds {

    private final KubernetesClient client;

    Kinds(KubernetesClient client) {
        this.client = client;
    }

    /** One read; a definition that is gone was deleted. Throws when the API server does not answer. */
    KindState ofPartitions() {
        CustomResourceDefinition definition = client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("milvuspartitions.milvusops.io")
                .get();
        return definition == null || definition.isMarkedForDeletion() ? KindState.BEING_DELETED : KindState.SERVED;
    }
}
