package io.milvusops.it;

/** What goes wrong at the point to which a scenario was brought. */
enum Blow {
    /** The operator is killed, and what it has under way is lost. */
    OPERATOR_KILLED,
    /** The operator is killed, and its call arrives when the next operator is already at work. */
    OUTLIVED,
    /** Milvus is killed. */
    MILVUS_KILLED,
    /** The API server says that somebody else was faster. */
    CONFLICT,
    /** The API server asks to come again later. */
    BUSY,
    /** The API server fails, more than once. */
    BROKEN,
    /** The API server's answer never arrives. */
    ANSWER_LOST,
    /** All watches break. */
    WATCHES_CUT,
    /** All watches break, and what they saw last is no longer known when they begin again. */
    WATCHES_EXPIRED
}
