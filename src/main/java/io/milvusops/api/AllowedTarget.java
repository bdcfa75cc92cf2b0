package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Partitions that may be managed: those that fit all parts that are set. */
@ValidationRule(
        value = "has(self.database) || has(self.collection) || has(self.partition)",
        message = "allowedTargets must not hold an empty entry, which would allow everything; name a database, a"
                + " collection or a partition, or write collection: '*' if everything is meant")
public record AllowedTarget(
        @JsonPropertyDescription("Name of the database; * stands for any characters, ? for any one. Default: any.")
        @Size(min = 1, max = MilvusNames.MAX_LENGTH)
        @ValidationRule(value = AllowedTarget.RULE, message = "allowedTargets database" + AllowedTarget.MESSAGE)
        @Nullable
        String database,

        @JsonPropertyDescription("Name of the collection; * stands for any characters, ? for any one. Default: any.")
        @Size(min = 1, max = MilvusNames.MAX_LENGTH)
        @ValidationRule(value = AllowedTarget.RULE, message = "allowedTargets collection" + AllowedTarget.MESSAGE)
        @Nullable
        String collection,

        @JsonPropertyDescription("Name of the partition; * stands for any characters, ? for any one. Default: any.")
        @Size(min = 1, max = MilvusNames.MAX_LENGTH)
        @ValidationRule(value = AllowedTarget.RULE, message = "allowedTargets partition" + AllowedTarget.MESSAGE)
        @Nullable
        String partition) {

    static final String RULE = "self.matches('^[A-Za-z0-9_*?-]+$')";

    static final String MESSAGE = " must be made of letters, digits, _, - and the wildcards * and ?";
}
