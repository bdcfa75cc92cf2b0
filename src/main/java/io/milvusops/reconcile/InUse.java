package io.milvusops.reconcile;

import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The protection of connections: on before the first partition that needs the connection for its drop is held, and
 * until the last of them is let go. The watches of both kinds run apart, and either may be behind, so that what is
 * written here is known before they show it. Thread-safe; only those wait for a write that are about the same connection.
 */
final class InUse {

    private final ResourceWrites writes;
    private final Function<ConnectionKey, Optional<MilvusConnection>> connections;
    private final Exclusion<ConnectionKey> exclusion = new Exclusion<>();

    /** By its uid, a partition that is being held and that its watch does not show held yet. */
    private final Map<String, Expected> expected = new ConcurrentHashMap<>();

    /** The uids of connections that may be without protection although a watch shows it. */
    private final Set<String> freed = ConcurrentHashMap.newKeySet();

    /** @param name namespace/name of the partition */
    private record Expected(ConnectionKey connection, String name) {}

    InUse(ResourceWrites writes, Function<ConnectionKey, Optional<MilvusConnection>> connections) {
        this.writes = writes;
        this.connections = connections;
    }

    /**
     * Holds a partition, and its connection before it. Empty when either changed meanwhile. A connection that is being
     * deleted takes no finalizer: the partition is held all the same, so that its drop waits visibly.
     *
     * @param hold the write that holds the partition
     */
    Optional<MilvusPartition> hold(MilvusPartition partition, Supplier<Optional<MilvusPartition>> hold) {
        String uid = partition.getMetadata().getUid();
        ConnectionKey key = Connections.key(partition);
        // First of all: whoever lets the connection go looks here, and then at what the watch shows.
        expected.put(uid, new Expected(key, name(partition)));
        try {
            Optional<MilvusPartition> held = exclusion.alone(key, () -> protect(key)) ? hold.get() : Optional.empty();
            if (held.isEmpty()) {
                expected.remove(uid);
            }
            return held;
        } catch (RefusedWriteException refused) {
            if (refused.lasts()) {
                expected.remove(uid);
            }
            throw refused;
        }
    }

    private static String name(MilvusPartition partition) {
        return partition.getMetadata().getNamespace() + "/"
                + partition.getMetadata().getName();
    }

    private boolean protect(ConnectionKey key) {
        Optional<MilvusConnection> unprotected = connections
                .apply(key)
                .filter(connection -> !connection.isMarkedForDeletion())
                .filter(connection -> !protects(connection)
                        || freed.contains(connection.getMetadata().getUid()));
        return unprotected.isEmpty() || protect(unprotected.get());
    }

    /** With a protection that is shown already, the write is refused unless it is there indeed. */
    private boolean protect(MilvusConnection connection) {
        boolean done =
                writes.hold(connection, MetadataKeys.IN_USE_FINALIZER, Map.of()).isPresent();
        if (done) {
            freed.remove(connection.getMetadata().getUid());
        }
        return done;
    }

    private boolean free(MilvusConnection connection) {
        // Before the write: it may have been done although its answer is lost.
        freed.add(connection.getMetadata().getUid());
        return writes.letGo(connection, MetadataKeys.IN_USE_FINALIZER).isPresent();
    }

    /**
     * Puts the protection on, or takes it off, as is right now; false when the connection changed meanwhile.
     *
     * @param used whether a partition needs the connection, asked when nobody else changes its protection
     */
    boolean settle(MilvusConnection connection, BooleanSupplier used) {
        return exclusion.alone(Assembly.key(connection), () -> {
            boolean needed = used.getAsBoolean();
            return needed == protects(connection) || (needed ? protect(connection) : free(connection));
        });
    }

    /** Those that are being held and that the watch may not show held yet: namespace/name. */
    Set<String> expected(ConnectionKey connection) {
        Set<String> names = ConcurrentHashMap.newKeySet();
        expected.forEach((uid, one) -> {
            if (one.connection().equals(connection)) {
                names.add(one.name());
            }
        });
        return names;
    }

    /** The watch tells of this version: from one that is held on, it shows what the partition needs. */
    void told(MilvusPartition partition) {
        if (PartitionView.held(partition)) {
            spare(partition.getMetadata().getUid());
        }
    }

    /** The partition with this uid was let go, or is gone. */
    void spare(String partition) {
        expected.remove(partition);
    }

    /** A connection is gone. */
    void forget(String connection) {
        freed.remove(connection);
    }

    private static boolean protects(MilvusConnection connection) {
        return connection.getMetadata().getFinalizers().contains(MetadataKeys.IN_USE_FINALIZER);
    }
}
