package io.milvusops.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures for how long a resource waits without a status that says why. Time in which the operator does not run, or
 * cannot, does not count.
 */
final class SilentWaits {

    private record Wait(long millis, String why) {
        static final Wait NONE = new Wait(0, "");
    }

    private final long patience;
    private final Map<String, Wait> waits = new HashMap<>();
    private final Set<String> found = new HashSet<>();
    private long last;
    private long longest;

    /**
     * @param patience the longest wait that is not one, in milliseconds
     */
    SilentWaits(long patience) {
        this.patience = patience;
    }

    long longest() {
        return longest;
    }

    /** Counts the time since the last look, in which the operator ran. */
    List<Finding> look(long now, Situation situation) {
        long passed = now - last;
        last = now;
        List<Finding> findings = new ArrayList<>();
        Map<String, Wait> before = Map.copyOf(waits);
        waits.clear();
        for (Version version : situation.resources()) {
            new Explanation(situation, version)
                    .gap()
                    .ifPresent(why -> waits.put(version.uid(), grown(before, version.uid(), passed, why)));
            silent(version)
                    .filter(wait -> found.add(version.uid()))
                    .ifPresent(wait -> findings.add(of(now, version, "for " + wait.millis() + " ms: " + wait.why())));
        }
        return findings;
    }

    private static Wait grown(Map<String, Wait> before, String uid, long passed, String why) {
        return before.containsKey(uid)
                ? new Wait(before.getOrDefault(uid, Wait.NONE).millis() + passed, why)
                : new Wait(0, why);
    }

    private Optional<Wait> silent(Version version) {
        Optional<Wait> wait = Optional.ofNullable(waits.get(version.uid()));
        wait.ifPresent(measured -> longest = Math.max(longest, measured.millis()));
        return wait.filter(measured -> measured.millis() > patience);
    }

    /** The time until now does not count. */
    void skip(long now) {
        last = now;
    }

    static Finding of(long now, Version version, String why) {
        return new Finding(
                Finding.Kind.SILENT_WAIT,
                now,
                version.key() + " (" + version.uid() + ") " + why,
                new Finding.Concern(
                        List.of(version.uid()),
                        version.bound().map(Version.Bound::endpoint).orElse(""),
                        version.partition()));
    }
}
