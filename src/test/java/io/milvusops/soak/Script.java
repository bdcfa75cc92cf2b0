package io.milvusops.soak;

import io.milvusops.soak.Act.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The acts that a seed makes, in the order of their time: the same seed, the same acts. What belongs together goes on
 * beside everything else: orders are often followed by a change of mind about the same resource, and what holds
 * everything up is taken back some time later, since little would happen in the end otherwise.
 */
final class Script {

    static final int PLACES = 5;
    static final int SLOTS = 6;

    /** Resources that nobody disturbs but those who play a {@link Duel}. */
    static final int DUELLISTS = 10;

    private static final int PARTITIONS = 5;

    /** Between two acts that nothing led to. */
    private static final int GAP = 180;

    private static final List<Kind> CHANGES_OF_MIND = List.of(
            Kind.ABANDON,
            Kind.FLIP_DELETION_POLICY,
            Kind.PAUSE,
            Kind.ENSURE_PRESENT,
            Kind.GUARD,
            Kind.RENAME,
            Kind.RECREATE,
            Kind.REPLACE_PARTITION,
            Kind.LOAD_PARTITION);

    private static final Map<Kind, Kind> REMEDIES = Map.ofEntries(
            Map.entry(Kind.PAUSE, Kind.RESUME),
            Map.entry(Kind.GUARD, Kind.UNGUARD),
            Map.entry(Kind.PAUSE_CONNECTION, Kind.RESUME_CONNECTION),
            Map.entry(Kind.NARROW_TARGETS, Kind.WIDEN_TARGETS),
            Map.entry(Kind.BUDGET_CONNECTION, Kind.UNBUDGET_CONNECTION),
            Map.entry(Kind.MOVE_CONNECTION, Kind.MOVE_CONNECTION_BACK),
            Map.entry(Kind.RENAME_COLLECTION, Kind.RENAME_COLLECTION),
            Map.entry(Kind.DELETE, Kind.APPLY),
            Map.entry(Kind.DROP_COLLECTION, Kind.CREATE_COLLECTION),
            Map.entry(Kind.CHANGE_DEFAULTS, Kind.CHANGE_DEFAULTS),
            Map.entry(Kind.RECREATE_CONNECTION, Kind.RESUME_CONNECTION));

    private final Random random;
    private final List<Kind> kinds;
    private final PriorityQueue<Planned> agenda = new PriorityQueue<>(
            Comparator.<Planned>comparingLong(planned -> planned.act().at()).thenComparingInt(Planned::number));
    private final Duel duel;
    private long drawn;
    private int planned;

    /** An act; of those of one moment the earlier planned comes first. */
    private record Planned(int number, Act act) {}

    Script(long seed) {
        random = new Random(seed);
        duel = new Duel(random);
        for (int slot = 0; slot < PLACES * SLOTS; slot++) {
            plan(apply(slot));
        }
        kinds = Stream.of(Kind.values())
                .flatMap(kind -> Stream.generate(() -> kind).limit(kind.weight()))
                .toList();
    }

    Act next() {
        while (agenda.isEmpty() || agenda.element().act().at() > drawn) {
            draw();
        }
        return agenda.remove().act();
    }

    private void plan(Act act) {
        agenda.add(new Planned(planned++, act));
    }

    /** What is drawn takes place at that moment or later: what comes before it is complete. */
    private void draw() {
        drawn += 1 + random.nextInt(GAP);
        duel.from(drawn).forEach(this::plan);
        Act act = act(kinds.get(random.nextInt(kinds.size())));
        boolean orders = act.kind() == Kind.DELETE || act.kind() == Kind.ENSURE_ABSENT;
        if (orders && random.nextInt(10) < 3) {
            plan(about(act, random.nextBoolean() ? Kind.MILVUS_CALL : Kind.MILVUS_SLOW, 0));
        }
        plan(act);
        if (orders && random.nextInt(10) < 6) {
            Kind change = CHANGES_OF_MIND.get(random.nextInt(CHANGES_OF_MIND.size()));
            plan(about(act, change, random.nextInt(1_500)));
        }
        if (act.kind() == Kind.RECREATE_CONNECTION) {
            // It cannot go before those who need it.
            for (int slot = 0; slot < SLOTS + DUELLISTS; slot++) {
                plan(new Act(Kind.DELETE, act.place(), slot, act.target(), 0, act.at() + slot));
            }
        }
        Optional.ofNullable(REMEDIES.get(act.kind()))
                .ifPresent(remedy -> plan(about(act, remedy, 1_000 + random.nextInt(5_000))));
    }

    /** At the start there is something everywhere. */
    private Act apply(int number) {
        return new Act(Kind.APPLY, number % PLACES, number / PLACES, target(), random.nextInt(1 << 20), 0);
    }

    private Act.Target target() {
        int collection = random.nextInt(10);
        return new Act.Target(collection < 8 ? collection % 2 : collection - 6, random.nextInt(PARTITIONS));
    }

    private Act act(Kind kind) {
        return new Act(kind, random.nextInt(PLACES), random.nextInt(SLOTS), target(), random.nextInt(1 << 20), drawn);
    }

    private Act about(Act first, Kind kind, int later) {
        return new Act(kind, first.place(), first.slot(), first.target(), random.nextInt(1 << 20), first.at() + later);
    }
}
