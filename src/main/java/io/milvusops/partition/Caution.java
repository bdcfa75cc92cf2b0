package io.milvusops.partition;

import java.time.Duration;
import java.util.Optional;

/**
 * What a user put between an order and its drop.
 *
 * @param delay how long the drop waits from its order on, zero when it does not
 * @param confirmed the text of the confirmation that was given, whatever it confirms
 */
public record Caution(Confirmation confirmation, Duration delay, Optional<String> confirmed) {

    /** Whether a drop waits for somebody to confirm it. */
    public enum Confirmation {
        NONE,
        REQUIRED
    }

    /** Nothing. */
    public static final Caution NONE = new Caution(Confirmation.NONE, Duration.ZERO, Optional.empty());

    /** The text that confirms this order: another incarnation or another order asks for another one. */
    static String token(Incarnation incarnation, long generation) {
        return incarnation.partitionId() + "." + generation;
    }
}
