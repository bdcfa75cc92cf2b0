package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How many partitions may be dropped through a connection in one window of time. */
public record DropBudget(
        @JsonPropertyDescription("How many drops one window has, 1 to 1000000. Required. A change counts at once.")
        @Required
        @Min(1)
        @Max(1_000_000)
        Integer limit,

        @JsonPropertyDescription("How long a window lasts from its first drop on: units h, m, s and ms in this order,"
                + " between 1m and 24h. Required. A change counts at once, for the window that is open too.")
        @Required
        @Size(min = 2, max = 29)
        @ValidationRule(
                value = "self.matches('" + DurationText.PATTERN + "')"
                        + " && duration(self) >= duration('1m') && duration(self) <= duration('24h')",
                message = "window must be a duration between 1m and 24h, such as 1h or 90m")
        DurationText window) {}
