package io.milvusops.faults;

import com.google.protobuf.InvalidProtocolBufferException;
import io.milvus.grpc.Status;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The calls that a server has answered, oldest first, whether or not their client ever heard of it. Thread-safe. */
public final class MilvusLog {

    private static final Set<String> WRITES = Set.of("CreatePartition", "DropPartition", "ReleasePartitions");

    private final List<MilvusCall> answered = new CopyOnWriteArrayList<>();
    private final List<MilvusCall> carriedOut = new CopyOnWriteArrayList<>();

    MilvusLog() {}

    void answered(MilvusCall call, byte[] answer) {
        answered.add(call);
        try {
            if (WRITES.contains(call.method()) && Status.parseFrom(answer).getCode() == 0) {
                carriedOut.add(call);
            }
        } catch (InvalidProtocolBufferException garbled) {
            throw new IllegalArgumentException("the answer to " + call + " cannot be read", garbled);
        }
    }

    /** How many such calls were answered, with success or not. */
    public long answered(String method, String collection) {
        return answered.stream().filter(call -> call.is(method, collection)).count();
    }

    /** The partitions for which such a write was answered with success, in order. */
    public List<String> carriedOut(String method, String collection) {
        return carriedOut.stream()
                .filter(call -> call.is(method, collection))
                .map(MilvusCall::partition)
                .toList();
    }
}
