package io.milvusops.milvus;

import io.milvusops.partition.ServerException.Effect;

/** Whether a call can change the server. */
enum CallKind {
    READ,
    WRITE;

    /** What the failed call may have done, given what it may have done as a write: a read never does anything. */
    Effect effect(Effect ofWrite) {
        return this == READ ? Effect.NONE : ofWrite;
    }
}
