package io.milvusops.soak;

/**
 * One thing that somebody does.
 *
 * @param place which namespace and which server
 * @param slot which of the namespace's resources
 * @param target which partition, where the act does not go by the resource
 * @param choice for whatever else the act has to choose
 * @param pauseMillis before the act
 */
record Act(Kind kind, int place, int slot, Target target, int choice, int pauseMillis) {

    /** A collection and a partition, by their numbers. */
    record Target(int collection, int partition) {}

    /** Who acts. */
    enum Party {
        USER,
        CLIENT,
        FAULT
    }

    /** What is done. */
    enum Kind {
        APPLY(Party.USER, 50),
        APPLY_PLAINLY(Party.USER, 0),
        ENSURE_ABSENT(Party.USER, 9),
        ENSURE_PRESENT(Party.USER, 4),
        DELETE(Party.USER, 22),
        RECREATE(Party.USER, 4),
        RENAME(Party.USER, 3),
        FLIP_DELETION_POLICY(Party.USER, 4),
        FLIP_ADOPTION_POLICY(Party.USER, 2),
        PAUSE(Party.USER, 3),
        RESUME(Party.USER, 8),
        CONFIRM(Party.USER, 5),
        ABANDON(Party.USER, 2),
        ACCEPT_REPLACEMENT(Party.USER, 4),
        GUARD(Party.USER, 5),
        UNGUARD(Party.USER, 6),
        MEASURE(Party.USER, 2),
        PAUSE_CONNECTION(Party.USER, 1),
        RESUME_CONNECTION(Party.USER, 5),
        NARROW_TARGETS(Party.USER, 1),
        WIDEN_TARGETS(Party.USER, 5),
        CHANGE_DEFAULTS(Party.USER, 1),
        EDIT_CONNECTION(Party.USER, 2),
        RECREATE_CONNECTION(Party.USER, 1),

        CREATE_PARTITION(Party.CLIENT, 7),
        DROP_PARTITION(Party.CLIENT, 4),
        REPLACE_PARTITION(Party.CLIENT, 5),
        LOAD_PARTITION(Party.CLIENT, 4),
        RELEASE_PARTITION(Party.CLIENT, 4),
        SET_ROWS(Party.CLIENT, 4),
        MOVE_ALIAS(Party.CLIENT, 2),
        RENAME_COLLECTION(Party.CLIENT, 2),
        DROP_COLLECTION(Party.CLIENT, 1),
        CREATE_COLLECTION(Party.CLIENT, 4),

        MILVUS_CALL(Party.FAULT, 24),
        MILVUS_SLOW(Party.FAULT, 2),
        MILVUS_FREEZE(Party.FAULT, 1),
        MILVUS_OUTAGE(Party.FAULT, 1),
        MILVUS_OTHER_IDS(Party.FAULT, 1),
        API_REFUSAL(Party.FAULT, 6),
        API_REPLY_LOST(Party.FAULT, 4),
        API_REQUEST_LOST(Party.FAULT, 2),
        WATCHES_CUT(Party.FAULT, 1),
        WATCHES_EXPIRED(Party.FAULT, 1),
        OPERATOR_KILLED(Party.FAULT, 1);

        private final Party party;
        private final int weight;

        Kind(Party party, int weight) {
            this.party = party;
            this.weight = weight;
        }

        Party party() {
            return party;
        }

        int weight() {
            return weight;
        }
    }
}
