package io.milvusops.servers;

/** The processes of the Kubernetes control plane. */
public enum ControlPlaneServer {
    ETCD("etcd"),
    API_SERVER("kube-apiserver"),
    CONTROLLER_MANAGER("kube-controller-manager");

    private final String processName;

    ControlPlaneServer(String processName) {
        this.processName = processName;
    }

    String processName() {
        return processName;
    }
}
