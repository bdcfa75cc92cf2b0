package io.milvusops.partition;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The decision: what to say, what to remember, what to do.
 *
 * @param notice what to tell as an event, if this step is news
 * @param fate what to tell of the recorded partition, if another collection has the name of its own
 * @param replacement the id of another partition that has the name now, if a user can have it accepted
 */
public record Plan(
        Reason reason,
        String message,
        Memory memory,
        Step step,
        Optional<Notice> notice,
        Optional<Fate> fate,
        OptionalLong replacement) {

    /** News worth an event. */
    public enum Notice {
        CREATED,
        ADOPTED,
        REBOUND,
        LOST,
        TAKEN_OVER,
        DROPPED,
        /** Gone, and an earlier process had recorded that it drops it. */
        FOUND_DROPPED,
        ALREADY_GONE,
        /** Nothing to drop, because even the collection is not there. */
        NO_COLLECTION,
        /** Nothing to drop where the connection leads by now, as a user accepted; what was recorded is elsewhere. */
        LEFT_BEHIND,
        KEPT
    }

    /** Nothing waits to be accepted, and nothing is left behind. */
    public Plan(Reason reason, String message, Memory memory, Step step, Optional<Notice> notice) {
        this(reason, message, memory, step, notice, Optional.empty(), OptionalLong.empty());
    }

    static Plan of(Reason reason, String message, Memory memory, Step step) {
        return new Plan(reason, message, memory, step, Optional.empty());
    }

    Plan announcing(Notice news) {
        return new Plan(reason, message, memory, step, Optional.of(news), fate, replacement);
    }

    Plan leaving(Fate behind) {
        return new Plan(reason, message, memory, step, notice, Optional.of(behind), replacement);
    }

    Plan offering(Entry other) {
        return new Plan(reason, message, memory, step, notice, fate, OptionalLong.of(other.id()));
    }
}
