package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** A Milvus server, how to reach it and who may do what there through this operator. An administrator owns it. */
@Group("milvusops.io")
@Version("v1alpha1")
@Plural("milvusconnections")
@Singular("milvusconnection")
@ShortNames("mconn")
@Categories("milvus")
@JsonClassDescription(
        "A Milvus server and the rules for its use: who may refer to it, and which partitions may be managed through it.")
@JsonDeserialize(using = MilvusConnection.Reader.class)
@AdditionalPrinterColumn(name = "URI", jsonPath = ".spec.uri")
@AdditionalPrinterColumn(name = "READY", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "REASON", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "VERSION", jsonPath = ".status.serverVersion")
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "DROPS-LEFT",
        jsonPath = ".status.dropBudget.remaining",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
public class MilvusConnection extends TolerantResource<MilvusConnectionSpec, MilvusConnectionStatus> {

    private static final long serialVersionUID = 1L;

    /** Null for a resource as it was read only if {@link #unreadable()} says why. */
    @Override
    @Required
    @JsonPropertyDescription("How to reach the server and what is allowed there.")
    public @Nullable MilvusConnectionSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription("What the operator last saw. Written by the operator only.")
    public @Nullable MilvusConnectionStatus getStatus() {
        return super.getStatus();
    }

    static final class Reader extends TolerantReader<MilvusConnectionSpec, MilvusConnectionStatus, MilvusConnection> {
        Reader() {
            super(MilvusConnection::new, MilvusConnectionSpec.class, MilvusConnectionStatus.class);
        }
    }
}
