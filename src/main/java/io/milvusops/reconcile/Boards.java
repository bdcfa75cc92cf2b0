package io.milvusops.reconcile;

import io.milvusops.api.ConnectionKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The board of each connection. Thread-safe. */
final class Boards {

    private final Map<ConnectionKey, Board> boards = new ConcurrentHashMap<>();

    /** Where the lanes of the connection tell what they see. */
    Board of(ConnectionKey connection) {
        return boards.computeIfAbsent(connection, first -> new Board());
    }

    /** What they have told: anybody may name a connection, and nothing is kept of one that nobody asks through. */
    Board told(ConnectionKey connection) {
        return Optional.ofNullable(boards.get(connection)).orElseGet(Board::new);
    }

    /** The way to the server is a new one, or there is none: everything is asked again. */
    void forget(ConnectionKey connection) {
        boards.remove(connection);
    }

    /** No resource names the collection any more. */
    void forget(LaneKey lane) {
        told(lane.connection()).forget(lane.collection());
    }
}
