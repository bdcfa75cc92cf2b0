package io.milvusops.fake;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The calls that reached the server, oldest first, whatever became of them. Refused logins are not among them. */
public final class CallLog {

    /**
     * One call.
     *
     * @param database the header "dbname"
     * @param authorization the header "authorization"
     * @param timeLeft what the client's deadline left when the call arrived; empty when it had none
     */
    public record Call(
            Rpc rpc,
            Message request,
            Optional<String> database,
            Optional<String> authorization,
            Optional<Duration> timeLeft) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();

    CallLog() {}

    void add(Call call) {
        calls.add(call);
    }

    public List<Call> all() {
        return List.copyOf(calls);
    }

    public int count(Rpc rpc) {
        return (int) calls.stream().filter(call -> call.rpc() == rpc).count();
    }

    /** The newest call of that kind; there must be one. */
    public Call last(Rpc rpc) {
        return calls.stream()
                .filter(call -> call.rpc() == rpc)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    public void clear() {
        calls.clear();
    }
}
