package io.milvusops.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What users install is what the types say. With {@code -Dcrds.write=true} it writes the files instead. */
class CustomResourceDefinitionsTest {

    static final List<Class<? extends TolerantResource<?, ?>>> KINDS = CustomResourceDefinitions.KINDS;

    /** {@code kubectl apply} keeps a second copy in an annotation, and annotations end here. */
    private static final int LARGEST_APPLIED = 262_144;

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldBeWhatTheTypesSay(Class<? extends HasMetadata> kind) throws IOException {
        Path file = Path.of("crds", CustomResource.getCRDName(kind) + ".yaml");
        String generated = CustomResourceDefinitions.yamlOf(kind);
        if (Boolean.getBoolean("crds.write")) {
            Files.writeString(file, generated);
        }
        assertThat(file).content().isEqualTo(generated);
        assertThat(generated.length()).isLessThan(LARGEST_APPLIED / 4);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldBeInstalledByTheKustomization(Class<? extends HasMetadata> kind) {
        assertThat(Path.of("crds", "kustomization.yaml"))
                .content()
                .contains("- " + CustomResource.getCRDName(kind) + ".yaml\n");
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldDescribeEveryField(Class<? extends HasMetadata> kind) {
        assertThat(CustomResourceDefinitions.everySchema(schema(kind))
                        .flatMap(schema -> schema.getProperties().entrySet().stream())
                        .filter(property -> property.getValue().getDescription() == null)
                        .map(property -> property.getKey()))
                .isEmpty();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldDescribeInWholeSentences(Class<? extends HasMetadata> kind) {
        assertThat(CustomResourceDefinitions.everySchema(schema(kind))
                        .map(JSONSchemaProps::getDescription)
                        .filter(Objects::nonNull)
                        .filter(description -> !description.endsWith(".")))
                .isEmpty();
    }

    /** A text that is no time would be believed by whoever reads the status. */
    @Test
    void shouldHaveAFormatForEveryMoment() {
        assertThat(KINDS.stream()
                        .flatMap(kind -> CustomResourceDefinitions.everySchema(schema(kind)))
                        .flatMap(schema -> schema.getProperties().entrySet().stream())
                        .filter(property -> String.valueOf(property.getValue().getDescription())
                                .matches("(When|Until when) .*"))
                        .filter(property ->
                                !"date-time".equals(property.getValue().getFormat()))
                        .map(property -> property.getKey()))
                .isEmpty();
    }

    /** The API server multiplies the cost of a rule by the largest number and size of what it is applied to. */
    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldBoundEverythingInASpec(Class<? extends HasMetadata> kind) {
        JSONSchemaProps spec = spec(kind);
        assertThat(CustomResourceDefinitions.everySchema(spec)).allSatisfy(schema -> {
            if ("string".equals(schema.getType())) {
                assertThat(schema.getMaxLength() != null || !schema.getEnum().isEmpty())
                        .isTrue();
            } else if ("array".equals(schema.getType())) {
                assertThat(schema.getMaxItems()).isNotNull();
            }
        });
    }

    /** A default inside a list, or beside an unset field that follows another object, is a difference for ever. */
    @Test
    void shouldDefaultNothingInASpecButEnsure() {
        Stream<JSONSchemaProps> specs = KINDS.stream().map(kind -> spec(kind));
        assertThat(specs.flatMap(CustomResourceDefinitions::everySchema)
                        .filter(schema -> schema.getDefault() != null)
                        .map(schema -> schema.getDefault().asText()))
                .containsExactly("present");
    }

    @Test
    void shouldNotOfferWhatOnlyStandsForALaterVersion() {
        JSONSchemaProps spec = spec(MilvusPartition.class);
        assertThat(CustomResourceDefinitions.property(spec, "deletionPolicy").getEnum())
                .extracting(constant -> constant.asText())
                .containsExactlyInAnyOrder("Delete", "Retain");
    }

    @Test
    void shouldShowTheColumnsInTheirOrder() {
        assertThat(columns(MilvusPartition.class, null))
                .containsExactly("COLLECTION", "PARTITION", "ENSURE", "READY", "REASON", "ORIGIN", "ON-DELETE", "AGE");
        assertThat(columns(MilvusPartition.class, 1))
                .containsExactly("DATABASE", "CONNECTION", "PARTITION-ID", "MESSAGE");
        assertThat(columns(MilvusConnection.class, null)).containsExactly("URI", "READY", "REASON", "VERSION", "AGE");
        assertThat(columns(MilvusConnection.class, 1)).containsExactly("DROPS-LEFT", "MESSAGE");
    }

    private static List<String> columns(Class<? extends HasMetadata> kind, @Nullable Integer priority) {
        return CustomResourceDefinitions.of(kind).getSpec().getVersions().get(0).getAdditionalPrinterColumns().stream()
                .filter(column -> Objects.equals(column.getPriority(), priority))
                .map(column -> column.getName())
                .toList();
    }

    private static JSONSchemaProps schema(Class<? extends HasMetadata> kind) {
        CustomResourceDefinition definition = CustomResourceDefinitions.of(kind);
        return definition.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    }

    private static JSONSchemaProps spec(Class<? extends HasMetadata> kind) {
        return CustomResourceDefinitions.property(schema(kind), "spec");
    }
}
