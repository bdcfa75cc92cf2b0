package io.milvusops.lane;

import java.util.Optional;

/** Asked immediately before a call that changes the server is sent; never cached. Thread-safe. */
@FunctionalInterface
public interface Permit {

    /** Why the call must not be sent now; empty when it may. */
    Optional<String> refusal();
}
