package io.milvusops.faults;

import io.milvus.shaded.io.grpc.CallOptions;
import io.milvus.shaded.io.grpc.Channel;
import io.milvus.shaded.io.grpc.ClientCall;
import io.milvus.shaded.io.grpc.ClientInterceptor;
import io.milvus.shaded.io.grpc.Context;
import io.milvus.shaded.io.grpc.Contexts;
import io.milvus.shaded.io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.milvus.shaded.io.grpc.Metadata;
import io.milvus.shaded.io.grpc.MethodDescriptor;
import io.milvus.shaded.io.grpc.ServerCall;
import io.milvus.shaded.io.grpc.ServerCallHandler;
import io.milvus.shaded.io.grpc.ServerInterceptor;
import java.util.List;

/** The headers that mean something to Milvus, carried from the call that came in to the one that goes out. */
final class ForwardedHeaders {

    private static final Context.Key<Metadata> RECEIVED = Context.key("received headers");
    private static final CallOptions.Key<Metadata> PASSED_ON =
            CallOptions.Key.createWithDefault("headers to pass on", new Metadata());
    private static final List<Metadata.Key<String>> MEANINGFUL = List.of(key("authorization"), key("dbname"));

    private ForwardedHeaders() {}

    /** The options of a call that carries the headers of the call that is being served. */
    static CallOptions passOn(CallOptions options) {
        return options.withOption(PASSED_ON, RECEIVED.get());
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    static final class OfServer implements ServerInterceptor {

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            return Contexts.interceptCall(Context.current().withValue(RECEIVED, headers), call, headers, next);
        }
    }

    static final class OfClient implements ClientInterceptor {

        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            Metadata received = options.getOption(PASSED_ON);
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<R> listener, Metadata headers) {
                    for (Metadata.Key<String> key : MEANINGFUL) {
                        String value = received.get(key);
                        if (value != null) {
                            headers.put(key, value);
                        }
                    }
                    super.start(listener, headers);
                }
            };
        }
    }
}
