package io.milvusops.partition;

import java.util.Optional;

/**
 * The decision: what to say, what to remember, what to do.
 *
 * @param notice what to tell as an event, if this step is news
 */
public record Plan(Reason reason, String message, Memory memory, Step step, Optional<Notice> notice) {

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

    static Plan of(Reason reason, String message, Memory memory, Step step) {
        return new Plan(reason, message, memory, step, Optional.empty());
    }

    Plan announcing(Notice news) {
        return new Plan(reason, message, memory, step, Optional.of(news));
    }
}
