package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.milvusops.partition.Reason;
import org.slf4j.Logger;

/** Why a pass failed, as it is told. */
record PassFailure(Reason reason, String message) {

    /** A defect has one text whatever it is: what it says of itself is for the log. */
    static PassFailure of(RuntimeException failure) {
        if (!(failure instanceof RefusedWriteException refused)) {
            return new PassFailure(
                    Reason.INTERNAL_ERROR,
                    "a defect of the operator stops this resource: its log has the details, please report them;"
                            + " it is tried again by itself");
        }
        return refused.lasts()
                ? new PassFailure(
                        Reason.WRITE_REFUSED,
                        refused.getMessage() + "; correct the admission policy, webhook or RBAC rule that refuses it;"
                                + " it is tried again by itself")
                : new PassFailure(Reason.INTERNAL_ERROR, refused.getMessage() + "; it is tried again by itself");
    }

    /** What the API server does is no defect of the operator: only those are errors, with their stack trace. */
    static void log(Logger log, HasMetadata resource, RuntimeException failure) {
        if (failure instanceof KubernetesClientException unanswered) {
            log.atWarn()
                    .addKeyValue("kind", resource.getKind())
                    .addKeyValue("resource", ResourceID.fromResource(resource))
                    .addKeyValue("code", unanswered.getCode())
                    .addKeyValue("answer", unanswered.getMessage())
                    .log("a pass failed at the API server; it is repeated");
        } else {
            log.atError()
                    .setCause(failure)
                    .addKeyValue("kind", resource.getKind())
                    .addKeyValue("resource", ResourceID.fromResource(resource))
                    .log("a pass failed; it is repeated");
        }
    }
}
