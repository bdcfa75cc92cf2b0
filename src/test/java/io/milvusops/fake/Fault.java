package io.milvusops.fake;

import io.milvus.grpc.ShowPartitionsResponse;
import io.milvus.shaded.io.grpc.Status;
import java.util.function.UnaryOperator;

/** What happens to one call instead of the honest answer. */
@FunctionalInterface
public interface Fault {

    void meet(Exchange<?> exchange);

    /** No answer ever: the client's deadline ends the call. */
    static Fault hang() {
        return exchange -> {};
    }

    /** Refused with a status of Milvus, without effect. With a success: "done", but nothing was. */
    static Fault answer(Answer answer) {
        return exchange -> exchange.answer(answer);
    }

    static Fault answer(int code, int legacy, String reason) {
        return answer(new Answer(code, legacy, reason));
    }

    /** Ended by gRPC, without effect. */
    static Fault transport(Status status) {
        return exchange -> exchange.fail(status.asRuntimeException());
    }

    static Fault unavailable() {
        return transport(Status.UNAVAILABLE.withDescription("server is going away"));
    }

    static Fault permissionDenied() {
        return transport(Status.PERMISSION_DENIED.withDescription("permission deny to op"));
    }

    static Fault unauthenticated() {
        return transport(Status.UNAUTHENTICATED.withDescription(
                "auth check failure, please check username and password are correct"));
    }

    /** The rate limit of 2.3.5, in its words. */
    static Fault rateLimited() {
        return answer(8, 49, "request is rejected by grpc RateLimiter middleware, please retry later");
    }

    /** Done, and then the answer goes wrong. */
    static Fault appliedThen(Fault fault) {
        return exchange -> {
            exchange.apply();
            fault.meet(exchange);
        };
    }

    /** The answer goes wrong, and the effect comes when {@link FakeMilvus#applyLateEffects()} is called. */
    static Fault appliedLateAfter(Fault fault) {
        return exchange -> {
            exchange.applyLater();
            fault.meet(exchange);
        };
    }

    /** Somebody else changes the world just before the call is carried out: between a list and a drop, for example. */
    static Fault changedBefore(Runnable change) {
        return exchange -> {
            change.run();
            exchange.applyAndAnswer();
        };
    }

    /** Somebody else changes the world when the call is carried out and not yet answered. */
    static Fault changedAfter(Runnable change) {
        return exchange -> exchange.applyAndAnswer(answer -> {
            change.run();
            return answer;
        });
    }

    /** A list with something wrong in it. */
    static Fault list(UnaryOperator<ShowPartitionsResponse> change) {
        return exchange -> exchange.applyAndAnswer(answer -> change.apply((ShowPartitionsResponse) answer));
    }
}
