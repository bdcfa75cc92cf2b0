package io.milvusops.fake;

import io.milvus.shaded.io.grpc.Context;
import io.milvus.shaded.io.grpc.Contexts;
import io.milvus.shaded.io.grpc.Metadata;
import io.milvus.shaded.io.grpc.ServerCall;
import io.milvus.shaded.io.grpc.ServerCallHandler;
import io.milvus.shaded.io.grpc.ServerInterceptor;
import io.milvus.shaded.io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Keeps the headers of a call for the service, and refuses a wrong login in the words of 2.3.5. */
final class Headers implements ServerInterceptor {

    private static final Context.Key<Metadata> OF_CALL = Context.key("headers");
    private static final Metadata.Key<String> AUTHORIZATION = key("authorization");
    private static final Metadata.Key<String> DATABASE = key("dbname");

    private volatile Optional<String> required = Optional.empty();

    void require(String login) {
        required = Optional.of(Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    static Optional<String> database() {
        return Optional.ofNullable(OF_CALL.get().get(DATABASE));
    }

    static Optional<String> authorization() {
        return Optional.ofNullable(OF_CALL.get().get(AUTHORIZATION));
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Optional<String> shown = Optional.ofNullable(headers.get(AUTHORIZATION));
        if (required.isPresent() && !required.equals(shown)) {
            String problem = shown.isEmpty()
                    ? "missing authorization in header"
                    : "auth check failure, please check username and password are correct";
            call.close(Status.UNAUTHENTICATED.withDescription(problem), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return Contexts.interceptCall(Context.current().withValue(OF_CALL, headers), call, headers, next);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
