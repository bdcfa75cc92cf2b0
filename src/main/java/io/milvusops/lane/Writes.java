package io.milvusops.lane;

import io.milvusops.partition.ServerException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How a failed write is told: refused, or unknown until a later list. */
final class Writes {

    private Writes() {}

    static Outcome failed(ServerException failure, Duration settle, LongSupplier nanos) {
        String message = String.valueOf(failure.getMessage());
        if (failure.effect() == ServerException.Effect.NONE) {
            return new Outcome.Refused(failure.reason(), message);
        }
        return new Outcome.Unknown(failure.reason(), message, nanos.getAsLong() + settle.toNanos());
    }
}
