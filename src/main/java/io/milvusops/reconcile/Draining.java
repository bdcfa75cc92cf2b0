package io.milvusops.reconcile;

import io.milvusops.partition.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The end of the work: nothing new is begun any more, and what became of the calls under way is put on record before
 * the watches end, so that no other process has to find it out. Thread-safe.
 */
final class Draining {

    /** How many outcomes of each resource's calls were told that no pass has put on record yet. */
    private final Map<String, Integer> outcomes = new HashMap<>();

    private boolean begun;

    synchronized void begin() {
        begun = true;
    }

    /** Whether the lanes take nothing any more. */
    synchronized boolean begun() {
        return begun;
    }

    /** Whether a step must be left to the next process: one that asks or changes a server, or prepares for that. */
    synchronized boolean leaves(Step step) {
        boolean records = step instanceof Step.Remember
                || step instanceof Step.LetGo
                || step instanceof Step.Await
                || step instanceof Step.Rest
                || step instanceof Step.AskKind;
        return begun && !records;
    }

    /** The outcome of a call was told; the pass that it wakes puts it on record. */
    synchronized void told(String uid) {
        outcomes.merge(uid, 1, Integer::sum);
    }

    /** How many outcomes a pass that begins now puts on record. */
    synchronized int outstanding(String uid) {
        return outcomes.getOrDefault(uid, 0);
    }

    /** A pass has ended that began when so many outcomes were told. */
    synchronized void recorded(String uid, int told) {
        if (outcomes.remove(uid, told)) {
            notifyAll();
        }
    }

    /** The resource is gone. */
    synchronized void forget(String uid) {
        outcomes.remove(uid);
        notifyAll();
    }

    /** Waits until every outcome is on record, but no longer than that. */
    synchronized void await(Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toNanos(); left > 0 && !outcomes.isEmpty(); left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
