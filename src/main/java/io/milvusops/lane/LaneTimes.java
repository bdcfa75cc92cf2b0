package io.milvusops.lane;

import java.time.Duration;

/**
 * The times a lane works with.
 *
 * @param poll between two lists for drift
 * @param settle after which a call whose outcome is unknown can no longer take effect: its deadline and a margin
 * @param freshness how old a list may be at most when a write is sent on its word
 * @param slice how long a turn goes on beginning calls: what waits has to be told what is seen now
 * @param firstRetry the first pause after a list that failed, or found no such collection; doubles with every further one
 * @param longestRetry the longest such pause
 */
public record LaneTimes(
        Duration poll,
        Duration settle,
        Duration freshness,
        Duration slice,
        Duration firstRetry,
        Duration longestRetry) {

    /** The times for a connection; no write relies on a list older than a second. */
    public static LaneTimes of(Duration poll, Duration requestTimeout) {
        return new LaneTimes(
                poll,
                requestTimeout.plusSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofMillis(250),
                Duration.ofSeconds(30));
    }

    /** A create in a loaded collection may take this long on the server, whatever the request timeout is. */
    private static final Duration LONGEST_CREATE = Duration.ofSeconds(36);

    /** As {@link #settle}, for a create. */
    public Duration settleCreate() {
        return settle.compareTo(LONGEST_CREATE) > 0 ? settle : LONGEST_CREATE;
    }

    /** The pause after that many failures in a row, counted from one. */
    Duration retryAfter(int failures) {
        Duration pause = firstRetry;
        for (int failure = 1; failure < failures && pause.compareTo(longestRetry) < 0; failure++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestRetry) < 0 ? pause : longestRetry;
    }
}
