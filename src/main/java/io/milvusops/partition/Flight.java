package io.milvusops.partition;

/** What of this resource is under way towards Milvus. */
public enum Flight {
    /**
     * Nothing, and nothing was sent since the last record: an intent that is still there was not carried out, and what
     * appears under the name is a stranger; a partition that is gone was dropped by somebody else.
     */
    NONE,
    /** The write-ahead record was just written and may be followed by its call; nothing was sent. */
    ARMED,
    /** A request is in the lane, and its call was not sent: it waits for its turn, or for what is asked before it. */
    QUEUED,
    /** A call was sent, and may still take effect. */
    UNSETTLED,
    /** Its deadline and a margin have passed, but the server has not been asked again yet. */
    OVERDUE,
    /** The call has ended, and lists since then show what it did: an intended creation, or the end of a drop. */
    LANDED,
    /**
     * As landed, for a drop that an earlier process recorded: what it was answered, and whether it was sent at all, that
     * process knew alone.
     */
    INHERITED;

    /** Whether a lane has it, or a call may take effect at any moment: nothing else is begun. */
    boolean aloft() {
        return this == QUEUED || this == UNSETTLED;
    }

    /** Whether a call may have been sent, or may be yet, whose effect is not on record. */
    boolean open() {
        return aloft() || this == OVERDUE;
    }

    /** Whether an open intent may have been carried out. */
    boolean entitles() {
        return this == UNSETTLED || this == OVERDUE || ended();
    }

    /** Whether a call may have been sent that can no longer take effect. */
    boolean ended() {
        return this == LANDED || this == INHERITED;
    }
}
