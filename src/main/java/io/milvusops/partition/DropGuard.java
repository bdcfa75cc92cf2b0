package io.milvusops.partition;

import io.milvusops.partition.RowCount.Bound;
import io.milvusops.partition.RowCount.Counted;
import io.milvusops.partition.RowCount.Uncountable;
import io.milvusops.partition.Wish.WhenLoaded;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What must hold of a partition when it is dropped.
 *
 * @param maxRows above that many rows it is not dropped; empty when rows do not matter
 * @param whenLoaded what to do when it is loaded
 */
public record DropGuard(OptionalLong maxRows, WhenLoaded whenLoaded) {

    /** Why a partition must not be dropped, and what to do about it. */
    public record Objection(Reason reason, String message) {}

    /** Whether the partition must be looked at before it is dropped or released. */
    public boolean looks() {
        return maxRows.isPresent() || whenLoaded == WhenLoaded.BLOCK;
    }

    /** What the number of rows says against the drop. Only a number that cannot be too small says nothing. */
    public Optional<Objection> objectionTo(RowCount count) {
        if (maxRows.isEmpty()) {
            return Optional.empty();
        }
        if (count instanceof Uncountable unknown) {
            return Optional.of(uncountable(unknown));
        }
        Counted counted = (Counted) count;
        if (counted.rows() > maxRows.getAsLong()) {
            return Optional.of(tooMany(counted));
        }
        return counted.bound() == Bound.AT_LEAST ? Optional.of(perhapsMore(counted)) : Optional.empty();
    }

    private Objection tooMany(Counted counted) {
        String found = switch (counted.bound()) {
            case EXACT -> counted.rows() + " rows, counted by a query";
            case AT_LEAST -> counted.rows() + " rows or more, counted by a query";
            case AT_MOST ->
                "up to " + counted.rows() + " rows by the statistics after a flush, which may include deleted"
                        + " ones; a loaded partition is counted exactly";
        };
        return new Objection(
                Reason.ROWS_PRESENT,
                "the partition holds " + found + "; spec.dropGuard.maxRows allows " + maxRows.getAsLong()
                        + "; raise or remove it");
    }

    private static Objection perhapsMore(Counted counted) {
        return new Objection(
                Reason.ROW_COUNT_UNKNOWN,
                "a query finds " + counted.rows() + " rows where the statistics have more or are not told: rows were"
                        + " deleted, or the partition was loaded a moment ago; it is counted again until the number"
                        + " can be relied on; or remove spec.dropGuard.maxRows");
    }

    private static Objection uncountable(Uncountable unknown) {
        return new Objection(
                Reason.ROW_COUNT_UNKNOWN,
                "the rows cannot be counted, which spec.dropGuard.maxRows asks for: "
                        + unknown.reason().text() + ": " + unknown.message()
                        + "; make that right (the login needs Query for a loaded partition, Flush and GetFlushState"
                        + " for another one), or remove maxRows");
    }
}
