package io.milvusops.fake;

/** The world says no; carries what the client is told. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    RefusedException(Answer answer) {
        super(answer.reason());
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
