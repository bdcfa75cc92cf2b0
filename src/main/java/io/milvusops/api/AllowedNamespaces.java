package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which namespaces may refer to a connection. */
@ValidationRule(
        value = "!has(self.selector) || (has(self.from) && self.from == 'Selector')",
        message =
                "allowedNamespaces.selector is used with from: Selector only; set from to Selector or remove selector")
@ValidationRule(
        value = "has(self.selector) || !has(self.from) || self.from != 'Selector'",
        message = "allowedNamespaces.from: Selector needs a selector; add selector, or set from to Same or All")
public record AllowedNamespaces(
        @JsonPropertyDescription("Same: only the namespace of this connection. All: every namespace. Selector: those"
                + " whose labels selector fits. Default: Same.")
        @Nullable
        NamespacesFrom from,

        @JsonPropertyDescription("Labels of the namespaces that may refer to this connection; an empty selector fits"
                + " every namespace. Required with from: Selector, refused otherwise.")
        @Nullable
        NamespaceSelector selector) {

    /** What a connection that sets none means. */
    static final AllowedNamespaces UNSET = new AllowedNamespaces(null, null);

    /** Where references may come from, filled in. */
    public NamespacesFrom effectiveFrom() {
        return Objects.requireNonNullElse(from, NamespacesFrom.SAME);
    }
}
