package io.milvusops.soak;

import io.milvusops.soak.Act.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A resource that nobody else disturbs is ordered to drop its partition, and about that time the order is withdrawn, or
 * the partition replaced: that is where drops go wrong. Often the server is slow just then, so that there is time for
 * it between the decision and the drop.
 */
final class Duel {

    /** A partition is made, and known to the operator, so long after it was applied. */
    private static final int CREATION = 1_200;

    /** So long after its order a partition is mostly gone. */
    private static final int DROP = 2_500;

    private static final List<Kind> TURNS = List.of(
            Kind.REPLACE_PARTITION,
            Kind.REPLACE_PARTITION,
            Kind.REPLACE_PARTITION,
            Kind.LOAD_PARTITION,
            Kind.ABANDON,
            Kind.FLIP_DELETION_POLICY,
            Kind.PAUSE,
            Kind.ENSURE_PRESENT,
            Kind.GUARD,
            Kind.RENAME,
            Kind.RECREATE);

    /** Else they would wait for ever, and play no other duel. */
    private static final Map<Kind, Kind> WAYS_OUT =
            Map.of(Kind.REPLACE_PARTITION, Kind.ACCEPT_REPLACEMENT, Kind.PAUSE, Kind.RESUME, Kind.GUARD, Kind.CONFIRM);

    /** By then it is known that there is something to wait for. */
    private static final int LOOK = 1_500;

    private final Random random;
    private final long[][] free = new long[Script.PLACES][Script.DUELLISTS];

    Duel(Random random) {
        this.random = random;
    }

    /** The acts of one that begins then; none when those who were drawn for it are still busy. */
    List<Act> from(long moment) {
        int place = random.nextInt(Script.PLACES);
        int duellist = random.nextInt(Script.DUELLISTS);
        if (free[place][duellist] > moment) {
            return List.of();
        }
        long order = moment + CREATION + random.nextInt(600);
        free[place][duellist] = order + DROP + random.nextInt(1_000);
        Act first = new Act(Kind.APPLY_PLAINLY, place, Script.SLOTS + duellist, new Act.Target(1, 0), 0, moment);
        List<Act> acts = new ArrayList<>(List.of(first));
        boolean slow = random.nextInt(4) == 0;
        if (slow) {
            acts.add(about(first, Kind.MILVUS_SLOW, order - 5));
        }
        acts.add(about(first, random.nextInt(4) == 0 ? Kind.ENSURE_ABSENT : Kind.DELETE, order));
        if (random.nextInt(10) < 6) {
            Kind turn = TURNS.get(random.nextInt(TURNS.size()));
            long then = order + turn(slow);
            acts.add(about(first, turn, then));
            Optional.ofNullable(WAYS_OUT.get(turn))
                    .ifPresent(wayOut -> acts.add(about(first, wayOut, Math.max(order, then) + LOOK)));
        }
        return acts;
    }

    /** Before the order as well: what was decided about the former partition may not be done to this one. */
    private int turn(boolean slow) {
        return slow ? 300 + random.nextInt(700) : random.nextInt(500) - 250;
    }

    private Act about(Act first, Kind kind, long at) {
        return new Act(kind, first.place(), first.slot(), first.target(), random.nextInt(1 << 20), at);
    }
}
