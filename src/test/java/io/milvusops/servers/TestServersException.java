package io.milvusops.servers;

/** A server could not be started or did not obey; the message ends with what its log says. */
public final class TestServersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TestServersException(String message) {
        super(message);
    }

    TestServersException(String message, Throwable cause) {
        super(message, cause);
    }
}
