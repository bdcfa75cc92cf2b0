package io.milvusops.reconcile;

import io.milvusops.api.MeasuredStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a status tells besides the plan.
 *
 * @param dropped rows counted just before the drop
 * @param measured the newest measurement, empty when there is none since the start
 * @param handled the request for a look that is answered by this
 * @param attempt when a drop is about to be sent on the word of this status; empty when none is
 */
record Particulars(
        OptionalLong dropped, Optional<MeasuredStatus> measured, Optional<String> handled, Optional<Instant> attempt) {}
