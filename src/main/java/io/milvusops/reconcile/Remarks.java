package io.milvusops.reconcile;

import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Caution;
import io.milvusops.partition.Plan;
import io.milvusops.reconcile.PartitionView.Sight;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is told beside the reason: what a user wrote, or is about to write, leads to something else than it seems to. */
final class Remarks {

    private Remarks() {}

    /** To be put behind the message, empty when there is nothing to remark. */
    static String of(Sight sight, Plan plan) {
        return anew(sight.wish().caution(), plan)
                + Abandonment.remark(sight.resource(), sight.wish(), plan.memory())
                + unknown(sight.resource());
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

    /** A slip of the pen in a pause or an abandonment costs the data that it was to keep. One is named at a time. */
    private static String unknown(MilvusPartition resource) {
        return Optional.ofNullable(resource.getMetadata().getAnnotations()).orElse(Map.of()).keySet().stream()
                .filter(MetadataKeys::meansNothing)
                .sorted()
                .findFirst()
                .map(key -> "; the annotation " + key + " of this resource means nothing to this version")
                .orElse("");
    }
}
