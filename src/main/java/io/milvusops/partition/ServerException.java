package io.milvusops.partition;

/**
 * A call to the server that did not succeed. The message is safe to show: short, one line, without credentials.
 */
public final class ServerException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What a failed call may have done to the server. */
    public enum Effect {
        /** The server refused it, or it was never sent. */
        NONE,
        /** It may have been carried out, or still be: nothing is known until the server is asked again. */
        UNKNOWN
    }

    private final Reason reason;
    private final Effect effect;

    public ServerException(Reason reason, Effect effect, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.effect = effect;
    }

    public ServerException(Reason reason, Effect effect, String message) {
        super(message);
        this.reason = reason;
        this.effect = effect;
    }

    public Reason reason() {
        return reason;
    }

    public Effect effect() {
        return effect;
    }
}
