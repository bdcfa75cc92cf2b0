package io.milvusops.api;

/** What names of Kubernetes objects look like, as patterns for the schema. */
final class KubernetesNames {

    static final String LABEL = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";

    static final String SUBDOMAIN = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$";

    private KubernetesNames() {}
}
