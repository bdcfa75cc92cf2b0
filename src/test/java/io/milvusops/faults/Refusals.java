package io.milvusops.faults;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The writes that the API server, for all that the operator can see, refuses. Thread-safe. */
final class Refusals {

    private record Refusal(Predicate<PartitionWrite> fits, int code, AtomicInteger left, Stop stop) {}

    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();

    /** Returns what tells that a write was refused. */
    Stop add(Predicate<PartitionWrite> fits, int code, int times) {
        Stop stop = Stop.at(Ending.PASS);
        refusals.add(new Refusal(fits, code, new AtomicInteger(times), stop));
        return stop;
    }

    /** Takes back what was not refused yet. */
    void forget() {
        refusals.clear();
    }

    Optional<HttpMessage> meet(PartitionWrite write) {
        return refusals.stream()
                .filter(refusal -> refusal.fits().test(write))
                .filter(refusal -> refusal.left().getAndDecrement() > 0)
                .findFirst()
                .map(refusal -> {
                    refusal.stop().meet();
                    return answer(refusal.code());
                });
    }

    private static HttpMessage answer(int code) {
        List<String> fields = code == 429
                ? List.of("Content-Type: application/json", "Retry-After: 1")
                : List.of("Content-Type: application/json");
        return HttpMessage.of("HTTP/1.1 " + code + " Refused", fields, """
                {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "code": %d,
                 "message": "refused by the test"}""".formatted(code));
    }
}
