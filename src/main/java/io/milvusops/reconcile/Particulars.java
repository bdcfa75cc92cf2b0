package io.milvusops.reconcile;

import io.milvusops.api.MeasuredStatus;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a status tells besides the plan.
 *
 * @param dropped rows counted just before the drop
 * @param measured the newest measurement, empty when there is none since the start
 * @param handled the request for a look that is answered by this
 */
record Particulars(OptionalLong dropped, Optional<MeasuredStatus> measured, Optional<String> handled) {}
