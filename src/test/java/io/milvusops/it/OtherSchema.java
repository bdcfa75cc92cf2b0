package io.milvusops.it;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceValidation;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.milvusops.api.MilvusPartition;

/** The kind of partitions under a schema that takes anything, as an older or newer version of it might have it. */
final class OtherSchema {

    /** A value that is not known to the version of today. */
    static final String UNKNOWN = ", ensure: archived";

    private static final CustomResourceValidation ANYTHING = new CustomResourceValidation(new JSONSchemaPropsBuilder()
            .withType("object")
            .withXKubernetesPreserveUnknownFields(true)
            .build());

    private final Stage stage;

    OtherSchema(Stage stage) {
        this.stage = stage;
    }

    /** Returns when the schema of today is in force again; what was stored meanwhile stays as it is. */
    void during(Runnable work) {
        CustomResourceValidation today = schema(kind().get());
        replace(ANYTHING);
        stage.eventually(() -> accepted(), () -> "the other schema is not in force");
        work.run();
        replace(today);
        stage.eventually(() -> !accepted(), () -> "the schema of today is not in force");
    }

    private Resource<CustomResourceDefinition> kind() {
        return stage.user.apiextensions().v1().customResourceDefinitions().withName("milvuspartitions.milvusops.io");
    }

    private static CustomResourceValidation schema(CustomResourceDefinition kind) {
        return kind.getSpec().getVersions().get(0).getSchema();
    }

    private void replace(CustomResourceValidation schema) {
        kind().edit(kind -> {
            kind.getSpec().getVersions().get(0).setSchema(schema);
            return kind;
        });
    }

    private boolean accepted() {
        try {
            stage.user
                    .resource(Stage.partition("default", "probe", "novel", UNKNOWN))
                    .dryRun()
                    .create();
            return true;
        } catch (KubernetesClientException refused) {
            return false;
        }
    }

    /** Gives the spec a value of that other version. */
    void makeUnreadable(String namespace, String name) {
        ensure(namespace, name, "archived");
    }

    /** Gives it back one that is known. */
    void correct(String namespace, String name) {
        ensure(namespace, name, "present");
    }

    private void ensure(String namespace, String name, String value) {
        stage.user
                .resources(MilvusPartition.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"ensure\":\"" + value + "\"}}");
    }
}
