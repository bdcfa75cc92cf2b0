package io.milvusops.soak;

import java.util.List;

/**
 * Something that must not be.
 *
 * @param at when
 * @param text what, in one or a few lines
 * @param concern whose story explains it
 */
record Finding(Kind kind, long at, String text, Concern concern) {

    /** The counts that must be zero. */
    enum Kind {
        WRONG_DROP,
        LOST_DROP,
        SILENT_WAIT
    }

    /** The resources, by uid, and the partition; an empty endpoint means all servers. */
    record Concern(List<String> uids, String endpoint, String partition) {}
}
