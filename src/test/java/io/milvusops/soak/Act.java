package io.milvusops.soak;

/**
 * One thing that somebody does.
 *
 * @param place which namespace and which server
 * @param slot which of the namespace's resources
 * @param target which partition, where the act does not go by the resource
 * @param choice for whatever else the act has to choose
 * @param at when, in milliseconds since the first one
 */
record Act(Kind kind, int place, int slot, Target target, int choice, long at) {

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
        APPLY(Party.USER, 125),
        APPLY_PLAINLY(Party.USER, 0),
        ENSURE_ABSENT(Party.USER, 22),
        ENSURE_PRESENT(Party.USER, 10),
        DELETE(Party.USER, 55),
        RECREATE(Party.USER, 10),
        RENAME(Party.USER, 7),
        FLIP_DELETION_POLICY(Party.USER, 10),
        FLIP_ADOPTION_POLICY(Party.USER, 5),
        PAUSE(Party.USER, 7),
        RESUME(Party.USER, 20),
        CONFIRM(Party.USER, 12),
        ABANDON(Party.USER, 5),
        ACCEPT_REPLACEMENT(Party.USER, 10),
        GUARD(Party.USER, 12),
        UNGUARD(Party.USER, 15),
        MEASURE(Party.USER, 5),
        PAUSE_CONNECTION(Party.USER, 2),
        RESUME_CONNECTION(Party.USER, 12),
        NARROW_TARGETS(Party.USER, 2),
        WIDEN_TARGETS(Party.USER, 12),
        CHANGE_DEFAULTS(Party.USER, 2),
        BUDGET_CONNECTION(Party.USER, 3),
        UNBUDGET_CONNECTION(Party.USER, 3),
        MOVE_CONNECTION(Party.USER, 2),
        MOVE_CONNECTION_BACK(Party.USER, 0),
        EDIT_CONNECTION(Party.USER, 5),
        RECREATE_CONNECTION(Party.USER, 1),

        CREATE_PARTITION(Party.CLIENT, 17),
        DROP_PARTITION(Party.CLIENT, 10),
        REPLACE_PARTITION(Party.CLIENT, 12),
        LOAD_PARTITION(Party.CLIENT, 10),
        RELEASE_PARTITION(Party.CLIENT, 10),
        SET_ROWS(Party.CLIENT, 10),
        MOVE_ALIAS(Party.CLIENT, 5),
        RENAME_COLLECTION(Party.CLIENT, 5),
        DROP_COLLECTION(Party.CLIENT, 1),
        CREATE_COLLECTION(Party.CLIENT, 10),

        MILVUS_CALL(Party.FAULT, 60),
        MILVUS_SLOW(Party.FAULT, 5),
        MILVUS_FREEZE(Party.FAULT, 1),
        MILVUS_DENIED(Party.FAULT, 4),
        MILVUS_OUTAGE(Party.FAULT, 1),
        MILVUS_OTHER_IDS(Party.FAULT, 2),
        API_REFUSAL(Party.FAULT, 15),
        API_REPLY_LOST(Party.FAULT, 10),
        API_REQUEST_LOST(Party.FAULT, 5),
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
