package io.milvusops.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Time passes only when a test says so. */
final class ManualClock {

    private final TreeMap<Duration, List<Runnable>> planned = new TreeMap<>();
    private Duration now = Duration.ZERO;

    void later(Duration delay, Runnable work) {
        planned.computeIfAbsent(now.plus(delay), time -> new ArrayList<>()).add(work);
    }

    /** Whether nothing is planned any more. */
    boolean idle() {
        return planned.isEmpty();
    }

    /** What is planned for that time is run at its moment, also what is planned only then. */
    void pass(Duration time) {
        Duration end = now.plus(time);
        while (!planned.isEmpty() && planned.firstKey().compareTo(end) <= 0) {
            Map.Entry<Duration, List<Runnable>> due = planned.pollFirstEntry();
            now = due.getKey();
            due.getValue().forEach(Runnable::run);
        }
        now = end;
    }
}
