package io.milvusops.lane;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What waits for the next turn of a lane, until the lane is closed. Thread-safe. */
final class Inbox {

    private final Map<String, Request.Write> writes = new LinkedHashMap<>();
    private final Set<Long> located = new LinkedHashSet<>();
    private final Set<String> verified = new LinkedHashSet<>();
    private final Map<String, Request.Measure> measured = new LinkedHashMap<>();
    private boolean waiting;
    private boolean looking;
    private boolean closed;

    /**
     * What one turn works on.
     *
     * @param looks whether anybody waits for a list, and not for the end of a write alone
     */
    record Batch(
            List<Request.Write> writes,
            List<Long> located,
            List<String> verified,
            List<Request.Measure> measured,
            boolean looks) {

        /** The one request alone. */
        static Batch of(Request request) {
            Inbox alone = new Inbox();
            alone.put(request);
            return alone.take();
        }

        Stream<Request> requests() {
            Stream<Request> look = looks ? Stream.of(new Request.Look()) : Stream.empty();
            return Stream.of(
                            look,
                            writes.stream(),
                            located.stream().map(Request.Locate::new),
                            verified.stream().map(Request.Verify::new),
                            measured.stream())
                    .flatMap(all -> all);
        }
    }

    /** False when the lane is closed: the request is not taken, and nobody will answer it. */
    synchronized boolean put(Request request) {
        if (closed) {
            return false;
        }
        waiting = true;
        looking |= !(request instanceof Request.Write);
        if (request instanceof Request.Write write) {
            writes.put(write.uid(), write);
        } else if (request instanceof Request.Locate locate) {
            located.add(locate.collectionId());
        } else if (request instanceof Request.Verify verify) {
            verified.add(verify.partition());
        } else if (request instanceof Request.Measure measure) {
            measured.merge(measure.partition(), measure, Request.Measure::and);
        }
        return true;
    }

    synchronized Batch take() {
        Batch batch = new Batch(
                List.copyOf(writes.values()),
                List.copyOf(located),
                List.copyOf(verified),
                List.copyOf(measured.values()),
                looking);
        writes.clear();
        located.clear();
        verified.clear();
        measured.clear();
        looking = false;
        waiting = false;
        return batch;
    }

    /** Puts back, before all that has come meanwhile, what a turn has not begun. False when the lane is closed. */
    synchronized boolean putBack(Batch batch) {
        if (closed) {
            return false;
        }
        Batch newer = take();
        Stream.of(batch, newer).flatMap(Batch::requests).forEach(this::put);
        return true;
    }

    /** Takes nothing more, and gives back what waits. */
    synchronized Batch close() {
        closed = true;
        return take();
    }

    /** Whether something waits for a turn. */
    synchronized boolean waiting() {
        return waiting;
    }

    synchronized boolean closed() {
        return closed;
    }
}
