package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator last saw of a server. */
public record MilvusConnectionStatus(
        @JsonPropertyDescription("The metadata.generation that this status is about; -1 before the first look.")
        @Default("-1")
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready, Reconciling and Stalled, each at most once.") @Size(max = 16) @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("The server's version, as it says it.") @Nullable
        String serverVersion,

        @JsonPropertyDescription("The address in use, as it is recorded in the bindings of partitions.") @Nullable
        String endpoint,

        @JsonPropertyDescription("What is spent of spec.dropBudget; unset without one. Removing it opens a new window.")
        @Nullable
        DropBudgetStatus dropBudget) {

    /** Before the first look. */
    public static final MilvusConnectionStatus UNSEEN = new MilvusConnectionStatus(-1L, null, null, null, null);

    /** The same with another account of the drops. */
    public MilvusConnectionStatus withDropBudget(DropBudgetStatus account) {
        return new MilvusConnectionStatus(observedGeneration, conditions, serverVersion, endpoint, account);
    }
}
