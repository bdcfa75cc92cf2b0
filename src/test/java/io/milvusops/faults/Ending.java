package io.milvusops.faults;

/** How a call that was stopped ends. */
public enum Ending {
    /** It goes on as if it had only been slow. */
    PASS,
    /** Its connection breaks: what was not passed on never is. */
    CUT
}
