package io.milvusops.reconcile;

import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Wish;
import java.util.Optional;

/** What the annotation that abandons a partition says, and what is told of it before and when it counts. */
final class Abandonment {

    private static final String ANNOTATION = "the annotation " + MetadataKeys.ABANDON;

    private Abandonment() {}

    /** Whether a deletion of the resource leaves its partition alone. */
    static boolean declared(MilvusPartition resource) {
        return value(resource).equals(Optional.of("true"));
    }

    /** The annotation to set on a resource that is being deleted, and whether a value is there that does nothing. */
    static String asked(MilvusPartition resource) {
        boolean misspelt = value(resource).isPresent() && !declared(resource);
        return ANNOTATION + ": \"true\"" + (misspelt ? ", which has another value now" : "");
    }

    /** What was written on a live resource for its deletion is told while it can still be corrected. */
    static String remark(MilvusPartition resource, Wish wish, Memory memory) {
        if (!memory.mayOwn()
                || wish.lifecycle() != Wish.Lifecycle.LIVE
                || value(resource).filter(value -> !value.equals("false")).isEmpty()) {
            return "";
        }
        if (wish.ensure() == Wish.Ensure.ABSENT) {
            return "; " + ANNOTATION + " counts only for a deletion of this resource";
        }
        return declared(resource)
                ? "; " + ANNOTATION + " lets a deletion of this resource drop nothing"
                : "; " + ANNOTATION + " does nothing, because its value is not \"true\"";
    }

    private static Optional<String> value(MilvusPartition resource) {
        return Records.annotation(resource, MetadataKeys.ABANDON);
    }
}
