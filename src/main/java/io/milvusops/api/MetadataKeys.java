package io.milvusops.api;

import java.util.Set;

/** Every finalizer and annotation of this API group: the names that manifests, users and the operator agree on. */
public final class MetadataKeys {

    private static final String PREFIX = "milvusops.io/";

    /** Finalizer of a partition resource while deleting it may need a drop. */
    public static final String PARTITION_FINALIZER = PREFIX + "partition";

    /** Finalizer of a connection while a partition resource with a finalizer needs it. */
    public static final String IN_USE_FINALIZER = PREFIX + "in-use";

    /**
     * On either kind: any value but {@code "false"} stops every write to Milvus; on a connection for all its partitions.
     */
    public static final String PAUSED = PREFIX + "paused";

    /** On a partition resource: the id of a replaced or reappeared partition that is accepted as its own. */
    public static final String ACCEPT_REPLACEMENT = PREFIX + "accept-replacement";

    /** On a partition resource: the value that confirms one order, printed where it is asked for. */
    public static final String CONFIRM_DROP = PREFIX + "confirm-drop";

    /** On a partition resource being deleted: {@code "true"} lets it go without a drop. */
    public static final String ABANDON = PREFIX + "abandon";

    /** On a partition resource: any new value asks for a pass and a measurement now. */
    public static final String RECONCILE_REQUESTED_AT = PREFIX + "reconcile-requested-at";

    /** On a connection: the uri that is accepted as the new home of everything bound at the former one. */
    public static final String ACCEPT_ENDPOINT = PREFIX + "accept-endpoint";

    /**
     * Written by the operator on a partition resource, in the patch that adds the finalizer and before a create is
     * sent: the uid it is written for, the collection by its id and its fingerprint, and the newest creation time seen there.
     */
    public static final String CREATE_INTENT = PREFIX + "create-intent";

    /** What is read of a partition resource's annotations. */
    private static final Set<String> OF_PARTITIONS =
            Set.of(PAUSED, ACCEPT_REPLACEMENT, CONFIRM_DROP, ABANDON, RECONCILE_REQUESTED_AT, CREATE_INTENT);

    /** What is read of a connection's annotations. */
    private static final Set<String> OF_CONNECTIONS = Set.of(PAUSED, ACCEPT_ENDPOINT);

    private MetadataKeys() {}

    /** Whether somebody means this operator by an annotation of a partition resource that says nothing to it. */
    public static boolean meansNothingToPartitions(String annotation) {
        return annotation.startsWith(PREFIX) && !OF_PARTITIONS.contains(annotation);
    }

    /** The same of an annotation of a connection. */
    public static boolean meansNothingToConnections(String annotation) {
        return annotation.startsWith(PREFIX) && !OF_CONNECTIONS.contains(annotation);
    }
}
