package io.milvusops.partition;

import java.time.Instant;
import java.util.Optional;

/**
 * The account of the drops of one connection in the window that is open: two values, whatever the limit is. A window
 * opens with its first drop, so none of its time passes unused, and it ends as a whole. A list of instants would
 * count any stretch of time, but has as many entries as the limit.
 *
 * @param opened when the window opened, empty while none is open
 * @param spent drops reserved in it
 */
public record DropLedger(Optional<Instant> opened, int spent) {

    /** No window is open. */
    public static final DropLedger CLOSED = new DropLedger(Optional.empty(), 0);

    /**
     * What the account is worth now. A window that is over is closed. One that begins in the future, as a clock that
     * was wrong leaves it, or that cannot be read begins now: what was spent stays spent, for one window at most.
     */
    public DropLedger at(Instant now, DropAllowance allowance) {
        if (spent <= 0) {
            return CLOSED;
        }
        if (opened.isEmpty() || opened.get().isAfter(now)) {
            return new DropLedger(Optional.of(now), spent);
        }
        return opened.get().plus(allowance.window()).isAfter(now) ? this : CLOSED;
    }

    /** The same with one drop more. */
    public DropLedger spend(Instant now) {
        return new DropLedger(Optional.of(opened.orElse(now)), spent + 1);
    }

    /** How many drops are left. */
    public int remaining(DropAllowance allowance) {
        return Math.max(0, allowance.limit() - spent);
    }

    /** When the window that is open is over, empty while none is. */
    public Optional<Instant> ends(DropAllowance allowance) {
        return opened.map(start -> start.plus(allowance.window()));
    }
}
