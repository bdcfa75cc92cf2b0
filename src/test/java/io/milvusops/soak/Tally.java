package io.milvusops.soak;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was done and what was found. */
final class Tally {

    private final Map<Act.Kind, Integer> acts = new EnumMap<>(Act.Kind.class);

    void count(Act.Kind kind) {
        acts.merge(kind, 1, Integer::sum);
    }

    int operations() {
        return sum(Act.Party.USER) + sum(Act.Party.CLIENT);
    }

    int faults() {
        return sum(Act.Party.FAULT);
    }

    /** One report for a reader, the seed first. */
    String report(long seed, long seconds, WrongDrops drops, SilentWaits waits, List<Finding> findings) {
        return """
                soak: seed %d, %d s of acts
                  operations %d, faults %d
                  users: %s
                  Milvus clients: %s
                  faults: %s
                  drops %d, wrong drops %d, lost drops %d, silent waits %d
                  right only within the window: %s
                  longest wait without a visible reason: %d ms""".formatted(
                        seed,
                        seconds,
                        operations(),
                        faults(),
                        of(Act.Party.USER),
                        of(Act.Party.CLIENT),
                        of(Act.Party.FAULT),
                        drops.drops(),
                        count(findings, Finding.Kind.WRONG_DROP),
                        count(findings, Finding.Kind.LOST_DROP),
                        count(findings, Finding.Kind.SILENT_WAIT),
                        drops.use(),
                        waits.longest());
    }

    private int sum(Act.Party party) {
        return acts.entrySet().stream()
                .filter(counted -> counted.getKey().party() == party)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static long count(List<Finding> findings, Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).count();
    }

    private String of(Act.Party party) {
        return Stream.of(Act.Kind.values())
                .filter(kind -> kind.party() == party && acts.containsKey(kind))
                .map(kind -> kind + " " + acts.get(kind))
                .collect(Collectors.joining(", "));
    }
}
