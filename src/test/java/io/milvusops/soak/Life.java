package io.milvusops.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * All versions of one object. When a version began is known only roughly: it is a span, and so versions overlap by the
 * time in which nobody can tell which of the two held. Written under the lock of its chronicle, read without it.
 */
final class Life<V> {

    /** A version, when it can have begun at the earliest, and when it was seen by anybody. */
    record Seen<V>(V version, long earliest, long known) {}

    private final ToLongFunction<V> order;
    private volatile List<Seen<V>> versions = List.of();
    private volatile long ended = Long.MAX_VALUE;

    Life(ToLongFunction<V> order) {
        this.order = order;
    }

    void saw(V version, long earliest, long known) {
        Optional<Seen<V>> before = versions.stream()
                .filter(seen -> order.applyAsLong(seen.version()) == order.applyAsLong(version))
                .findFirst();
        long first = Math.min(known, before.map(Seen::known).orElse(known));
        // A write that changes nothing is answered with a version that was known long before it.
        long begun = before.map(Seen::earliest)
                .map(former -> earliest <= first ? Math.max(earliest, former) : former)
                .orElse(earliest);
        versions = Stream.concat(
                        versions.stream()
                                .filter(seen -> order.applyAsLong(seen.version()) != order.applyAsLong(version)),
                        Stream.of(new Seen<>(version, begun, first)))
                .sorted(Comparator.comparingLong(seen -> order.applyAsLong(seen.version())))
                .toList();
    }

    void end(long moment) {
        ended = Math.min(ended, moment);
    }

    boolean over() {
        return ended != Long.MAX_VALUE;
    }

    long ended() {
        return ended;
    }

    long began() {
        return versions.get(0).earliest();
    }

    Seen<V> newest() {
        List<Seen<V>> now = versions;
        return now.get(now.size() - 1);
    }

    List<Seen<V>> all() {
        return versions;
    }

    /** The versions that can have held at any moment from one to the other, oldest first. */
    List<V> during(long from, long to) {
        List<V> held = new ArrayList<>();
        List<Seen<V>> now = versions;
        for (int index = 0; index < now.size(); index++) {
            long end = index + 1 < now.size() ? now.get(index + 1).known() : ended;
            if (now.get(index).earliest() <= to && end >= from) {
                held.add(now.get(index).version());
            }
        }
        return held;
    }
}
