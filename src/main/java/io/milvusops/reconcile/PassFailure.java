package io.milvusops.reconcile;

import io.milvusops.partition.Reason;

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
}
