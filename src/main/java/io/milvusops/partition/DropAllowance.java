package io.milvusops.partition;

import java.time.Duration;

/**
 * How many drops a connection allows.
 *
 * @param limit in one window, at least one
 * @param window how long a window lasts from its first drop on
 */
public record DropAllowance(int limit, Duration window) {}
