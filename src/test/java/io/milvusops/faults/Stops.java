package io.milvusops.faults;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The points at which a proxy stops. Each is for one call: the first one that fits. Thread-safe. */
final class Stops<C> {

    private record Point<C>(Moment moment, Predicate<C> fits, Stop stop) {}

    private final List<Point<C>> waiting = new CopyOnWriteArrayList<>();
    private final List<Stop> all = new CopyOnWriteArrayList<>();

    Stop add(Moment moment, Predicate<C> fits, Stop stop) {
        all.add(stop);
        waiting.add(new Point<>(moment, fits, stop));
        return stop;
    }

    /** Waits where the test wants the call to wait. */
    Ending meet(Moment moment, C call) {
        return take(moment, call).map(Stop::meet).orElse(Ending.PASS);
    }

    private synchronized Optional<Stop> take(Moment moment, C call) {
        for (Point<C> point : waiting) {
            if (point.moment() == moment && point.fits().test(call)) {
                waiting.remove(point);
                return Optional.of(point.stop());
            }
        }
        return Optional.empty();
    }

    /** Takes back the points that no call has reached; the calls that wait go on waiting. */
    void forget() {
        waiting.clear();
    }

    /** Takes back the points that no call has reached, and cuts the calls that wait. */
    void cutAll() {
        waiting.clear();
        all.forEach(stop -> stop.end(Ending.CUT));
        all.clear();
    }
}
