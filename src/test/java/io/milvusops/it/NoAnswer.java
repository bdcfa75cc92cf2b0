package io.milvusops.it;

import io.milvus.grpc.ShowPartitionsResponse;
import io.milvusops.fake.Fault;

/** Answers to the question for the partitions that prove nothing about any of them. */
enum NoAnswer {
    PERMISSION_DENIED("PermissionDenied"),
    LOGIN_REFUSED("Unauthenticated"),
    TIMED_OUT("ServerUnreachable"),
    BROKEN("ServerUnreachable"),
    RATE_LIMITED("ServerBusy"),
    EMPTY("IncompleteAnswer"),
    /** Right but for the default partition, which every collection has. */
    WITHOUT_DEFAULT("IncompleteAnswer"),
    /** One name, and the ids of all. */
    UNEVEN("IncompleteAnswer");

    final String reason;

    NoAnswer(String reason) {
        this.reason = reason;
    }

    Fault fault() {
        return switch (this) {
            case PERMISSION_DENIED -> Fault.permissionDenied();
            case LOGIN_REFUSED -> Fault.unauthenticated();
            case TIMED_OUT -> Fault.hang();
            case BROKEN -> Fault.unavailable();
            case RATE_LIMITED -> Fault.rateLimited();
            case EMPTY ->
                Fault.list(list -> ShowPartitionsResponse.newBuilder()
                        .setStatus(list.getStatus())
                        .build());
            case WITHOUT_DEFAULT -> Fault.list(list -> first(list, "other", 1));
            case UNEVEN -> Fault.list(list -> first(list, "_default", list.getPartitionIDsCount()));
        };
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
