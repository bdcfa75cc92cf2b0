package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What stands between an order to drop and the drop. */
public record DropGuard(
        @JsonPropertyDescription("Refuse to drop a partition with more rows than this, counted right before the drop as"
                + " exactly as the server allows: rows that are not flushed yet count, and a partition that"
                + " cannot be counted is not dropped. Unset: rows do not matter. Changing it is a new order.")
        @Min(0)
        @Nullable
        Long maxRows,

        @JsonPropertyDescription("Required: a drop waits for the annotation milvusops.io/confirm-drop with the value"
                + " that the status names; it confirms this one order for exactly this partition. None: it does"
                + " not wait. Default: None. Changing it is a new order.")
        @Nullable
        Confirmation confirmation,

        @JsonPropertyDescription("How long a drop waits from its order on, so that it can be cancelled: units h, m, s"
                + " and ms in this order, at most 8760h. The status names the moment. Unset: it does not wait."
                + " Changing it is a new order.")
        @Size(min = 2, max = 29)
        @ValidationRule(
                value = "self.matches('" + DurationText.PATTERN + "') && duration(self) <= duration('8760h')",
                message = "delay must be a duration of at most 8760h, such as 10m or 24h")
        @Nullable
        DurationText delay,

        @JsonPropertyDescription("What to do when the partition is loaded, which means that it is in use; Milvus drops"
                + " only released ones. Release: release it, then drop it. Block: wait until somebody else"
                + " released it. Default: Release. Changing it is a new order.")
        @Nullable
        WhenLoaded whenLoaded) {}
