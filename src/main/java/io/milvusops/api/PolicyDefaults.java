package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What partitions that leave a policy unset get. */
public record PolicyDefaults(
        @JsonPropertyDescription("deletionPolicy of partitions that leave it unset: Delete (dropped with the resource)"
                + " or Retain (stays in Milvus). Default: Delete.")
        @Nullable
        DeletionPolicy deletionPolicy,

        @JsonPropertyDescription("adoptionPolicy of partitions that leave it unset: Adopt (a partition that was there"
                + " before is taken over) or Refuse (it is left alone). Default: Adopt.")
        @Nullable
        AdoptionPolicy adoptionPolicy) {

    /** What a connection that sets none gives. */
    public static final PolicyDefaults UNSET = new PolicyDefaults(null, null);

    /** The deletion policy, filled in. */
    public DeletionPolicy effectiveDeletionPolicy() {
        return Objects.requireNonNullElse(deletionPolicy, DeletionPolicy.DELETE);
    }

    /** The adoption policy, filled in. */
    public AdoptionPolicy effectiveAdoptionPolicy() {
        return Objects.requireNonNullElse(adoptionPolicy, AdoptionPolicy.ADOPT);
    }
}
