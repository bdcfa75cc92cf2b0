package io.milvusops.ops;

/** Every setting there is. {@code docs/settings.md} has a row for each, and a test compares the two. */
public enum Setting {
    WATCH_NAMESPACES(
            "",
            "namespace names separated by commas",
            "Namespaces whose resources are managed. Unset: all namespaces. A `MilvusConnection` elsewhere is not seen:"
                    + " what names it says `ConnectionNotFound`."),
    HTTP_PORT("8080", "0 to 65535", "Port of `/livez`, `/readyz` and `/metrics`. 0: any free port."),
    RECONCILE_THREADS("8", "1 to 64", "Resources that are reconciled at the same time."),
    SHUTDOWN_GRACE(
            "20s",
            "a duration from 1s to 10m, such as 20s or 1m30s",
            "How long a stopping operator lets writes to Kubernetes end, after the calls to Milvus (15 s at most) and the"
                    + " records of what they did (5 s at most). "
                    + "Keep it 20s below the pod's `terminationGracePeriodSeconds`."),
    LEASE_NAMESPACE(
            "",
            "a namespace name",
            "Namespace of the Lease by which several processes elect the one that works. "
                    + "Unset: no election, and this must be the only process."),
    LEASE_NAME("milvus-partition-operator", "a name as Kubernetes objects have it", "Name of the Lease."),
    LEASE_DURATION(
            "15s",
            "whole seconds from 5s to 10m",
            "How long another process waits before it takes a Lease that is not renewed."),
    RENEW_DEADLINE(
            "10s",
            "a duration that is at least 2s less than `MILVUSOPS_LEASE_DURATION`",
            "After so long without a renewal the leader ends itself. What is left of the Lease then is the time "
                    + "for which a new leader sends nothing."),
    RETRY_PERIOD(
            "2s",
            "a duration from 100ms to a third of `MILVUSOPS_RENEW_DEADLINE`",
            "Time between two tries to win or to renew the Lease."),
    LOG_LEVEL("INFO", "TRACE, DEBUG, INFO, WARN, ERROR or OFF", "Least level of the operator's own log lines.");

    /** What the names of all settings start with. */
    public static final String PREFIX = "MILVUSOPS_";

    private final String fallback;
    private final String allowed;
    private final String meaning;

    Setting(String fallback, String allowed, String meaning) {
        this.fallback = fallback;
        this.allowed = allowed;
        this.meaning = meaning;
    }

    /** The name of the environment variable. */
    public String variable() {
        return PREFIX + name();
    }

    /** The value that counts when the variable is unset or empty. */
    public String fallback() {
        return fallback;
    }

    /** The values that are accepted, in words. */
    public String allowed() {
        return allowed;
    }

    /** What the setting does, as Markdown. */
    public String meaning() {
        return meaning;
    }
}
