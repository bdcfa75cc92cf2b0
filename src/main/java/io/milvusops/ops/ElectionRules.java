package io.milvusops.ops;

import java.time.Duration;

/**
 * How several processes agree on the one that works.
 *
 * @param namespace of the Lease
 * @param name of the Lease
 * @param leaseDuration how long a Lease is waited out that is not renewed, in whole seconds as the Lease has it
 * @param renewDeadline how long the leader goes on without renewing; then it ends itself
 * @param retryPeriod between two tries to win or to renew the Lease
 */
public record ElectionRules(
        String namespace, String name, Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {

    /**
     * What is left of the Lease when the leader ends itself: so long a call may then still be under way, and so long a
     * new leader waits before it sends anything.
     */
    public Duration margin() {
        return leaseDuration.minus(renewDeadline);
    }
}
