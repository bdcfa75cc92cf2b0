package io.milvusops.fake;

import io.milvus.grpc.Status;

/**
 * A status as Milvus writes it: the typed code, the legacy number beside it, and the text.
 *
 * @param legacy raw: numbers that the stub does not know are possible
 */
public record Answer(int code, int legacy, String reason) {

    /** Success. */
    public static final Answer SUCCESS = new Answer(0, 0, "");

    @SuppressWarnings("deprecation") // the legacy number is half of what is imitated
    Status status() {
        return Status.newBuilder()
                .setCode(code)
                .setErrorCodeValue(legacy)
                .setReason(reason)
                .setDetail(reason)
                .build();
    }
}
