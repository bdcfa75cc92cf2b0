package io.milvusops.milvus;

import java.time.Duration;
import java.util.Optional;

/**
 * Asked immediately before each call that changes a server; never cached. Another process may do the same work once
 * this one is not entitled any more. Thread-safe.
 */
@FunctionalInterface
public interface Entitlement {

    /** Of a process that shares its work with nobody. */
    Entitlement UNLIMITED = () -> Optional.of(Duration.ofDays(1));

    /** How long the call may last at most; empty when it must not be sent. */
    Optional<Duration> remaining();
}
