package io.milvusops.soak;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges whether a connection let more drops go than its budget allows. Only the first window since the budget was set
 * is judged: later ones begin when nobody outside can tell.
 */
final class Budgets {

    /** The shortest window there is. */
    static final long WINDOW = 60_000;

    /** Orders that were counted before the budget was set are not of it. */
    private static final long SETTING = 1_500;

    private final Chronicle chronicle;

    Budgets(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** What is too much; empty when that drop was within the budget, or there is none. */
    Optional<String> excess(Event drop) {
        return chronicle.resources().stream()
                .filter(life -> attempts(life, drop))
                .map(life -> life.newest().version().connection())
                .distinct()
                .flatMap(connection -> excess(connection, drop).stream())
                .findFirst();
    }

    private Optional<String> excess(String connection, Event drop) {
        OptionalLong since = chronicle.budgetSince(connection, drop.arrived());
        if (since.isEmpty() || since.getAsLong() < drop.arrived() - WINDOW) {
            return Optional.empty();
        }
        int limit = chronicle.terms(connection, drop.arrived(), drop.arrived()).stream()
                .mapToInt(terms -> terms.budget().orElse(Integer.MAX_VALUE))
                .max()
                .orElse(Integer.MAX_VALUE);
        long from = since.getAsLong() + SETTING;
        Set<Long> dropped = chronicle.dropsByCall().stream()
                .filter(other -> other.arrived() <= drop.arrived() && countedBy(connection, other, from))
                .map(other -> other.what().partitionId())
                .collect(Collectors.toSet());
        return dropped.size() > limit
                ? Optional.of(dropped.size() + " drops through " + connection + " since its budget of " + limit
                        + " was set at " + SoakClock.text(since.getAsLong()))
                : Optional.empty();
    }

    /** Whether an order for that drop went on record since then, through that connection. */
    private boolean countedBy(String connection, Event drop, long from) {
        return chronicle.resources().stream()
                .filter(life -> life.newest().version().connection().equals(connection))
                .filter(life -> attempts(life, drop))
                .anyMatch(life -> life.all().stream()
                        .filter(seen -> seen.version().attempts(drop.what().partitionId()))
                        .allMatch(seen -> seen.earliest() >= from));
    }

    private static boolean attempts(Life<Version> life, Event drop) {
        return life.all().stream()
                .anyMatch(seen -> seen.version().attempts(drop.what().partitionId())
                        && seen.version().boundTo(drop.endpoint(), drop.what().partitionId()));
    }
}
