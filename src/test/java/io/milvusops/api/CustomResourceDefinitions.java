package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.crdv2.generator.ResolvingContext;
import io.fabric8.crdv2.generator.v1.CustomResourceHandler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.YamlDumpSettingsBuilder;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The CRDs, generated from the two kinds and completed where the generator's annotations have no words for it. */
final class CustomResourceDefinitions {

    static final List<Class<? extends TolerantResource<?, ?>>> KINDS =
            List.of(MilvusConnection.class, MilvusPartition.class);

    private static final String HEADER = """
            # Generated from the types in io.milvusops.api: change those, not this file, and run
            # mvn -DskipITs test -Dtest=CustomResourceDefinitionsTest -Dcrds.write=true
            """;

    private CustomResourceDefinitions() {}

    static String yamlOf(Class<? extends HasMetadata> kind) {
        String yaml = new KubernetesSerialization(
                        new ObjectMapper(),
                        false,
                        new YamlDumpSettingsBuilder().setMinimizeQuotes(true).build())
                .asYaml(of(kind));
        // The model keeps bounds as floating point numbers; and kubectl reads YAML in which bare True is no text.
        return HEADER
                + yaml.replaceAll("((?:min|max)imum: -?[0-9]+)\\.0\n", "$1\n")
                        .replaceAll("- (True|False)\n", "- \"$1\"\n");
    }

    static CustomResourceDefinition of(Class<? extends HasMetadata> kind) {
        ObjectMapper mapper = new ObjectMapper();
        CustomResourceHandler generator = new CustomResourceHandler();
        generator.handle(
                CustomResourceInfo.fromClass(kind),
                new ResolvingContext(mapper, new KubernetesSerialization(mapper, false), false));
        CustomResourceDefinition definition = (CustomResourceDefinition)
                generator.finish().findFirst().orElseThrow().getKey();
        definition.getSpec().getVersions().forEach(version -> complete(version, kind));
        return definition;
    }

    private static void complete(CustomResourceDefinitionVersion version, Class<?> kind) {
        List<String> columns = Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        version.setAdditionalPrinterColumns(version.getAdditionalPrinterColumns().stream()
                .sorted(Comparator.comparing(column -> columns.indexOf(column.getName())))
                .peek(CustomResourceDefinitions::dropDefaultPriority)
                .toList());
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        root.setDescription(kind.getAnnotation(JsonClassDescription.class).value());
        everySchema(root).forEach(CustomResourceDefinitions::complete);
        JSONSchemaProps status = property(root, "status");
        markTimes(status, ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments()[1]);
        status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
        JSONSchemaProps conditions = property(status, "conditions");
        conditions.setXKubernetesListType("map");
        conditions.setXKubernetesListMapKeys(List.of("type"));
    }

    private static void dropDefaultPriority(CustomResourceColumnDefinition column) {
        if (Integer.valueOf(0).equals(column.getPriority())) {
            column.setPriority(null);
        }
    }

    private static void complete(JSONSchemaProps schema) {
        // Rules on a record component are found twice: at its field and at its accessor.
        schema.setXKubernetesValidations(
                schema.getXKubernetesValidations().stream().distinct().toList());
        if ("integer".equals(schema.getType())) {
            schema.setFormat(schema.getMaximum() == null ? "int64" : "int32");
        } else if ("array".equals(schema.getType())) {
            schema.setXKubernetesListType("atomic");
        }
        schema.getProperties().forEach((name, property) -> {
            if (property.getAdditionalProperties() != null) {
                property.setMaxProperties(32L);
                property.getAdditionalProperties().getSchema().setMaxLength(63L);
            }
            if (name.equals("selector")) {
                property.setXKubernetesMapType("atomic");
            }
        });
    }

    private static void markTimes(JSONSchemaProps schema, Type type) {
        if (type instanceof ParameterizedType list) {
            markTimes(schema.getItems().getSchema(), list.getActualTypeArguments()[0]);
        } else if (type instanceof Class<?> part && part.isRecord()) {
            for (RecordComponent component : part.getRecordComponents()) {
                JSONSchemaProps field = property(schema, component.getName());
                if (component.isAnnotationPresent(DateTime.class)) {
                    field.setFormat("date-time");
                }
                markTimes(field, component.getGenericType());
            }
        }
    }

    static Stream<JSONSchemaProps> everySchema(JSONSchemaProps schema) {
        Stream<JSONSchemaProps> items = schema.getItems() == null
                ? Stream.of()
                : everySchema(schema.getItems().getSchema());
        return Stream.concat(
                Stream.of(schema),
                Stream.concat(
                        items,
                        schema.getProperties().values().stream().flatMap(CustomResourceDefinitions::everySchema)));
    }

    static JSONSchemaProps property(JSONSchemaProps schema, String name) {
        return Objects.requireNonNull(schema.getProperties().get(name), name);
    }
}
