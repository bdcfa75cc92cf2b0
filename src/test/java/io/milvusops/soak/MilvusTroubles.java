package io.milvusops.soak;

import io.milvus.grpc.ShowPartitionsResponse;
import io.milvus.shaded.io.grpc.Context;
import io.milvus.shaded.io.grpc.StatusRuntimeException;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What goes wrong between the operator and a Milvus server, and in the server. A list may lack what is
 * there, but never shows what is not.
 */
final class MilvusTroubles {

    private static final List<Rpc> CALLS = List.of(
            Rpc.SHOW_PARTITIONS,
            Rpc.SHOW_PARTITIONS,
            Rpc.SHOW_PARTITIONS,
            Rpc.DROP_PARTITION,
            Rpc.DROP_PARTITION,
            Rpc.DROP_PARTITION,
            Rpc.CREATE_PARTITION,
            Rpc.CREATE_PARTITION,
            Rpc.GET_PARTITION_STATISTICS,
            Rpc.GET_PARTITION_STATISTICS,
            Rpc.RELEASE_PARTITIONS,
            Rpc.DESCRIBE_COLLECTION,
            Rpc.QUERY,
            Rpc.FLUSH,
            Rpc.GET_FLUSH_STATE,
            Rpc.GET_VERSION);

    /** A server that was told to stop working on a call may go on for so long: less than the operator waits. */
    private static final long AFTER_DEADLINE = 500;

    /** Longer than it takes to ask a second time. */
    private static final long DENIAL = 4_000;

    private static final long SLOW = 1_400;
    private static final long LATEST_CREATE = 6_000;

    private final Later later;

    MilvusTroubles(Later later) {
        this.later = later;
    }

    /** Lets one of the next calls go wrong; returns what was chosen. */
    String call(FakeMilvus milvus, int choice) {
        Rpc rpc = CALLS.get(choice % CALLS.size());
        int shape = choice / CALLS.size() % 12;
        int more = choice / CALLS.size() / 12;
        milvus.next(rpc, fault(rpc, shape, more));
        return rpc + " shape " + shape;
    }

    /** Questions that are asked right before a drop take nearly as long as they may. */
    void slow(FakeMilvus milvus, int choice) {
        milvus.next(Rpc.GET_PARTITION_STATISTICS, slow(SLOW + choice % 400));
        if (choice % 3 == 0) {
            milvus.next(Rpc.SHOW_PARTITIONS, slow(SLOW));
            milvus.next(Rpc.SHOW_PARTITIONS, slow(SLOW + choice % 300));
        }
    }

    private Fault fault(Rpc rpc, int shape, int more) {
        if (rpc == Rpc.SHOW_PARTITIONS && shape >= 5 && shape <= 8) {
            // A list that nobody gets must not look like one that somebody has read.
            return shape % 2 == 0 ? Fault.hang() : Fault.unavailable();
        }
        return switch (shape) {
            case 0, 1, 2 -> slow(200 + more % 1_700);
            case 3 -> Fault.hang();
            case 4 -> Fault.unavailable();
            case 5 -> Fault.appliedThen(Fault.unavailable());
            case 6 -> Fault.appliedThen(Fault.hang());
            case 7 -> late(rpc, Fault.hang(), more);
            case 8 -> late(rpc, Fault.unavailable(), more);
            case 9 -> refusal(more);
            case 10 -> rpc == Rpc.SHOW_PARTITIONS ? Fault.list(answer -> garbled(answer, more)) : refusal(more);
            default -> refusal(more);
        };
    }

    /** Codes of several versions that say nothing about what became of the call. */
    private static Fault refusal(int more) {
        return switch (more % 8) {
            case 0 -> Fault.rateLimited();
            case 1 -> Fault.permissionDenied();
            case 2 -> Fault.unauthenticated();
            case 3 -> Fault.answer(65535, 1, "internal error");
            case 4 -> Fault.answer(0, 1, "something went wrong");
            case 5 -> Fault.answer(5, 1, "service internal error");
            case 6 -> Fault.answer(9, 1, "quota exceeded");
            default -> Fault.answer(1, 1, "service not ready");
        };
    }

    private static ShowPartitionsResponse garbled(ShowPartitionsResponse answer, int more) {
        ShowPartitionsResponse.Builder changed = answer.toBuilder();
        return switch (more % 4) {
            case 0 -> lacking(answer, more / 4);
            case 1 ->
                ShowPartitionsResponse.newBuilder()
                        .setStatus(answer.getStatus())
                        .build();
            case 2 -> changed.clearPartitionIDs().build();
            default -> changed.clearCreatedTimestamps().build();
        };
    }

    /** A list that is whole but for one partition. */
    private static ShowPartitionsResponse lacking(ShowPartitionsResponse answer, int more) {
        int lost = more % Math.max(1, answer.getPartitionNamesCount());
        ShowPartitionsResponse.Builder kept =
                ShowPartitionsResponse.newBuilder().setStatus(answer.getStatus());
        for (int index = 0; index < answer.getPartitionNamesCount(); index++) {
            if (index != lost) {
                kept.addPartitionNames(answer.getPartitionNames(index))
                        .addPartitionIDs(answer.getPartitionIDs(index))
                        .addCreatedTimestamps(answer.getCreatedTimestamps(index));
            }
        }
        return kept.build();
    }

    private Fault slow(long millis) {
        return exchange -> later.after(millis, () -> quietly(exchange::applyAndAnswer));
    }

    /** The answer goes wrong, and the effect comes when the client has given up, or shortly before. */
    private Fault late(Rpc rpc, Fault answer, int more) {
        return exchange -> {
            long left = Optional.ofNullable(Context.current().getDeadline())
                    .map(deadline -> deadline.timeRemaining(TimeUnit.MILLISECONDS))
                    .orElse(0L);
            long longest = rpc == Rpc.CREATE_PARTITION ? LATEST_CREATE : left + AFTER_DEADLINE;
            later.after(more % Math.max(1, longest), () -> quietly(exchange::apply));
            answer.meet(exchange);
        };
    }

    /** A client that hung up meanwhile is told nothing. */
    private static void quietly(Runnable effect) {
        try {
            effect.run();
        } catch (StatusRuntimeException | IllegalStateException gone) {
            return;
        }
    }

    /** The server hangs with all its calls for a while. */
    void freeze(FakeMilvus milvus, int choice) {
        for (Rpc rpc : Rpc.values()) {
            milvus.always(rpc, Fault.hang());
        }
        later.after(500 + choice % 3_000, milvus::heal);
    }

    /** The login may nothing for a while. */
    void deny(FakeMilvus milvus, int choice) {
        for (Rpc rpc : Rpc.values()) {
            milvus.always(rpc, Fault.permissionDenied());
        }
        later.after(DENIAL + choice % 5_000, milvus::heal);
    }

    /** The server is away for a while. */
    void outage(FakeMilvus milvus, int choice) {
        milvus.stop();
        later.after(300 + choice % 3_000, milvus::restart);
    }
}
