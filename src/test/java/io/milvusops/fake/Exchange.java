package io.milvusops.fake;

import com.google.protobuf.Message;
import io.milvus.grpc.Status;
import io.milvus.shaded.io.grpc.StatusRuntimeException;
import io.milvus.shaded.io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One call between arrival and answer, in the hands of a {@link Fault}. Applying and answering are apart: that is where
 * the interesting failures live.
 */
public final class Exchange<R extends Message> {

    private final StreamObserver<R> client;
    private final Function<Status, R> refusal;
    private final Supplier<R> effect;
    private final Consumer<Runnable> later;

    Exchange(StreamObserver<R> client, Function<Status, R> refusal, Supplier<R> effect, Consumer<Runnable> later) {
        this.client = client;
        this.refusal = refusal;
        this.effect = effect;
        this.later = later;
    }

    /** Does what the call asks for; the honest answer is dropped. */
    public void apply() {
        honestAnswer();
    }

    /** Does what the call asks for when the test says so: see {@link FakeMilvus#applyLateEffects()}. */
    public void applyLater() {
        later.accept(this::honestAnswer);
    }

    /** What a healthy server does. */
    public void applyAndAnswer() {
        send(honestAnswer());
    }

    /** Answers with a changed form of the honest answer. */
    @SuppressWarnings("unchecked") // the change returns what it was given, changed
    public void applyAndAnswer(UnaryOperator<Message> change) {
        send((R) change.apply(honestAnswer()));
    }

    /** Answers with a status of Milvus and does nothing. */
    public void answer(Answer answer) {
        send(refusal.apply(answer.status()));
    }

    /** Ends the call with a gRPC status and does nothing. */
    public void fail(StatusRuntimeException failure) {
        client.onError(failure);
    }

    private R honestAnswer() {
        try {
            return effect.get();
        } catch (RefusedException refused) {
            return refusal.apply(refused.answer().status());
        }
    }

    private void send(R answer) {
        client.onNext(answer);
        client.onCompleted();
    }
}
