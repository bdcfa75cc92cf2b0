package io.milvusops.reconcile;

import java.util.Optional;

/** What came of reading one object of the API server. */
sealed interface Reading<T> {

    /** The object as it was after the read began; empty when there was none. */
    record Told<T>(Optional<T> object) implements Reading<T> {}

    /**
     * The API server did not tell.
     *
     * @param code of its answer, 0 when there was none
     */
    record Untold<T>(int code) implements Reading<T> {}
}
