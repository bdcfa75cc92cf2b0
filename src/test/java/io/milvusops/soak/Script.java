package io.milvusops.soak;

import io.milvusops.soak.Act.Kind;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The sequence of acts that a seed makes: the same seed, the same acts. Orders are often followed by a change of mind
 * about the same resource, and preceded by a slow server: that is where drops go wrong.
 */
final class Script {

    static final int PLACES = 3;
    static final int SLOTS = 5;
    static final int DUELLISTS = 3;

    private static final int LONGEST_PAUSE = 120;
    private static final int PARTITIONS = 5;

    private static final List<Kind> CHANGES_OF_MIND = List.of(
            Kind.ABANDON,
            Kind.FLIP_DELETION_POLICY,
            Kind.PAUSE,
            Kind.ENSURE_PRESENT,
            Kind.GUARD,
            Kind.RENAME,
            Kind.RECREATE,
            Kind.REPLACE_PARTITION,
            Kind.REPLACE_PARTITION,
            Kind.NARROW_TARGETS,
            Kind.LOAD_PARTITION);

    /** What holds everything up is taken back some time later: else little would happen in the end. */
    private static final Map<Kind, Kind> REMEDIES = Map.of(
            Kind.PAUSE, Kind.RESUME,
            Kind.GUARD, Kind.UNGUARD,
            Kind.PAUSE_CONNECTION, Kind.RESUME_CONNECTION,
            Kind.NARROW_TARGETS, Kind.WIDEN_TARGETS,
            Kind.RENAME_COLLECTION, Kind.RENAME_COLLECTION,
            Kind.DELETE, Kind.APPLY,
            Kind.CHANGE_DEFAULTS, Kind.CHANGE_DEFAULTS,
            Kind.RECREATE_CONNECTION, Kind.RESUME_CONNECTION);

    private final Random random;
    private final List<Kind> kinds;
    private final Deque<Act> next = new ArrayDeque<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingInt(Due::number));
    private int made;

    /** An act that comes after so many others. */
    private record Due(int number, Act act) {}

    Script(long seed) {
        random = new Random(seed);
        for (int slot = 0; slot < PLACES * SLOTS; slot++) {
            next.add(apply(slot));
        }
        kinds = Stream.of(Kind.values())
                .flatMap(kind -> Stream.generate(() -> kind).limit(kind.weight()))
                .toList();
    }

    Act next() {
        made++;
        if (!due.isEmpty() && due.element().number() <= made) {
            return due.remove().act();
        }
        if (next.isEmpty()) {
            plan();
        }
        Act act = next.remove();
        Optional.ofNullable(REMEDIES.get(act.kind())).ifPresent(remedy -> {
            due.add(new Due(made + 5 + random.nextInt(35), about(act, remedy, LONGEST_PAUSE)));
        });
        return act;
    }

    /**
     * A resource that nobody else disturbs is ordered to drop its partition while the server is slow, and the order is
     * withdrawn, or its partition replaced, before the drop can be sent.
     */
    private void planDuel() {
        Act first = new Act(
                Kind.APPLY_PLAINLY,
                random.nextInt(PLACES),
                SLOTS + random.nextInt(DUELLISTS),
                new Act.Target(1, 0),
                0,
                10);
        next.add(first);
        int later = made + 15 + random.nextInt(10);
        due.add(new Due(later, about(first, Kind.MILVUS_SLOW, 10)));
        due.add(new Due(later + 1, about(first, random.nextInt(4) == 0 ? Kind.ENSURE_ABSENT : Kind.DELETE, 10)));
        Kind change = random.nextInt(3) == 0
                ? Kind.REPLACE_PARTITION
                : CHANGES_OF_MIND.get(random.nextInt(CHANGES_OF_MIND.size()));
        due.add(new Due(later + 2, slowly(about(first, change, 600))));
    }

    private static Act slowly(Act act) {
        return new Act(act.kind(), act.place(), act.slot(), act.target(), act.choice(), act.pauseMillis() + 400);
    }

    private void plan() {
        if (random.nextInt(8) == 0) {
            planDuel();
            return;
        }
        Act act = act(kinds.get(random.nextInt(kinds.size())), LONGEST_PAUSE);
        boolean orders = act.kind() == Kind.DELETE || act.kind() == Kind.ENSURE_ABSENT;
        if (orders && random.nextInt(10) < 6) {
            next.add(about(act, random.nextInt(3) == 0 ? Kind.MILVUS_CALL : Kind.MILVUS_SLOW, 10));
        }
        next.add(act);
        if (orders && random.nextInt(10) < 6) {
            Kind change = CHANGES_OF_MIND.get(random.nextInt(CHANGES_OF_MIND.size()));
            next.add(about(act, change, 1_500));
        }
        if (act.kind() == Kind.DROP_COLLECTION) {
            next.add(about(act, Kind.CREATE_COLLECTION, 3_000));
        }
        if (act.kind() == Kind.RECREATE_CONNECTION) {
            // It cannot go before those who need it.
            for (int slot = 0; slot < SLOTS; slot++) {
                next.add(new Act(Kind.DELETE, act.place(), slot, act.target(), 0, 10));
            }
        }
    }

    /** At the start there is something everywhere. */
    private Act apply(int number) {
        return new Act(
                Kind.APPLY, number % PLACES, number / PLACES, target(), random.nextInt(1 << 20), random.nextInt(50));
    }

    private Act.Target target() {
        int collection = random.nextInt(10);
        return new Act.Target(collection < 8 ? collection % 2 : collection - 6, random.nextInt(PARTITIONS));
    }

    private Act act(Kind kind, int longestPause) {
        return new Act(
                kind,
                random.nextInt(PLACES),
                random.nextInt(SLOTS),
                target(),
                random.nextInt(1 << 20),
                random.nextInt(longestPause) + 20);
    }

    private Act about(Act first, Kind kind, int longestPause) {
        return new Act(
                kind,
                first.place(),
                first.slot(),
                first.target(),
                random.nextInt(1 << 20),
                random.nextInt(longestPause) + 1);
    }
}
