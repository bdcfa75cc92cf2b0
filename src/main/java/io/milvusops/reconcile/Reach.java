package io.milvusops.reconcile;

import io.milvusops.api.PolicyDefaults;
import io.milvusops.lane.ServerLanes;
import io.milvusops.partition.Access;
import io.milvusops.partition.PartitionAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How a resource reaches its server.
 *
 * @param endpoint the connection's address, empty text while there is no connection
 * @param paused whether the connection is paused for all its partitions
 * @param allowed whether the connection allows a partition at that address
 * @param deadline after which no call that any process made through the connection can take effect any more, a margin
 *     included
 * @param createDeadline the same for a create, which a server may carry out long after it was sent
 * @param call how long one call of this process may take through the connection, a margin included
 * @param lanes where requests go; empty while access is withheld
 */
record Reach(
        Access access,
        String endpoint,
        PolicyDefaults defaults,
        boolean paused,
        Predicate<PartitionAddress> allowed,
        Duration deadline,
        Duration createDeadline,
        Duration call,
        Optional<ServerLanes> lanes) {}
