package io.milvusops.it;

import io.milvus.grpc.ShowPartitionsResponse;
import io.milvusops.fake.Fault;

/** Answers to the question for the partitions that prove nothing about any of them. */
enum NoAnswer {
    PERMISSION_DENIED("PermissionDenied", Fault.permissionDenied()),
    LOGIN_REFUSED("Unauthenticated", Fault.unauthenticated()),
    TIMED_OUT("ServerUnreachable", Fault.hang()),
    BROKEN("ServerUnreachable", Fault.unavailable()),
    RATE_LIMITED("ServerBusy", Fault.rateLimited()),
    EMPTY(
            "IncompleteAnswer",
            Fault.list(list -> ShowPartitionsResponse.newBuilder()
                    .setStatus(list.getStatus())
                    .build())),
    /** Right but for the default partition, which every collection has. */
    WITHOUT_DEFAULT("IncompleteAnswer", Fault.list(list -> first(list, "other", 1))),
    /** One name, and the ids of all. */
    UNEVEN("IncompleteAnswer", Fault.list(list -> first(list, "_default", list.getPartitionIDsCount())));

    final String reason;
    final Fault fault;

    NoAnswer(String reason, Fault fault) {
        this.reason = reason;
        this.fault = fault;
    }

    /** A list of one name, which goes with the first partition's data, and so many ids. */
    private static ShowPartitionsResponse first(ShowPartitionsResponse list, String name, int ids) {
        return ShowPartitionsResponse.newBuilder()
                .setStatus(list.getStatus())
                .addPartitionNames(name)
                .addAllPartitionIDs(list.getPartitionIDsList().subList(0, ids))
                .addCreatedTimestamps(list.getCreatedTimestamps(0))
                .build();
    }
}
