package io.milvusops.soak;

import io.milvusops.fake.WorldEvent.Hand;
import io.milvusops.fake.WorldEvent.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges every drop that took effect, and every release, which only a drop is a reason for: it is right if at one moment within the window before its call arrived a resource
 * had the right to it and no other one wanted the partition. The window is what no operator can close: a withdrawal
 * needs a moment to reach it, and longer while its watches are broken. A partition that somebody put in the place of the
 * right one so late that no list can have told of it is within that window too.
 */
final class WrongDrops {

    /** From a user's write to the operator's last look, and from there to the server, on a busy machine. */
    private static final long WINDOW = 1_500;

    /** A watch that was broken is asked for again within that time. */
    private static final long BLINDNESS = 8_000;

    private static final long STEP = 25;

    /** Threads between a user's write and the server that may each be late. */
    private static final long THREADS = 3;

    /** The watch has told everything about a moment by then. */
    static final long HINDSIGHT = 5_000;

    private final Chronicle chronicle;
    private final Pulse pulse;
    private final Order order;
    private final Claimants claimants;
    private final Budgets budgets;
    private final WindowUse use = new WindowUse();
    private final Set<Event> judged = new HashSet<>();

    WrongDrops(Chronicle chronicle, RowHistory rows, Pulse pulse) {
        this.pulse = pulse;
        this.chronicle = chronicle;
        this.order = new Order(chronicle, rows);
        this.claimants = new Claimants(chronicle);
        this.budgets = new Budgets(chronicle);
    }

    WindowUse use() {
        return use;
    }

    int drops() {
        return (int) judged.stream()
                .filter(event -> event.is(Kind.DROPPED, Hand.CALL))
                .count();
    }

    /** Judges the drops that are old enough. */
    List<Finding> judge(long now) {
        List<Finding> findings = new ArrayList<>();
        for (Event drop : chronicle.byCall(Kind.DROPPED, Kind.RELEASED)) {
            if (drop.at() + HINDSIGHT <= now && judged.add(drop)) {
                wrong(drop).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private Optional<Finding> wrong(Event drop) {
        long id = drop.what().partitionId();
        if (right(drop, id)) {
            return budgets.excess(drop)
                    .map(excess -> new Finding(
                            Finding.Kind.WRONG_DROP, drop.at(), drop.told() + "\n" + excess, concerned(drop)));
        }
        List<Event> births = successions(drop);
        for (Event birth : births) {
            if (birth.what().partitionId() == id && !order.knownReplaced(drop, birth) && anyRight(drop, id)) {
                use.replaced(drop.arrived() - birth.at());
                return Optional.empty();
            }
        }
        return Optional.of(
                new Finding(Finding.Kind.WRONG_DROP, drop.at(), drop.told() + "\n" + why(drop, id), concerned(drop)));
    }

    /** Whether any other partition that had this name about that time could have been dropped rightly. */
    private boolean anyRight(Event drop, long except) {
        return chronicle.events().stream()
                .filter(event -> event.endpoint().equals(drop.endpoint()))
                .map(event -> event.what().partitionId())
                .filter(id -> id != except)
                .distinct()
                .anyMatch(id -> sameName(drop, id) && right(drop, id));
    }

    private boolean sameName(Event drop, long id) {
        return chronicle
                .birth(drop.endpoint(), id)
                .filter(birth -> birth.what().partition().equals(drop.what().partition()))
                .filter(birth -> sameCollection(drop, birth))
                .isPresent();
    }

    private boolean sameCollection(Event drop, Event birth) {
        return birth.what().collection().equals(drop.what().collection())
                || chronicle.renamedBetween(drop.endpoint(), birth.at(), drop.at());
    }

    private List<Event> successions(Event drop) {
        return chronicle
                .birth(drop.endpoint(), drop.what().partitionId())
                .filter(birth -> birth.what().hand() == Hand.CLIENT)
                .stream()
                .toList();
    }

    private boolean right(Event drop, long id) {
        long from = chronicle
                        .firstBlinding(drop.arrived() - BLINDNESS, drop.arrived())
                        .orElse(drop.arrived())
                - WINDOW
                - THREADS * pulse.worst(drop.arrived() - WINDOW, drop.arrived());
        for (long moment = drop.arrived(); moment >= from; moment -= STEP) {
            if (rightAt(drop, id, moment)) {
                use.withdrawn(drop.arrived() - moment);
                return true;
            }
        }
        return false;
    }

    private boolean rightAt(Event drop, long id, long moment) {
        return claimants.of(drop, id, moment).isEmpty()
                && chronicle.resources().stream()
                        .anyMatch(
                                life -> order.objection(life, drop, id, moment).isEmpty());
    }

    private String why(Event drop, long id) {
        String claimed = claimants
                .of(drop, id, drop.arrived())
                .map(version -> version.key() + " wanted it present\n")
                .orElse("");
        return claimed
                + candidates(drop).stream()
                        .map(life -> life.newest().version().key() + " ("
                                + life.newest().version().uid() + ") "
                                + order.objection(life, drop, id, drop.arrived())
                                        .orElse("had the right"))
                        .collect(Collectors.joining("\n"));
    }

    private List<Life<Version>> candidates(Event drop) {
        return chronicle.resources().stream()
                .filter(life ->
                        life.newest().version().partition().equals(drop.what().partition()))
                .filter(life -> life.ended() > drop.arrived() - 60_000)
                .toList();
    }

    private Finding.Concern concerned(Event drop) {
        return new Finding.Concern(
                candidates(drop).stream()
                        .map(life -> life.newest().version().uid())
                        .toList(),
                drop.endpoint(),
                drop.what().partition());
    }
}
