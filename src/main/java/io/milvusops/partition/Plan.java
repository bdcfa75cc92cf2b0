package io.milvusops.partition;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The decision: what to say, what to remember, what to do.
 *
 * @param notice what to tell as an event, if this step is news
 * @param replacement the id of another partition that has the name now, if a user can have it accepted
 */
public record Plan(
        Reason reason, String message, Memory memory, Step step, Optional<Notice> notice, OptionalLong replacement) {

    /** News worth an event. */
    public enum Notice {
        CREATED,
        ADOPTED,
        REBOUND,
        LOST,
        TAKEN_OVER,
        DROPPED,
        ALREADY_GONE,
        KEPT
    }

    /** Nothing waits to be accepted. */
    public Plan(Reason reason, String message, Memory memory, Step step, Optional<Notice> notice) {
        this(reason, message, memory, step, notice, OptionalLong.empty());
    }

    static Plan of(Reason reason, String message, Memory memory, Step step) {
        return new Plan(reason, message, memory, step, Optional.empty());
    }

    Plan announcing(Notice news) {
        return new Plan(reason, message, memory, step, Optional.of(news), replacement);
    }

    Plan offering(Entry other) {
        return new Plan(reason, message, memory, step, notice, OptionalLong.of(other.id()));
    }
}
