package io.milvusops.soak;

import java.util.List;
import java.util.Optional;

/** What has to be on record before a drop is sent: the attempt, and that it was counted where there is a budget. */
final class WriteAhead {

    /** On a busy machine the watch tells of a record so much later. It says nothing of an outcome: that is what tells. */
    private static final long LAG = 10_000;

    private WriteAhead() {}

    /** What was not on record at that moment; empty when everything was. */
    static Optional<String> missing(Life<Version> life, Terms terms, long partitionId, long moment) {
        List<Version> attempts = life.during(0, moment + LAG).stream()
                .filter(version -> version.attempts(partitionId))
                .toList();
        if (attempts.isEmpty()) {
            return Optional.of("had not recorded the attempt");
        }
        boolean counted =
                attempts.stream().anyMatch(attempt -> !attempt.reservedAt().isEmpty());
        return terms.budget().isPresent() && !counted
                ? Optional.of("was not counted in the budget of its connection")
                : Optional.empty();
    }
}
