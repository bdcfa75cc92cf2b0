package io.milvusops.api;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** How the operator's Kubernetes client reads and writes JSON. */
public final class ResourceSerialization {

    private ResourceSerialization() {}

    /** A serialization that knows both kinds. */
    public static KubernetesSerialization create() {
        KubernetesSerialization serialization = new KubernetesSerialization();
        // It would warn, with the value, whenever the half of a resource that is not understood is written as it came.
        serialization.getUnmatchedFieldTypeModule().setLogWarnings(false);
        serialization.registerKubernetesResource(MilvusPartition.class);
        serialization.registerKubernetesResource(MilvusConnection.class);
        return serialization;
    }
}
