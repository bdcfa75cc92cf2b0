package io.milvusops.lane;

import io.milvusops.lane.Rest.Cause;
import io.milvusops.partition.CollectionAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The lanes of one server that rest after a failure. When the server answers anybody, those that rest because of the
 * server go on at once; each only once, until it has been answered itself or has rested in full: a collection whose
 * calls fail while all others work would be asked in a circle otherwise. Thread-safe.
 */
final class BackOffs {

    private final BiConsumer<Duration, Runnable> later;
    private final Map<CollectionAddress, Resting> resting = new HashMap<>();
    private final Set<CollectionAddress> wokenInVain = new HashSet<>();
    private long answers;

    /** Two rests are never equal: a clock must not end another rest than its own. */
    private static final class Resting {

        private final Cause cause;
        private final Runnable again;

        Resting(Cause cause, Runnable again) {
            this.cause = cause;
            this.again = again;
        }
    }

    /**
     * @param later runs something after a delay
     */
    BackOffs(BiConsumer<Duration, Runnable> later) {
        this.later = later;
    }

    /** How often the server has answered. */
    synchronized long answers() {
        return answers;
    }

    /**
     * A lane rests.
     *
     * @param answersBefore how often the server had answered when the lane's turn began: an answer to another lane during
     *     the turn may be newer than the failure
     * @param again run once, at the end of the rest
     */
    void rest(CollectionAddress collection, Rest rest, long answersBefore, Runnable again) {
        Resting entry = new Resting(rest.cause(), again);
        if (begins(collection, entry, answersBefore)) {
            later.accept(rest.pause(), () -> rested(collection, entry));
        } else {
            again.run();
        }
    }

    private synchronized boolean begins(CollectionAddress collection, Resting entry, long answersBefore) {
        if (answers != answersBefore && mayWake(collection, entry)) {
            return false;
        }
        resting.put(collection, entry);
        return true;
    }

    /** The server answered a lane. */
    void answered(CollectionAddress collection) {
        synchronized (this) {
            wokenInVain.remove(collection);
        }
        answered();
    }

    /** The server answered. */
    void answered() {
        woken().forEach(Runnable::run);
    }

    private synchronized List<Runnable> woken() {
        answers++;
        List<Runnable> woken = new ArrayList<>();
        resting.entrySet().removeIf(entry -> {
            boolean wakes = mayWake(entry.getKey(), entry.getValue());
            if (wakes) {
                woken.add(entry.getValue().again);
            }
            return wakes;
        });
        return woken;
    }

    private boolean mayWake(CollectionAddress collection, Resting entry) {
        return entry.cause == Cause.SERVER && wokenInVain.add(collection);
    }

    private void rested(CollectionAddress collection, Resting entry) {
        if (ends(collection, entry)) {
            entry.again.run();
        }
    }

    private synchronized boolean ends(CollectionAddress collection, Resting entry) {
        boolean ends = resting.remove(collection, entry);
        if (ends) {
            wokenInVain.remove(collection);
        }
        return ends;
    }
}
