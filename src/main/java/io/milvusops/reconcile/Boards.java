package io.milvusops.reconcile;

import io.milvusops.api.ConnectionKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The board of each connection. Thread-safe. */
final class Boards {

    private final Map<ConnectionKey, Board> boards = new ConcurrentHashMap<>();

    Board of(ConnectionKey connection) {
        return boards.computeIfAbsent(connection, first -> new Board());
    }

    /** The way to the server is a new one, or there is none: everything is asked again. */
    void forget(ConnectionKey connection) {
        boards.remove(connection);
    }

    /** No resource names the collection any more. */
    void forget(LaneKey lane) {
        of(lane.connection()).forget(lane.collection());
    }
}
