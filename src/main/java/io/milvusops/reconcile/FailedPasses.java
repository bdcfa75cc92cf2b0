package io.milvusops.reconcile;

import io.milvusops.api.Ensure;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionSpec;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.OnDelete;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Order;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that a pass failed, so that nobody waits without being told: in the conditions, which may be written when other
 * writes are refused, in an event, in a metric and in the log. The first pass that does not fail says its own again.
 * Thread-safe.
 */
final class FailedPasses {

    private static final Logger LOG = LoggerFactory.getLogger(FailedPasses.class);

    /** Nothing tells when what refuses a write, or breaks a pass, is gone. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final ConditionWrites conditions;
    private final Failures failures;
    private final Announcer announcer;
    private final OperatorMetrics metrics;
    private final Map<String, String> announced = new ConcurrentHashMap<>();

    FailedPasses(ConditionWrites conditions, Failures failures, Announcer announcer, OperatorMetrics metrics) {
        this.conditions = conditions;
        this.failures = failures;
        this.announcer = announcer;
        this.metrics = metrics;
    }

    /** Tells it, and returns when to run the next pass. */
    Duration tell(MilvusPartition resource, RuntimeException cause) {
        PassFailure.log(LOG, resource, cause);
        metrics.passFailed(PassFailure.of(cause).reason().text());
        failures.failed(resource.getMetadata().getUid(), cause).ifPresent(failure -> say(resource, failure));
        return AGAIN;
    }

    private void say(MilvusPartition resource, PassFailure failure) {
        ConditionWrites.Saying saying = saying(resource, failure);
        if (written(resource, saying)
                && !saying.message().equals(announced.put(resource.getMetadata().getUid(), saying.message()))) {
            announce(resource, saying);
        }
    }

    /** Whether it is news by now; where the status cannot be written either, the event alone has it. */
    private boolean written(MilvusPartition resource, ConditionWrites.Saying saying) {
        if (!resource.replaceableStatus()) {
            return true;
        }
        try {
            return conditions.write(resource, saying).isPresent();
        } catch (RuntimeException unwritable) {
            LOG.debug("the failure of a pass cannot be told in the status: {}", unwritable.getMessage());
            return true;
        }
    }

    private void announce(MilvusPartition resource, ConditionWrites.Saying saying) {
        String reason = saying.reason().text();
        if (saying.blocked()) {
            metrics.dropHeld(reason);
            announcer.warning(resource, Statuses.DROP_BLOCKED, reason + ": " + saying.message() + saying.exit());
        } else {
            announcer.warning(resource, reason, saying.message());
        }
    }

    private static ConditionWrites.Saying saying(MilvusPartition resource, PassFailure failure) {
        boolean leaving = resource.isMarkedForDeletion();
        boolean absent = Optional.ofNullable(resource.getSpec())
                .map(MilvusPartitionSpec::effectiveEnsure)
                .filter(Ensure.ABSENT::equals)
                .isPresent();
        Memory recorded = Records.read(resource);
        Optional<Order.Stage> done = recorded.order()
                .filter(order -> (leaving || absent) && order.fulfilled())
                .filter(order -> recorded.openIntent().isEmpty())
                .map(Order::stage);
        boolean toDrop = done.isEmpty() && (leaving ? dropsOnDelete(resource) : absent);
        return new ConditionWrites.Saying(
                failure.reason(),
                done.map(FailedPasses::told).orElse("") + failure.message(),
                leaving || toDrop,
                toDrop ? Statuses.wayOut(resource, leaving) : "");
    }

    private static String told(Order.Stage done) {
        return done == Order.Stage.DROPPED ? "the partition was dropped, but " : "there is nothing left to drop, but ";
    }

    private static boolean dropsOnDelete(MilvusPartition resource) {
        return Optional.ofNullable(resource.getStatus())
                .map(MilvusPartitionStatus::onDelete)
                .filter(OnDelete.DROP::equals)
                .isPresent();
    }

    /** A pass did not fail, or the resource is gone. */
    void forget(String uid) {
        failures.forget(uid);
        announced.remove(uid);
    }
}
