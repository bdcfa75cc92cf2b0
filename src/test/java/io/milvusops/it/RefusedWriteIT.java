package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Policies of the API server deny what the operator has to write to a resource, and have no say in its status. */
class RefusedWriteIT {

    private static final String OURS = "'milvusops.io/partition'";
    private static final String HELD = "has(%1$s.metadata.finalizers) && " + OURS + " in %1$s.metadata.finalizers";
    private static final String KEEP_IT =
            "!(" + HELD.formatted("oldObject") + ") || (" + HELD.formatted("object") + ")";
    private static final String LEAVE_IT_OFF = "!(" + HELD.formatted("object") + ")";

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    /** A namespace whose partitions are written only as the expression allows. */
    private static void policed(String namespace, String expression) {
        stage.prepare(namespace);
        stage.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: %1$s}
                spec:
                  failurePolicy: Fail
                  matchConstraints:
                    resourceRules:
                      - apiGroups: [milvusops.io]
                        apiVersions: [v1alpha1]
                        operations: [CREATE, UPDATE]
                        resources: [milvuspartitions]
                  matchConditions:
                    - {name: here, expression: "request.namespace == '%1$s'"}
                  validations:
                    - expression: "request.operation == 'CREATE' || (%2$s)"
                      message: not by this policy
                    - expression: "object.metadata.name != 'probe'"
                """.formatted(namespace, expression));
        stage.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: %1$s}
                spec: {policyName: %1$s, validationActions: [Deny]}
                """.formatted(namespace));
        stage.eventually(() -> enforced(namespace), () -> "the policy is not in force");
    }

    private static boolean enforced(String namespace) {
        try {
            stage.user
                    .resource(Stage.partition(namespace, "probe", "probe", ""))
                    .dryRun()
                    .create();
            return false;
        } catch (KubernetesClientException denied) {
            return true;
        }
    }

    private static void lift(String namespace) {
        stage.user
                .admissionRegistration()
                .v1()
                .validatingAdmissionPolicyBindings()
                .withName(namespace)
                .delete();
    }

    private static void apply(String namespace) {
        stage.apply(Stage.partition(namespace, "novel", "novel", ""));
    }

    private static Condition condition(String namespace, String type) {
        return stage.get(namespace, "novel")
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::conditions)
                .flatMap(all -> all.stream()
                        .filter(condition -> condition.type().equals(type))
                        .findFirst())
                .orElseThrow();
    }

    private static void hang(String namespace) {
        policed(namespace, KEEP_IT);
        apply(namespace);
        stage.awaitReason(namespace, "novel", "Present");
        stage.delete(namespace, "novel");
        stage.awaitReason(namespace, "novel", "WriteRefused");
    }

    @Test
    void shouldSayOfADeletionThatHangsThatItsDropIsDone() {
        hang("hanging");

        Condition blocked = condition("hanging", "DropBlocked");
        assertThat(blocked.status()).isEqualTo(ConditionStatus.TRUE);
        assertThat(blocked.message())
                .startsWith("the partition was dropped, but the API server does not let the operator take the finalizer"
                        + " milvusops.io/partition off MilvusPartition hanging/novel: HTTP 422: ")
                .contains("not by this policy");
        assertThat(stage.client.partitions("hanging")).doesNotContainKey("novel");
    }

    @Test
    void shouldLetGoWhenNothingDeniesItAnyMore() {
        hang("lifted");

        lift("lifted");

        stage.awaitGone("lifted", "novel");
    }

    private static List<AuditLog.Request> denied(String namespace) {
        return new AuditLog(stage.servers)
                .ofOperator().stream()
                        .filter(AuditLog.Request::write)
                        .filter(request -> request.namespace().equals(namespace) && request.code() == 422)
                        .toList();
    }

    @Test
    void shouldWriteItOnce() {
        hang("once");
        Optional<String> version = version("once");
        int tries = denied("once").size();

        stage.eventually(() -> denied("once").size() >= tries + 2, () -> "not tried again");

        assertThat(version("once")).isEqualTo(version);
    }

    private static Optional<String> version(String namespace) {
        return stage.get(namespace, "novel")
                .map(resource -> resource.getMetadata().getResourceVersion());
    }

    @Test
    void shouldSayThatAPartitionIsNotCreatedBecauseItCannotBeProtected() {
        policed("unheld", LEAVE_IT_OFF);

        apply("unheld");

        stage.awaitReason("unheld", "novel", "WriteRefused");
        assertThat(stage.client.partitions("unheld")).doesNotContainKey("novel");
    }

    @Test
    void shouldCreateItWhenNothingDeniesThatAnyMore() {
        policed("created", LEAVE_IT_OFF);
        apply("created");
        stage.awaitReason("created", "novel", "WriteRefused");

        lift("created");

        stage.awaitReason("created", "novel", "Present");
    }
}
