package io.milvusops.lane;

import java.util.Optional;

/** Asked immediately before a call that changes the server is sent; never cached. Thread-safe. */
@FunctionalInterface
public interface Permit {

    /** Why the call must not be sent now; empty when it may. */
    Optional<String> refusal();

    /** The same, right before something is written on its word; what is only asked is asked without. */
    default Optional<String> writing() {
        return refusal();
    }

    /** The same when its turn has come: from now on only the calls before the one it is for take their time. */
    default Optional<String> begin() {
        return refusal();
    }

    /** Told that the call is sent now: until here it had no effect. */
    default void sending() {}
}
