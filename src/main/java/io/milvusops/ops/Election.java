package io.milvusops.ops;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes part in the election by a Lease, from its start until it is closed or the Lease is lost. The library's elector
 * is not used because it compares the holder's time of day with its own: a clock that is fast would take a Lease that
 * is alive, and one that was fast would keep a dead one. Thread-safe.
 */
public final class Election implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Election.class);

    private final Candidate candidate;
    private final Leadership leadership;
    private final Duration retryPeriod;
    private final Runnable whenLost;
    private final Thread watching = daemon(this::watch, "lease");
    private final Thread renewing = daemon(this::renew, "election");
    private volatile boolean answered;

    private Election(Candidate candidate, Leadership leadership, Duration retryPeriod, Runnable whenLost) {
        this.candidate = candidate;
        this.leadership = leadership;
        this.retryPeriod = retryPeriod;
        this.whenLost = whenLost;
    }

    /**
     * Begins to take part.
     *
     * @param instance a name for people; this process adds to it what makes it its own
     * @param whenLost must end the process, which leads no more and must not act; called at most a few times
     */
    public static Election begin(KubernetesClient client, ElectionRules rules, String instance, Runnable whenLost) {
        // A restarted container has the name of the one before it, whose calls may be under way.
        String identity = instance + "_" + UUID.randomUUID();
        Leadership leadership = Leadership.standby(rules, System::nanoTime);
        Candidate candidate =
                new Candidate(identity, rules, new KubernetesLeases(client, rules), leadership, System::nanoTime);
        Election election = new Election(candidate, leadership, rules.retryPeriod(), whenLost);
        election.renewing.start();
        election.watching.start();
        return election;
    }

    /** What this process may do by the Lease. */
    public Leadership leadership() {
        return leadership;
    }

    /** Whether this process can take part: it waits, and the API server has answered about the Lease. */
    public boolean standsBy() {
        return answered && !leadership.elected() && !leadership.over();
    }

    /** Whether this process still takes part; false after a defect. */
    public boolean live() {
        return renewing.isAlive() && watching.isAlive();
    }

    /** Gives the Lease back. Nothing that needs it may be under way. */
    @Override
    public void close() {
        try {
            candidate.resign();
        } catch (RuntimeException unanswered) {
            LOG.atWarn().setCause(unanswered).log("the Lease could not be given back; it is waited out");
        }
    }

    private void renew() {
        try {
            boolean failing = false;
            while (!leadership.over()) {
                failing = !attempted(failing);
                if (!leadership.over()) {
                    TimeUnit.NANOSECONDS.sleep(retryPeriod.toNanos());
                }
            }
            tell();
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }

    private boolean attempted(boolean failedBefore) {
        try {
            candidate.attempt();
            if (!answered && !leadership.elected()) {
                LOG.info("another process leads; this one stands by");
            }
            answered = true;
            return true;
        } catch (RuntimeException unanswered) {
            if (!failedBefore) {
                LOG.atWarn().addKeyValue("problem", unanswered).log("no answer about the Lease; trying again");
            }
            return false;
        }
    }

    /** Beside the requests, which may hang: the deadline is for this process, whatever the API server does. */
    private void watch() {
        try {
            leadership.awaitWon();
            LOG.info("this process leads");
            while (leadership.elected()) {
                Duration left = leadership.untilRenewDeadline();
                if (left.isNegative()) {
                    leadership.lost();
                } else {
                    TimeUnit.NANOSECONDS.sleep(left.toNanos() + 1);
                }
            }
            tell();
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }

    private void tell() {
        if (leadership.isLost()) {
            whenLost.run();
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
