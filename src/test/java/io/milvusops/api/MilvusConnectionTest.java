package io.milvusops.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MilvusConnectionTest {

    private final KubernetesSerialization serialization = ResourceSerialization.create();

    @Test
    void shouldFillInWhatWasLeftOut() {
        MilvusConnectionSpec spec = spec("uri: http://milvus:19530\n");

        assertThat(spec.effectiveAllowedNamespaces().effectiveFrom()).isEqualTo(NamespacesFrom.SAME);
        assertThat(spec.effectiveDefaults()).isEqualTo(PolicyDefaults.UNSET);
        assertThat(spec.effectivePollInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(spec.effectiveRequestTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(spec.effectiveMaxConcurrentRequests()).isEqualTo(4);
    }

    @Test
    void shouldKeepWhatWasWritten() {
        MilvusConnectionSpec spec = spec("""
                uri: http://milvus:19530
                allowedNamespaces: {from: Selector, selector: {matchLabels: {team: search}}}
                allowedTargets: [{database: default, collection: "book*", partition: "tenant_*"}]
                defaults: {deletionPolicy: Retain}
                pollInterval: 1m30s
                requestTimeout: 500ms
                maxConcurrentRequests: 8
                dropBudget: {limit: 20, window: 1h}
                """);

        assertThat(spec.effectiveAllowedNamespaces())
                .isEqualTo(new AllowedNamespaces(
                        NamespacesFrom.SELECTOR, new NamespaceSelector(Map.of("team", "search"), null)));
        assertThat(spec.allowedTargets()).isEqualTo(List.of(new AllowedTarget("default", "book*", "tenant_*")));
        assertThat(spec.effectiveDefaults().effectiveDeletionPolicy()).isEqualTo(DeletionPolicy.RETAIN);
        assertThat(spec.effectivePollInterval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(spec.effectiveRequestTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(spec.effectiveMaxConcurrentRequests()).isEqualTo(8);
        assertThat(spec.dropBudget()).isEqualTo(new DropBudget(20, new DurationText("1h")));
    }

    @ParameterizedTest
    @CsvSource({"1h, 3600000", "2m, 120000", "30s, 30000", "250ms, 250", "1h2m3s4ms, 3723004", "1m0s, 60000"})
    void shouldMeasureADuration(String text, long milliseconds) {
        assertThat(new DurationText(text).length()).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                          | true
                    {matchLabels: {team: search}}                                               | true
                    {matchLabels: {team: search, stage: prod}}                                  | false
                    {matchLabels: {team: other}}                                                | false
                    {matchExpressions: [{key: team, operator: In, values: [search, ads]}]}      | true
                    {matchExpressions: [{key: team, operator: In, values: [ads]}]}              | false
                    {matchExpressions: [{key: stage, operator: In, values: [prod]}]}            | false
                    {matchExpressions: [{key: team, operator: NotIn, values: [ads]}]}           | true
                    {matchExpressions: [{key: team, operator: NotIn, values: [search]}]}        | false
                    {matchExpressions: [{key: stage, operator: NotIn, values: [prod]}]}         | true
                    {matchExpressions: [{key: team, operator: Exists}]}                         | true
                    {matchExpressions: [{key: stage, operator: Exists}]}                        | false
                    {matchExpressions: [{key: stage, operator: DoesNotExist}]}                  | true
                    {matchExpressions: [{key: team, operator: DoesNotExist}]}                   | false
                    {matchLabels: {team: search}, matchExpressions: [{key: x, operator: Exists}]} | false
                    """)
    void shouldSelectAsKubernetesDoes(String selector, boolean selected) {
        AllowedNamespaces allowed = spec("uri: http://milvus\nallowedNamespaces: {from: Selector, selector: " + selector
                        + "}\n")
                .effectiveAllowedNamespaces();

        assertThat(Objects.requireNonNull(allowed.selector()).matches(Map.of("team", "search")))
                .isEqualTo(selected);
    }

    @Test
    void shouldNotSelectByAnOperatorOfALaterVersion() {
        assertThat(new LabelRequirement("team", LabelOperator.UNKNOWN, null).matches(Map.of("team", "search")))
                .isFalse();
    }

    private MilvusConnectionSpec spec(String yaml) {
        MilvusConnection connection = serialization.unmarshal(
                "apiVersion: milvusops.io/v1alpha1\nkind: MilvusConnection\nspec:\n" + yaml.indent(2),
                MilvusConnection.class);
        assertThat(connection.unreadable()).isEmpty();
        return Objects.requireNonNull(connection.getSpec());
    }
}
