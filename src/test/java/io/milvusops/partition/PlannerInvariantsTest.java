package io.milvusops.partition;

import static io.milvusops.partition.Scene.BOOK;
import static io.milvusops.partition.Scene.COLLECTION;
import static io.milvusops.partition.Scene.ELSEWHERE;
import static io.milvusops.partition.Scene.INTENT;
import static io.milvusops.partition.Scene.OTHER;
import static io.milvusops.partition.Scene.OURS;
import static io.milvusops.partition.Scene.RECORDED;
import static io.milvusops.partition.Scene.REPAIR;
import static io.milvusops.partition.Scene.listed;
import static io.milvusops.partition.Scene.novel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.Order.Stage;
import io.milvusops.partition.Wish.DeletionPolicy;
import io.milvusops.partition.Wish.Ensure;
import io.milvusops.partition.Wish.Lifecycle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules that hold in every situation there is: all combinations of the values below are decided, some millions, so
 * that no combination of states that nobody thought of drops or lets go what it must not.
 */
class PlannerInvariantsTest {

    /** When a rule speaks, and what must hold then. */
    private record Rule(String name, BiPredicate<Situation, Plan> speaks, BiPredicate<Situation, Plan> holds) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Budget EXHAUSTED =
            new Budget.Exhausted("MilvusConnection search/default", 3, 3, "1h", Scene.NOW.plusSeconds(60));
    private static final CollectionAddress RENAMED = new CollectionAddress(Scene.ENDPOINT, "default", "book_2025");
    private static final Access AWAY = new Access.Granted(ELSEWHERE, Access.Change.UNACCEPTED);

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "drop only an armed and recorded order",
                    (scene, plan) -> plan.step() instanceof Step.Drop,
                    (scene, plan) -> scene.flight() == Flight.ARMED
                            && scene.memory().order().equals(Optional.of(order(Stage.ATTEMPTED, Scene.GENERATION)))),
            new Rule(
                    "drop only what the list shows under its own name",
                    (scene, plan) -> plan.step() instanceof Step.Drop,
                    (scene, plan) -> scene.observation() instanceof Observation.Listed seen
                            && !seen.snapshot().byAlias()
                            && seen.snapshot().shows("novel", RECORDED)
                            && plan.step()
                                    .equals(new Step.Drop(
                                            RECORDED, seen.snapshot().address()))),
            new Rule(
                    "drop only where what is recorded will be asked for the proof",
                    (scene, plan) -> plan.step() instanceof Step.Drop,
                    (scene, plan) -> scene.access() instanceof Access.Granted granted
                            && scene.memory().binding().map(Binding::endpoint).equals(Optional.of(granted.endpoint()))),
            new Rule(
                    "drop only with leave",
                    (scene, plan) -> plan.step() instanceof Step.Drop,
                    (scene, plan) -> scene.wish().activity() == Wish.Activity.ACTIVE
                            && scene.access() instanceof Access.Granted
                            && scene.standing() instanceof Standing.Owner),
            new Rule(
                    "drop only by order",
                    (scene, plan) -> plan.step() instanceof Step.Drop,
                    (scene, plan) -> scene.wish().lifecycle() == Lifecycle.LIVE
                            ? scene.wish().ensure() == Ensure.ABSENT
                            : ordersDrop(scene)),
            new Rule(
                    "call no order ready that is not fulfilled",
                    (scene, plan) -> scene.wish().givesUp() && plan.reason().readiness() == Reason.Readiness.TRUE,
                    (scene, plan) -> scene.wish().lifecycle() != Lifecycle.LIVE
                            || plan.memory().order().filter(Order::fulfilled).isPresent()),
            new Rule(
                    "begin no drop beyond the budget",
                    (scene, plan) -> scene.budget().equals(EXHAUSTED),
                    (scene, plan) -> !(plan.step() instanceof Step.Drop)
                            && !(plan.step() instanceof Step.Arm)
                            && !(plan.step() instanceof Step.Reserve)),
            new Rule(
                    "let go only what is being deleted and settled",
                    (scene, plan) -> plan.step() instanceof Step.LetGo,
                    (scene, plan) -> scene.wish().lifecycle() != Lifecycle.LIVE
                            && scene.flight() != Flight.QUEUED
                            && scene.flight() != Flight.UNSETTLED),
            new Rule(
                    "let go of no order that is not fulfilled",
                    (scene, plan) -> plan.step() instanceof Step.LetGo && ordersDrop(scene) && owns(scene.memory()),
                    (scene, plan) -> scene.standing() instanceof Standing.Heir heir
                            && heir.bound().isPresent()),
            new Rule(
                    "let go of no creation that may be there",
                    (scene, plan) -> plan.step() instanceof Step.LetGo
                            && ordersDrop(scene)
                            && scene.memory().openIntent().isPresent()
                            && (scene.flight() == Flight.OVERDUE
                                    || scene.flight() == Flight.LANDED
                                    || scene.flight() == Flight.INHERITED),
                    (scene, plan) -> disproves(scene.home())),
            new Rule(
                    "leave to another one no creation that may be there",
                    (scene, plan) -> plan.reason() == Reason.CLAIMED_BY_OTHER
                            && scene.standing() instanceof Standing.Claimed
                            && scene.memory().openIntent().isPresent()
                            && scene.access().equals(Scene.HERE)
                            && scene.flight().entitles(),
                    (scene, plan) -> disproves(scene.home())),
            new Rule(
                    "call nothing present where its name does not lead",
                    (scene, plan) -> plan.reason() == Reason.PRESENT,
                    (scene, plan) -> scene.observation() instanceof Observation.Listed seen
                            && bound(plan.memory())
                                    .filter(ids -> seen.snapshot().collection().id() == ids.collectionId()
                                            && seen.snapshot().shows(ids.partitionId()))
                                    .isPresent()),
            new Rule(
                    "hold what another one wants and has not recorded under its own finalizer",
                    (scene, plan) -> scene.wish().ensure() == Ensure.ABSENT
                            && scene.memory().current().isPresent()
                            && plan.reason() == Reason.CLAIMED_BY_OTHER,
                    (scene, plan) -> scene.standing() instanceof Standing.Heir heir
                            && heir.bound().equals(Optional.of(RECORDED))),
            new Rule(
                    "create only what is wanted and missing",
                    (scene, plan) -> plan.step() instanceof Step.Create || plan.step() instanceof Step.Intend,
                    (scene, plan) -> scene.wish().lifecycle() == Lifecycle.LIVE
                            && scene.wish().ensure() == Ensure.PRESENT
                            && scene.wish().activity() == Wish.Activity.ACTIVE
                            && !(scene.standing() instanceof Standing.Claimed)
                            && scene.observation() instanceof Observation.Listed seen
                            && seen.snapshot().find("novel").isEmpty()),
            new Rule(
                    "call nothing done without an answer",
                    (scene, plan) -> scene.observation() instanceof Observation.Unknown,
                    (scene, plan) -> plan.memory()
                                    .order()
                                    .filter(Order::fulfilled)
                                    .isEmpty()
                            || scene.memory().order().filter(Order::fulfilled).isPresent()),
            new Rule(
                    "call nothing done at another server",
                    (scene, plan) -> scene.access().equals(AWAY)
                            && scene.memory().binding().isPresent(),
                    (scene, plan) -> plan.memory()
                                    .order()
                                    .filter(Order::fulfilled)
                                    .isEmpty()
                            || scene.memory().order().filter(Order::fulfilled).isPresent()),
            new Rule(
                    "bind anew only by writing it down",
                    (scene, plan) -> !bound(plan.memory()).equals(bound(scene.memory())),
                    (scene, plan) -> plan.step() instanceof Step.Remember),
            new Rule(
                    "rebind a dropping resource only to its own or an accepted partition",
                    (scene, plan) -> scene.memory().current().isPresent()
                            && (scene.wish().ensure() == Ensure.ABSENT
                                    || scene.wish().lifecycle() != Lifecycle.LIVE)
                            && !bound(plan.memory()).equals(bound(scene.memory())),
                    (scene, plan) -> scene.wish().accepted().isPresent()
                            || (scene.memory().openIntent().isPresent()
                                    && scene.flight() != Flight.NONE
                                    && scene.flight() != Flight.ARMED)),
            new Rule(
                    "believe no absence that nobody here made on the word of one list",
                    (scene, plan) -> scene.observation() instanceof Observation.Listed seen
                            && !seen.snapshot().byAlias()
                            && seen.snapshot().find("novel").isEmpty()
                            && !seen.snapshot().denies("novel")
                            && scene.memory().current().isPresent()
                            && (!scene.memory().attempted() || scene.flight() == Flight.INHERITED),
                    (scene, plan) ->
                            plan.memory().order().filter(Order::fulfilled).isEmpty()
                                    && !(plan.step() instanceof Step.Intend)
                                    && plan.reason() != Reason.EXTERNALLY_DROPPED),
            new Rule(
                    "believe no absence of a collection that was said once",
                    (scene, plan) -> scene.observation() instanceof Observation.NoSuchName seen
                            && seen.word() == Observation.Word.GIVEN
                            && scene.memory().order().filter(Order::fulfilled).isEmpty(),
                    (scene, plan) ->
                            plan.memory().order().filter(Order::fulfilled).isEmpty()),
            new Rule(
                    "call a partition created only when a call of ours may have made it",
                    (scene, plan) -> plan.notice().equals(Optional.of(Plan.Notice.CREATED)),
                    (scene, plan) -> scene.flight() != Flight.NONE
                            && scene.flight() != Flight.ARMED
                            && scene.flight() != Flight.QUEUED),
            new Rule(
                    "create only on the word of an intent that was just written",
                    (scene, plan) -> plan.step() instanceof Step.Create,
                    (scene, plan) -> scene.flight() == Flight.ARMED
                            && scene.memory().openIntent().isPresent()),
            new Rule(
                    "write no intent that its creation could not follow",
                    (scene, plan) -> plan.step() instanceof Step.Intend,
                    (scene, plan) -> plan.memory()
                            .openIntent()
                            .filter(open -> plan.step().equals(new Step.Intend(open)))
                            .isPresent()),
            new Rule(
                    "record what a drop did under the order that sent it",
                    (scene, plan) -> plan.notice().equals(Optional.of(Plan.Notice.DROPPED)),
                    (scene, plan) ->
                            plan.memory().order().equals(scene.memory().order().map(order -> order.at(Stage.DROPPED)))),
            new Rule(
                    "forget no drop that may still take effect",
                    (scene, plan) -> scene.memory().attempted()
                            && (scene.flight() == Flight.QUEUED
                                    || scene.flight() == Flight.UNSETTLED
                                    || scene.flight() == Flight.OVERDUE)
                            && bound(plan.memory()).equals(bound(scene.memory())),
                    (scene, plan) -> plan.memory().order().isPresent()),
            new Rule(
                    "forget no drop that was sent before it is seen what it did",
                    (scene, plan) -> scene.memory().attempted()
                            && scene.flight() == Flight.LANDED
                            && scene.memory().openIntent().isEmpty()
                            && !showsRecorded(scene.observation())
                            && !showsRecorded(scene.home()),
                    (scene, plan) -> plan.memory().order().isPresent()),
            new Rule(
                    "call no outcome unknown of what was not sent",
                    (scene, plan) -> scene.flight() == Flight.QUEUED,
                    (scene, plan) -> plan.reason() != Reason.OUTCOME_UNKNOWN),
            new Rule(
                    "leave a recorded collection only with a word on what became of it",
                    (scene, plan) -> scene.observation() instanceof Observation.Listed seen
                            && seen.snapshot().collection().id() != COLLECTION
                            && scene.memory().current().isPresent()
                            && scene.access().equals(Scene.HERE)
                            && (plan.notice().equals(Optional.of(Plan.Notice.LOST))
                                    || plan.notice().equals(Optional.of(Plan.Notice.REBOUND))),
                    (scene, plan) -> plan.fate().isPresent()),
            new Rule(
                    "call data gone only with a proof that its collection is",
                    (scene, plan) -> plan.fate().filter(Fate::lost).isPresent(),
                    (scene, plan) -> scene.home().equals(new Observation.CollectionGone(COLLECTION))),
            new Rule(
                    "call nobody ready who waits to be deleted",
                    (scene, plan) -> scene.wish().lifecycle() != Lifecycle.LIVE,
                    (scene, plan) -> plan.reason().readiness() != Reason.Readiness.TRUE
                            || plan.step() instanceof Step.Remember
                            || plan.step() instanceof Step.LetGo),
            new Rule(
                    "say why it waits",
                    (scene, plan) -> plan.reason().readiness() != Reason.Readiness.TRUE,
                    (scene, plan) -> !plan.message().isBlank()));

    private static final List<List<UnaryOperator<Scene>>> DIMENSIONS = List.of(
            List.of(scene -> scene, scene -> scene.with(Ensure.ABSENT)),
            List.of(
                    scene -> scene,
                    scene -> scene.with(Lifecycle.DELETING),
                    scene -> scene.with(Lifecycle.ABANDONED),
                    scene -> scene.with(Lifecycle.UNHELD)),
            List.of(scene -> scene, Scene::retaining),
            List.of(scene -> scene, Scene::refusing),
            List.of(scene -> scene, scene -> scene.with(EXHAUSTED)),
            List.of(scene -> scene, Scene::paused),
            List.of(scene -> scene, scene -> scene.accepting(OTHER)),
            List.of(scene -> scene, Scene::bound),
            List.of(scene -> scene, scene -> scene.intended(INTENT), scene -> scene.intended(REPAIR)),
            List.of(
                    scene -> scene,
                    scene -> scene.ordered(Stage.ATTEMPTED),
                    scene -> scene.orderedBefore(Stage.ATTEMPTED),
                    scene -> scene.ordered(Stage.DROPPED),
                    scene -> scene.orderedBefore(Stage.NOTHING_TO_DROP)),
            List.of(
                    scene -> scene,
                    scene -> scene.through(AWAY),
                    scene -> scene.through(new Access.Withheld(Reason.CONNECTION_NOT_FOUND, "none"))),
            List.of(
                    scene -> scene,
                    scene -> scene.with(new Standing.Claimed("search/older")),
                    scene -> scene.with(new Standing.Heir("search/new", Optional.empty())),
                    scene -> scene.with(new Standing.Heir("search/new", Optional.of(RECORDED)))),
            List.of(
                    scene -> scene,
                    Scene::denied,
                    scene -> scene.seeing(novel(OURS)),
                    scene -> scene.seeing(novel(OTHER)),
                    scene -> scene.seeing(new Observation.Unknown(Reason.SERVER_UNREACHABLE, "refused")),
                    scene -> scene.seeing(new Observation.NoSuchName(10, Observation.Word.GIVEN)),
                    scene -> scene.seeing(new Observation.NoSuchName(10, Observation.Word.REPEATED)),
                    scene -> scene.seeing(new Observation.CollectionGone(COLLECTION)),
                    scene -> scene.seeing(listed(BOOK, 200, "book", novel(OTHER))),
                    scene -> scene.seeing(listed(BOOK, 200, "book", novel(OTHER)))
                            .knowing(new Observation.CollectionGone(COLLECTION)),
                    scene -> scene.seeing(listed(BOOK, 200, "book", Map.of()))
                            .knowing(listed(RENAMED, COLLECTION, "book_2025", novel(OURS))),
                    scene -> scene.seeing(listed(BOOK, 200, "book", Map.of()))
                            .knowing(listed(RENAMED, COLLECTION, "book_2025", Map.of())),
                    scene -> scene.seeing(new Observation.NoSuchName(10, Observation.Word.REPEATED))
                            .knowing(listed(RENAMED, COLLECTION, "book_2025", novel(OURS))),
                    scene -> scene.seeing(listed(BOOK, COLLECTION, "book_v2", novel(OURS)))),
            List.of(
                    scene -> scene,
                    scene -> scene.with(Flight.ARMED),
                    scene -> scene.with(Flight.QUEUED),
                    scene -> scene.with(Flight.UNSETTLED),
                    scene -> scene.with(Flight.OVERDUE),
                    scene -> scene.with(Flight.LANDED),
                    scene -> scene.with(Flight.INHERITED)),
            List.of(
                    scene -> scene,
                    scene -> scene.with(KindState.UNASKED),
                    scene -> scene.with(KindState.BEING_DELETED)));

    private static final Map<String, Long> SPOKEN = new HashMap<>();
    private static final Map<String, String> BROKEN = new HashMap<>();

    static List<Rule> rules() {
        return RULES;
    }

    @BeforeAll
    static void decideAll() {
        vary(Scene.present(), 0);
    }

    private static void vary(Scene scene, int dimension) {
        if (dimension == DIMENSIONS.size()) {
            Situation situation = scene.situation();
            // Who gives a partition up is told of heirs, and of no other claims.
            if (!(situation.wish().givesUp() && situation.standing() instanceof Standing.Claimed)) {
                check(situation);
            }
            return;
        }
        DIMENSIONS.get(dimension).forEach(value -> vary(value.apply(scene), dimension + 1));
    }

    private static void check(Situation situation) {
        Plan plan = Planner.plan(situation);
        for (Rule rule : RULES) {
            if (rule.speaks.test(situation, plan)) {
                SPOKEN.merge(rule.name(), 1L, Long::sum);
                if (!rule.holds.test(situation, plan)) {
                    BROKEN.putIfAbsent(rule.name(), situation + " -> " + plan);
                }
            }
        }
    }

    private static Order order(Stage stage, long generation) {
        return new Order(Optional.of(RECORDED), stage, generation, Scene.NOW.minusSeconds(60), Optional.empty());
    }

    private static boolean ordersDrop(Situation scene) {
        return scene.wish().lifecycle() == Lifecycle.DELETING
                && scene.wish().deletionPolicy() == DeletionPolicy.DELETE
                && scene.kind() != KindState.BEING_DELETED;
    }

    private static Optional<Incarnation> bound(Memory memory) {
        return memory.binding().map(Binding::incarnation);
    }

    private static boolean showsRecorded(Observation seen) {
        return seen instanceof Observation.Listed listed
                && listed.snapshot().collection().id() == COLLECTION
                && listed.snapshot().shows(OURS);
    }

    /** Whether what is known of the collection of a creation says that nothing came of it: or that nothing was lost. */
    private static boolean disproves(Observation home) {
        return home.equals(new Observation.CollectionGone(COLLECTION))
                || (home instanceof Observation.Listed listed
                        && INTENT.isFor(listed.snapshot())
                        && (listed.snapshot().denies("novel")
                                || listed.snapshot()
                                        .find("novel")
                                        .filter(entry -> entry.id() == OURS)
                                        .isPresent()));
    }

    private static boolean owns(Memory memory) {
        return memory.current().isPresent();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldHoldEverywhere(Rule rule) {
        assertThat(BROKEN).doesNotContainKey(rule.name());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldHaveBeenPutToTheTest(Rule rule) {
        assertThat(SPOKEN).containsKey(rule.name());
    }
}
