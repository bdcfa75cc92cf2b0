package io.milvusops.soak;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has gone before one moment, and decides whether a gate is closed still.
 *
 * @param delayed for how many milliseconds an order has been called delayed, by the uid of its resource
 * @param counted how many orders the budget of a connection has counted in the time of one window, by its key
 */
record Past(Map<String, Long> delayed, Map<String, Integer> counted) {

    static final Past NONE = new Past(Map.of(), Map.of());

    static Past of(Collection<Life<Version>> resources, Map<String, List<Life<Terms>>> connections, long now) {
        Map<String, Long> delayed = new HashMap<>();
        resources.forEach(life -> delayed.put(life.newest().version().uid(), now - firstDelayed(life, now)));
        Map<String, Integer> counted = new HashMap<>();
        connections.forEach((key, lives) -> counted.put(
                key,
                lives.stream()
                        .mapToInt(life -> counted(life, now - Budgets.WINDOW))
                        .sum()));
        return new Past(delayed, counted);
    }

    /** The same generation orders the same; another incarnation is another order. */
    private static long firstDelayed(Life<Version> life, long now) {
        Version newest = life.newest().version();
        return life.all().stream()
                .filter(seen -> seen.version().generation() == newest.generation()
                        && seen.version().bound().equals(newest.bound())
                        && seen.version().reason().equals("DelayPending"))
                .mapToLong(Life.Seen::known)
                .min()
                .orElse(now);
    }

    /** Each window counts from nothing. */
    private static int counted(Life<Terms> life, long from) {
        int counted = 0;
        Terms before = Terms.NONE;
        for (Life.Seen<Terms> seen : life.all()) {
            Terms terms = seen.version();
            int known = terms.windowStart().equals(before.windowStart()) ? before.spent() : 0;
            if (seen.known() >= from) {
                counted += Math.max(0, terms.spent() - known);
            }
            before = terms;
        }
        return counted;
    }

    long delayed(Version resource) {
        return delayed.getOrDefault(resource.uid(), 0L);
    }

    int counted(String connection) {
        return counted.getOrDefault(connection, 0);
    }
}
