package io.milvusops.lane;

import io.milvusops.partition.Reason;

/** Whether a server answers. */
public sealed interface Probe {

    /** It said its version. */
    record Answered(String version) implements Probe {}

    /** It did not answer, or refused. */
    record Failed(Reason reason, String message) implements Probe {}
}
