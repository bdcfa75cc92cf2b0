package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.milvusops.api.MetadataKeys;
import io.milvusops.partition.Caution;
import io.milvusops.partition.Plan;
import io.milvusops.reconcile.PartitionView.Sight;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is told beside the reason: what a user wrote, or is about to write, leads to something else than it seems to. */
final class Remarks {

    /** So many annotations are named in a message. */
    private static final int NAMED = 3;

    private Remarks() {}

    /** To be put behind the message, empty when there is nothing to remark. */
    static String of(Sight sight, Plan plan) {
        return anew(sight.wish().caution(), plan)
                + Abandonment.remark(sight.resource(), sight.wish(), plan.memory())
                + unknown(sight.resource(), MetadataKeys::meansNothingToPartitions);
    }

    /** Who does what the message asks for is asked again for what was given or waited for before. */
    private static String anew(Caution caution, Plan plan) {
        boolean bySpec = switch (plan.reason()) {
            case ROWS_PRESENT, ROW_COUNT_UNKNOWN, PARTITION_LOADED -> true;
            default -> false;
        };
        Optional<String> confirmation = Optional.of("the confirmation")
                .filter(required -> caution.confirmation() == Caution.Confirmation.REQUIRED);
        Optional<String> delay =
                Optional.of("the delay").filter(set -> !caution.delay().isZero());
        return Stream.of(confirmation, delay)
                .flatMap(Optional::stream)
                .filter(asked -> bySpec)
                .reduce((first, second) -> first + " and " + second)
                .map(asked -> "; a change of the spec is a new order, which asks for " + asked + " anew")
                .orElse("");
    }

    /** A slip of the pen in a pause or an abandonment costs the data that it was to keep. The first few are named. */
    static String unknown(HasMetadata resource, Predicate<String> meansNothing) {
        Map<String, String> annotations =
                Optional.ofNullable(resource.getMetadata().getAnnotations()).orElse(Map.of());
        String named = annotations.keySet().stream()
                .filter(meansNothing)
                .sorted()
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return named.isEmpty() ? "" : "; what means nothing to this version among its annotations: " + named;
    }
}
