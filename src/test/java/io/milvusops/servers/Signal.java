package io.milvusops.servers;

/** The signals that tests send to servers. */
public enum Signal {
    KILL,
    STOP,
    CONT,
    TERM
}
