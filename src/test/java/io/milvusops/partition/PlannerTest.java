package io.milvusops.partition;

import static io.milvusops.partition.Scene.ADOPTED;
import static io.milvusops.partition.Scene.BOOK;
import static io.milvusops.partition.Scene.COLLECTION;
import static io.milvusops.partition.Scene.EARLIER_REPAIR;
import static io.milvusops.partition.Scene.ELSEWHERE;
import static io.milvusops.partition.Scene.GENERATION;
import static io.milvusops.partition.Scene.INTENT;
import static io.milvusops.partition.Scene.OTHER;
import static io.milvusops.partition.Scene.OURS;
import static io.milvusops.partition.Scene.RECORDED;
import static io.milvusops.partition.Scene.REPAIR;
import static io.milvusops.partition.Scene.absent;
import static io.milvusops.partition.Scene.deleting;
import static io.milvusops.partition.Scene.listed;
import static io.milvusops.partition.Scene.novel;
import static io.milvusops.partition.Scene.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.partition.Binding.Origin;
import io.milvusops.partition.Order.Stage;
import io.milvusops.partition.Wish.Lifecycle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decision table, row by row: scene, what is said, what is done. */
class PlannerTest {

    private static final Step REST = new Step.Rest();
    private static final Step LOOK = new Step.Look();
    private static final Step REMEMBER = new Step.Remember();
    private static final Step VERIFY = new Step.Verify(BOOK);
    private static final Step LET_GO = new Step.LetGo();
    private static final Step ARM = new Step.Arm(RECORDED);
    private static final Step DROP = new Step.Drop(RECORDED, BOOK);
    private static final Budget COUNTED = new Budget.Reserved(Scene.NOW);
    private static final Budget EXHAUSTED =
            new Budget.Exhausted("MilvusConnection search/default", 3, 3, "1h", Scene.NOW.plusSeconds(600));
    private static final Step TURN = new Step.Await(Optional.of(Scene.NOW.plusSeconds(600)));
    private static final Observation UNKNOWN = new Observation.Unknown(Reason.SERVER_UNREACHABLE, "refused");
    private static final Observation SAID_ONCE = new Observation.NoSuchName(10, Observation.Word.GIVEN);
    private static final Observation NO_NAME = new Observation.NoSuchName(10, Observation.Word.REPEATED);
    private static final Access AWAY = new Access.Granted(ELSEWHERE, Access.Change.UNACCEPTED);
    private static final Access ACCEPTED = new Access.Granted(ELSEWHERE, Access.Change.ACCEPTED);
    private static final Access WITHHELD = new Access.Withheld(Reason.CONNECTION_NOT_FOUND, "none");
    private static final Standing CLAIMED = new Standing.Claimed("search/older");
    private static final Standing HEIR = new Standing.Heir("search/new", Optional.empty());
    private static final Standing SETTLED_HEIR = new Standing.Heir("search/new", Optional.of(RECORDED));
    private static final Standing WRONG_HEIR =
            new Standing.Heir("search/new", Optional.of(new Incarnation(COLLECTION, OTHER)));
    private static final Standing INHERITS =
            new Standing.Owner(List.of(new Standing.Inheritance(RECORDED, Origin.CREATED)), List.of());
    private static final Standing AWAITS = new Standing.Owner(
            List.of(),
            List.of(new Standing.Attempt("search/old", new Incarnation(COLLECTION, OTHER), OptionalLong.empty())));
    private static final Standing AWAITS_FORMER = new Standing.Owner(
            List.of(),
            List.of(new Standing.Attempt("search/old", new Incarnation(COLLECTION + 1, OTHER), OptionalLong.empty())));
    private static final Memory ATTEMPTED_OTHER = orderedAnother(Stage.ATTEMPTED);
    private static final Observation RECREATED_COLLECTION = listed(BOOK, 200, "book", novel(OTHER));
    private static final Observation ALIAS = listed(BOOK, COLLECTION, "book_v2", novel(OURS));
    private static final Scene LANDED = deleting().intended(INTENT).with(Flight.LANDED);
    private static final CollectionAddress ELSEWHERE_BOOK = new CollectionAddress(ELSEWHERE, "default", "book");
    private static final Step LOCATE = new Step.Locate(COLLECTION);
    /** Wanted again after a drop that was sent. */
    private static final Scene AGAIN =
            present().bound().orderedBefore(Stage.ATTEMPTED).with(Flight.LANDED);

    private static final CollectionAddress RENAMED = new CollectionAddress(BOOK.endpoint(), "default", "book_v2");
    private static final Observation AT_NEW_NAME = listed(RENAMED, COLLECTION, "book_v2", novel(OURS));

    private static final Observation EMPTY_AT_NEW_NAME = listed(RENAMED, COLLECTION, "book_v2", Map.of());
    private static final Observation FOUND = new Observation.Elsewhere(
            COLLECTION, RENAMED, new Observation.Unknown(Reason.OBSERVING, "asking the server"));
    private static final Observation HIDDEN = new Observation.Elsewhere(
            COLLECTION, RENAMED, new Observation.Unknown(Reason.PERMISSION_DENIED, "no right"));

    /** A live resource whose collection is no longer the one of its name: the partition is there, or it is not. */
    private static final List<Scene> MOVED_ON = List.of(
            present().bound().seeing(RECREATED_COLLECTION),
            present()
                    .bound()
                    .seeing(new Observation.Listed(((Observation.Listed) listed(BOOK, 200, "book", Map.of()))
                            .snapshot()
                            .beside(Set.of("novel"), Map.of()))));

    static Stream<Arguments> formerCollection() {
        return MOVED_ON.stream()
                .flatMap(scene -> Stream.of(
                        arguments(scene, FOUND, Fate.Kind.LEFT, "book_v2"),
                        arguments(scene, HIDDEN, Fate.Kind.LEFT, "book_v2"),
                        arguments(scene, AT_NEW_NAME, Fate.Kind.LEFT, "book_v2"),
                        arguments(scene, EMPTY_AT_NEW_NAME, Fate.Kind.UNTOLD, "does not show it"),
                        arguments(scene, UNKNOWN, Fate.Kind.UNTOLD, "refused"),
                        arguments(scene, new Observation.CollectionGone(COLLECTION), Fate.Kind.GONE, "is gone")));
    }

    @ParameterizedTest
    @MethodSource("formerCollection")
    void shouldSayWhatWasSeenOfThePartitionThatALiveResourceLeaves(
            Scene scene, Observation home, Fate.Kind kind, String told) {
        Fate fate = scene.knowing(home).plan().fate().orElseThrow();

        assertThat(List.of(fate.kind(), fate.told().contains(told))).containsExactly(kind, true);
    }

    /** Where a creation was sought says nothing of what is recorded. */
    @Test
    void shouldAskForTheRecordedCollectionWhereAnotherOneWasFound() {
        Observation another =
                new Observation.Elsewhere(300, RENAMED, new Observation.Unknown(Reason.PERMISSION_DENIED, "no right"));

        assertThat(MOVED_ON.get(0).knowing(another).plan().step()).isEqualTo(LOCATE);
    }

    static List<Scene> movedOn() {
        return MOVED_ON;
    }

    @ParameterizedTest
    @MethodSource("movedOn")
    void shouldAskForTheRecordedCollectionBeforeItIsLeft(Scene scene) {
        assertThat(scene.plan().step()).isEqualTo(LOCATE);
    }

    @Test
    void shouldNotAskForACollectionThatWasRecordedAtAnotherAddress() {
        Plan plan = present()
                .bound()
                .through(ACCEPTED)
                .seeing(listed(ELSEWHERE_BOOK, 200, "book", novel(OTHER)))
                .plan();

        assertThat(plan.step()).isEqualTo(REMEMBER);
    }

    @Test
    void shouldNotBlameAnybodyWhereAnotherCollectionHasTheName() {
        Plan plan = MOVED_ON.get(1).reporting().plan();

        assertThat(plan.message())
                .isEqualTo("another collection than the recorded one has this name, and no such partition; set"
                        + " spec.onExternalDrop to Recreate, or delete this resource");
    }

    /** A record of a drop that was sent is kept until it is seen what it did, whatever else is the case. */
    static Stream<Scene> withADropThatNobodyHasSeenTheEndOf() {
        return Stream.of(
                AGAIN.seeing(NO_NAME),
                AGAIN.seeing(UNKNOWN),
                AGAIN.seeing(RECREATED_COLLECTION),
                AGAIN.seeing(RECREATED_COLLECTION).with(CLAIMED),
                AGAIN.seeing(RECREATED_COLLECTION).through(WITHHELD),
                AGAIN.through(AWAY),
                AGAIN.seeing(NO_NAME).through(AWAY),
                AGAIN.seeing(NO_NAME).through(new Access.Granted(BOOK.endpoint(), Access.Change.ACCEPTED)),
                absent().bound()
                        .ordered(Stage.ATTEMPTED)
                        .with(Flight.LANDED)
                        .through(AWAY)
                        .with(SETTLED_HEIR));
    }

    @ParameterizedTest
    @MethodSource("withADropThatNobodyHasSeenTheEndOf")
    void shouldKeepTheRecordOfADropUntilItIsSeenWhatItDid(Scene scene) {
        assertThat(scene.plan().memory().order())
                .isEqualTo(scene.situation().memory().order());
    }

    static Stream<Arguments> queued() {
        return Stream.of(
                row("a drop waits for its turn", deleting().bound().with(Flight.QUEUED), Reason.DROPPING, LOOK),
                row("the drop of an absence", absent().bound().with(Flight.QUEUED), Reason.DROPPING, LOOK),
                row("retain, but queued", deleting().bound().retaining().with(Flight.QUEUED), Reason.DROPPING, LOOK),
                row(
                        "a creation waits for its turn",
                        present().intended(INTENT).with(Flight.QUEUED),
                        Reason.CREATING,
                        LOOK),
                row(
                        "refuse, there before our creation was sent",
                        present()
                                .refusing()
                                .intended(INTENT)
                                .with(Flight.QUEUED)
                                .seeing(novel(OURS)),
                        Reason.CREATING,
                        LOOK),
                row("wanted again before its turn", AGAIN.with(Flight.QUEUED), Reason.OBSERVING, LOOK));
    }

    @Test
    void shouldSayThatADropWaitsForItsTurn() {
        assertThat(deleting().bound().with(Flight.QUEUED).plan().message()).startsWith("waiting for its turn");
    }

    static Stream<Arguments> presence() {
        return Stream.of(
                row("connection withheld", present().through(WITHHELD), Reason.CONNECTION_NOT_FOUND, REST),
                row("claimed by another", present().with(CLAIMED), Reason.CLAIMED_BY_OTHER, REST),
                row(
                        "there, while another resource may be dropping it",
                        present().with(AWAITS).seeing(novel(OTHER)),
                        Reason.OUTCOME_UNKNOWN,
                        LOOK),
                row(
                        "there, while another resource may be dropping in a former collection",
                        present().with(AWAITS_FORMER).seeing(novel(OTHER)),
                        Reason.PRESENT,
                        REMEMBER),
                row("a call is under way", present().with(Flight.UNSETTLED), Reason.OUTCOME_UNKNOWN, LOOK),
                row("a call is overdue", present().with(Flight.OVERDUE), Reason.OUTCOME_UNKNOWN, LOOK),
                row(
                        "a call is overdue, server silent",
                        present().with(Flight.OVERDUE).seeing(UNKNOWN),
                        Reason.SERVER_UNREACHABLE,
                        LOOK),
                row("server silent", present().bound().seeing(UNKNOWN), Reason.SERVER_UNREACHABLE, LOOK),
                row("collection missing", present().seeing(NO_NAME), Reason.COLLECTION_NOT_FOUND, REST),
                row(
                        "bound, collection missing elsewhere",
                        present().bound().through(AWAY).seeing(NO_NAME),
                        Reason.ENDPOINT_CHANGED,
                        REST),
                row("alias", present().seeing(ALIAS), Reason.ALIAS_REFUSED, REST),
                row("bound, seen", present().bound().seeing(novel(OURS)), Reason.PRESENT, REST),
                row(
                        "bound, seen at the new address",
                        present().bound().through(AWAY).seeing(novel(OURS)),
                        Reason.PRESENT,
                        REST),
                row("bound, seen, paused", present().bound().paused().seeing(novel(OURS)), Reason.PAUSED, REST),
                row("bound, missing elsewhere", present().bound().through(AWAY), Reason.ENDPOINT_CHANGED, REST),
                row(
                        "bound, other id elsewhere",
                        present().bound().through(AWAY).seeing(novel(OTHER)),
                        Reason.ENDPOINT_CHANGED,
                        REST),
                row(
                        "bound, our id under another name",
                        present().bound().seeing(Map.of("essay", new Entry(OURS, 60))),
                        Reason.TARGET_CHANGED,
                        REST),
                row("new, there before", present().seeing(novel(OURS)), Reason.PRESENT, REMEMBER),
                row("new, there before, refuse", present().refusing().seeing(novel(OURS)), Reason.ALREADY_EXISTS, REST),
                row(
                        "refuse, but accepted",
                        present().refusing().accepting(OURS).seeing(novel(OURS)),
                        Reason.PRESENT,
                        REMEMBER),
                row(
                        "refuse, accepted another id",
                        present().refusing().accepting(OTHER).seeing(novel(OURS)),
                        Reason.ALREADY_EXISTS,
                        REST),
                row(
                        "refuse, but inherited",
                        present().refusing().with(INHERITS).seeing(novel(OURS)),
                        Reason.PRESENT,
                        REMEMBER),
                row(
                        "refuse, but our own creation",
                        present()
                                .refusing()
                                .intended(INTENT)
                                .with(Flight.LANDED)
                                .seeing(novel(OURS)),
                        Reason.PRESENT,
                        REMEMBER),
                row(
                        "refuse, but our own creation, before its outcome was asked for",
                        present()
                                .refusing()
                                .intended(INTENT)
                                .with(Flight.OVERDUE)
                                .seeing(novel(OURS)),
                        Reason.PRESENT,
                        REMEMBER),
                row(
                        "our own creation, but by an alias",
                        present().intended(INTENT).with(Flight.LANDED).seeing(ALIAS),
                        Reason.OUTCOME_UNKNOWN,
                        LOCATE),
                row(
                        "refuse, recreated by somebody after our creation was recorded",
                        present()
                                .bound()
                                .refusing()
                                .intended(INTENT)
                                .with(Flight.LANDED)
                                .seeing(novel(OTHER)),
                        Reason.PARTITION_REPLACED,
                        REST),
                row(
                        "refuse, intended but never sent",
                        present().refusing().intended(INTENT).with(Flight.ARMED).seeing(novel(OURS)),
                        Reason.ALREADY_EXISTS,
                        REST),
                row(
                        "refuse, intended in vain",
                        present().refusing().intended(INTENT).seeing(novel(OURS)),
                        Reason.ALREADY_EXISTS,
                        REST),
                row("recreated by somebody", present().bound().seeing(novel(OTHER)), Reason.PRESENT, REMEMBER),
                row(
                        "recreated by somebody, refuse",
                        present().bound().refusing().seeing(novel(OTHER)),
                        Reason.PARTITION_REPLACED,
                        REST),
                row(
                        "collection recreated, refuse",
                        present().bound().refusing().seeing(RECREATED_COLLECTION),
                        Reason.PARTITION_REPLACED,
                        REST),
                row(
                        "missing, no intent",
                        present(),
                        Reason.CREATING,
                        new Step.Intend(new Intent(BOOK.endpoint(), 100, 101, 0, OptionalLong.empty(), GENERATION))),
                row(
                        "missing, others there",
                        present().seeing(Map.of("essay", new Entry(OTHER, 70))),
                        Reason.CREATING,
                        new Step.Intend(new Intent(BOOK.endpoint(), 100, 101, 70, OptionalLong.empty(), GENERATION))),
                row(
                        "missing, armed without an intent",
                        present().with(Flight.ARMED),
                        Reason.CREATING,
                        new Step.Intend(new Intent(BOOK.endpoint(), 100, 101, 0, OptionalLong.empty(), GENERATION))),
                row(
                        "missing, intended and sent before",
                        present().intended(INTENT).with(Flight.LANDED),
                        Reason.INCOMPLETE_ANSWER,
                        VERIFY),
                row(
                        "missing, something else was sent before",
                        present().with(Flight.LANDED),
                        Reason.CREATING,
                        new Step.Intend(new Intent(BOOK.endpoint(), 100, 101, 0, OptionalLong.empty(), GENERATION))),
                row(
                        "missing, and the server does not say whether it is there",
                        present().bound().doubted(),
                        Reason.PERMISSION_DENIED,
                        VERIFY),
                row(
                        "missing, intended and sent before, and denied",
                        present().intended(INTENT).with(Flight.LANDED).denied(),
                        Reason.CREATING,
                        new Step.Intend(new Intent(BOOK.endpoint(), 100, 101, 0, OptionalLong.empty(), GENERATION))),
                row(
                        "missing, with an heir that nobody asked for",
                        present().with(HEIR),
                        Reason.CREATING,
                        new Step.Intend(new Intent(BOOK.endpoint(), 100, 101, 0, OptionalLong.empty(), GENERATION))),
                row(
                        "there before, with an heir that nobody asked for",
                        present().with(HEIR).seeing(novel(OURS)),
                        Reason.PRESENT,
                        REMEMBER),
                row(
                        "missing, intended just now",
                        present().intended(INTENT).with(Flight.ARMED),
                        Reason.CREATING,
                        new Step.Create()),
                row(
                        "missing, intended in vain",
                        present().intended(INTENT),
                        Reason.CREATING,
                        new Step.Intend(new Intent(BOOK.endpoint(), 100, 101, 0, OptionalLong.empty(), GENERATION))),
                row(
                        "missing, another's drop of the name not settled",
                        present().with(AWAITS),
                        Reason.OUTCOME_UNKNOWN,
                        LOOK),
                row(
                        "missing, another's drop in a former collection",
                        present().with(AWAITS_FORMER),
                        Reason.CREATING,
                        new Step.Intend(new Intent(BOOK.endpoint(), 100, 101, 0, OptionalLong.empty(), GENERATION))),
                row(
                        "there before, another's drop of the name not settled",
                        present().with(AWAITS).seeing(novel(OURS)),
                        Reason.PRESENT,
                        REMEMBER),
                row("paused by the connection", present().pausedByConnection(), Reason.PAUSED, REST),
                row("missing, paused", present().paused(), Reason.PAUSED, REST),
                row("bound, not in the list", present().bound(), Reason.INCOMPLETE_ANSWER, VERIFY),
                row(
                        "lost",
                        present().bound().denied(),
                        Reason.CREATING,
                        new Step.Intend(new Intent(BOOK.endpoint(), 100, 101, 0, OptionalLong.of(OURS), GENERATION))),
                row(
                        "on record, and the call not over",
                        present().bound().with(Flight.UNSETTLED).seeing(novel(OURS)),
                        Reason.PRESENT,
                        REST),
                row(
                        "on record, and nobody has looked since the call is over",
                        present().bound().with(Flight.OVERDUE).seeing(novel(OURS)),
                        Reason.PRESENT,
                        REST),
                row(
                        "on record, and another is there, and the call not over",
                        present().bound().with(Flight.UNSETTLED).seeing(novel(OTHER)),
                        Reason.OUTCOME_UNKNOWN,
                        LOOK),
                row(
                        "not on record, and the call not over",
                        present().with(Flight.UNSETTLED).seeing(novel(OURS)),
                        Reason.OUTCOME_UNKNOWN,
                        LOOK),
                row(
                        "on record, and its drop not over",
                        present()
                                .bound()
                                .orderedBefore(Stage.ATTEMPTED)
                                .with(Flight.UNSETTLED)
                                .seeing(novel(OURS)),
                        Reason.OUTCOME_UNKNOWN,
                        LOOK),
                row("wanted again, and its drop came to nothing", AGAIN.seeing(novel(OURS)), Reason.PRESENT, REST),
                row(
                        "on record, and a call waits for its turn",
                        present().bound().with(Flight.QUEUED).seeing(novel(OURS)),
                        Reason.OBSERVING,
                        LOOK),
                row(
                        "no such name, and the connection leads elsewhere",
                        present().bound().seeing(NO_NAME).through(AWAY),
                        Reason.ENDPOINT_CHANGED,
                        REST),
                row(
                        "intended elsewhere, perhaps sent",
                        present().intended(INTENT).with(Flight.OVERDUE).through(AWAY),
                        Reason.ENDPOINT_CHANGED,
                        REST),
                row(
                        "intended, but what is there is the one that was thought lost",
                        present()
                                .bound()
                                .intended(REPAIR)
                                .with(Flight.UNSETTLED)
                                .seeing(novel(OURS)),
                        Reason.OUTCOME_UNKNOWN,
                        LOOK),
                row(
                        "lost, repair intended just now",
                        present().bound().intended(REPAIR).with(Flight.ARMED).denied(),
                        Reason.CREATING,
                        new Step.Create()),
                row("lost, report", present().bound().reporting().denied(), Reason.EXTERNALLY_DROPPED, REST),
                row(
                        "dropped by an earlier order, wanted again",
                        present().bound().orderedBefore(Stage.DROPPED),
                        Reason.CREATING,
                        new Step.Intend(new Intent(BOOK.endpoint(), 100, 101, 0, OptionalLong.of(OURS), GENERATION))),
                row(
                        "dropped by an earlier order, wanted again, report",
                        present()
                                .bound()
                                .reporting()
                                .orderedBefore(Stage.DROPPED)
                                .intended(REPAIR)
                                .with(Flight.ARMED),
                        Reason.CREATING,
                        new Step.Create()),
                row(
                        "dropped by an earlier order, a stranger's there, refuse",
                        present()
                                .bound()
                                .refusing()
                                .orderedBefore(Stage.DROPPED)
                                .seeing(novel(OTHER)),
                        Reason.ALREADY_EXISTS,
                        REST),
                row(
                        "own creation seen while another call is under way",
                        present().intended(INTENT).with(Flight.UNSETTLED).seeing(novel(OURS)),
                        Reason.PRESENT,
                        REMEMBER));
    }

    /** An earlier process recorded the drop: only that one knew what it was answered. */
    static Stream<Arguments> attemptedByAnEarlierProcess() {
        Scene attempted = deleting().bound().ordered(Stage.ATTEMPTED).with(Flight.INHERITED);
        Scene again = present().bound().orderedBefore(Stage.ATTEMPTED).with(Flight.INHERITED);
        return Stream.of(
                row("missing in a list", attempted, Reason.INCOMPLETE_ANSWER, VERIFY),
                row("denied, too", attempted.denied(), Reason.DROPPED, REMEMBER),
                row("a stranger has the name", attempted.seeing(novel(OTHER)), Reason.DROPPED, REMEMBER),
                row(
                        "another collection has the name",
                        attempted.seeing(RECREATED_COLLECTION),
                        Reason.DROPPING,
                        new Step.Locate(COLLECTION)),
                row("not denied", attempted.doubted(), Reason.PERMISSION_DENIED, VERIFY),
                row("retain, missing in a list", attempted.retaining(), Reason.INCOMPLETE_ANSWER, VERIFY),
                row("retain, denied, too", attempted.retaining().denied(), Reason.DROPPED, REMEMBER),
                row("retain, not denied", attempted.retaining().doubted(), Reason.RETAINED, LET_GO),
                row("retain, connection gone", attempted.retaining().through(WITHHELD), Reason.RETAINED, LET_GO),
                row("missing elsewhere", attempted.through(AWAY), Reason.ENDPOINT_CHANGED, REST),
                row("paused, missing in a list", attempted.paused(), Reason.INCOMPLETE_ANSWER, VERIFY),
                row(
                        "absent, missing in a list",
                        attempted.with(Wish.Lifecycle.LIVE).with(Wish.Ensure.ABSENT),
                        Reason.INCOMPLETE_ANSWER,
                        VERIFY),
                row("wanted again, missing in a list", again, Reason.INCOMPLETE_ANSWER, VERIFY),
                row("wanted again, not denied", again.doubted(), Reason.PERMISSION_DENIED, VERIFY),
                row("wanted again, denied, too", again.denied(), Reason.CREATING, REMEMBER));
    }

    static Stream<Arguments> changedAfterAnAttempt() {
        Scene bound = deleting().bound().ordered(Stage.ATTEMPTED).with(Flight.LANDED);
        return Stream.of(
                row("retain, but dropped before", bound.retaining(), Reason.DROPPED, REMEMBER),
                row("abandoned, but dropped before", bound.with(Wish.Lifecycle.ABANDONED), Reason.DROPPED, REMEMBER),
                row("retain, still there", bound.retaining().seeing(novel(OURS)), Reason.RETAINED, LET_GO),
                row("retain, attempted, server silent", bound.retaining().seeing(UNKNOWN), Reason.RETAINED, LET_GO),
                row(
                        "retain, attempted, collection recreated",
                        bound.retaining().seeing(RECREATED_COLLECTION),
                        Reason.RETAINED,
                        LET_GO),
                row("connection gone, but dropped before", bound.through(WITHHELD), Reason.DROPPED, REMEMBER),
                row(
                        "another was attempted",
                        deleting().remembering(ATTEMPTED_OTHER).with(Flight.LANDED),
                        Reason.INCOMPLETE_ANSWER,
                        VERIFY),
                row(
                        "wanted again, but dropped before",
                        present()
                                .bound()
                                .reporting()
                                .orderedBefore(Stage.ATTEMPTED)
                                .with(Flight.LANDED),
                        Reason.CREATING,
                        REMEMBER),
                row(
                        "wanted again, its collection has its name no longer",
                        AGAIN.with(Flight.OVERDUE).seeing(NO_NAME),
                        Reason.OUTCOME_UNKNOWN,
                        LOCATE),
                row(
                        "wanted again, another collection has the name",
                        AGAIN.with(Flight.OVERDUE).seeing(RECREATED_COLLECTION),
                        Reason.OUTCOME_UNKNOWN,
                        LOCATE),
                row(
                        "wanted again, another collection has the name, a drop is said to have landed",
                        AGAIN.seeing(RECREATED_COLLECTION),
                        Reason.OUTCOME_UNKNOWN,
                        LOCATE),
                row(
                        "wanted again, its collection was found and not listed there",
                        AGAIN.with(Flight.OVERDUE).seeing(NO_NAME).knowing(FOUND),
                        Reason.OUTCOME_UNKNOWN,
                        LOCATE),
                row(
                        "wanted again, its collection must not be listed where it is",
                        AGAIN.with(Flight.OVERDUE).seeing(NO_NAME).knowing(HIDDEN),
                        Reason.PERMISSION_DENIED,
                        LOCATE),
                row(
                        "wanted again, its collection must not be asked for by its id",
                        AGAIN.with(Flight.OVERDUE).seeing(NO_NAME).knowing(UNKNOWN),
                        Reason.SERVER_UNREACHABLE,
                        LOCATE),
                row(
                        "wanted again, dropped in its renamed collection, whose name another one has",
                        AGAIN.seeing(RECREATED_COLLECTION).knowing(EMPTY_AT_NEW_NAME),
                        Reason.CREATING,
                        REMEMBER),
                row(
                        "wanted again, and its collection is gone",
                        AGAIN.seeing(NO_NAME).knowing(new Observation.CollectionGone(COLLECTION)),
                        Reason.CREATING,
                        REMEMBER),
                row(
                        "wanted again, dropped before, connection gone",
                        AGAIN.through(WITHHELD),
                        Reason.CREATING,
                        REMEMBER),
                row("wanted again, dropped before, claimed", AGAIN.with(CLAIMED), Reason.CREATING, REMEMBER),
                row(
                        "wanted again before the drop was sent, and lost: the order is forgotten first",
                        AGAIN.with(Flight.NONE).denied(),
                        Reason.CREATING,
                        REMEMBER),
                row(
                        "overdue, its collection has its name no longer",
                        bound.with(Flight.OVERDUE).seeing(NO_NAME),
                        Reason.OUTCOME_UNKNOWN,
                        LOCATE),
                row(
                        "wanted again, missing elsewhere",
                        present()
                                .bound()
                                .orderedBefore(Stage.ATTEMPTED)
                                .with(Flight.LANDED)
                                .through(AWAY),
                        Reason.ENDPOINT_CHANGED,
                        REST));
    }

    static Stream<Arguments> deletion() {
        Scene bound = deleting().bound();
        return Stream.of(
                row("never bound", deleting().seeing(novel(OURS)), Reason.NEVER_BOUND, LET_GO),
                row("retain", bound.retaining().seeing(novel(OURS)), Reason.RETAINED, LET_GO),
                row("retain, server silent", bound.retaining().seeing(UNKNOWN), Reason.RETAINED, LET_GO),
                row("retain, but in flight", bound.retaining().with(Flight.UNSETTLED), Reason.OUTCOME_UNKNOWN, LOOK),
                row("abandoned", bound.with(Wish.Lifecycle.ABANDONED).paused(), Reason.ABANDONED, LET_GO),
                row(
                        "abandoned, but in flight",
                        bound.with(Wish.Lifecycle.ABANDONED).with(Flight.UNSETTLED),
                        Reason.OUTCOME_UNKNOWN,
                        LOOK),
                row(
                        "abandoned, overdue",
                        bound.with(Wish.Lifecycle.ABANDONED).with(Flight.OVERDUE),
                        Reason.ABANDONED,
                        LET_GO),
                row("in flight elsewhere", bound.with(Flight.UNSETTLED).through(AWAY), Reason.OUTCOME_UNKNOWN, LOOK),
                row("overdue", bound.with(Flight.OVERDUE), Reason.OUTCOME_UNKNOWN, LOOK),
                row(
                        "overdue, kind unasked, server silent",
                        bound.with(Flight.OVERDUE).with(KindState.UNASKED).seeing(UNKNOWN),
                        Reason.DROPPING,
                        new Step.AskKind()),
                row(
                        "overdue, kind unasked, the order before fulfilled",
                        bound.with(Flight.OVERDUE).with(KindState.UNASKED).ordered(Stage.DROPPED),
                        Reason.DROPPING,
                        new Step.AskKind()),
                row(
                        "overdue, and the connection leads elsewhere",
                        bound.ordered(Stage.ATTEMPTED).with(Flight.OVERDUE).through(AWAY),
                        Reason.ENDPOINT_CHANGED,
                        REST),
                row(
                        "overdue, server silent",
                        bound.ordered(Stage.ATTEMPTED).with(Flight.OVERDUE).seeing(UNKNOWN),
                        Reason.SERVER_UNREACHABLE,
                        LOOK),
                row(
                        "overdue, kind being deleted, server silent",
                        bound.with(Flight.OVERDUE).with(KindState.BEING_DELETED).seeing(UNKNOWN),
                        Reason.KIND_BEING_DELETED,
                        LET_GO),
                row(
                        "in flight, kind being deleted",
                        bound.with(Flight.UNSETTLED).with(KindState.BEING_DELETED),
                        Reason.OUTCOME_UNKNOWN,
                        LOOK),
                row(
                        "overdue, connection gone",
                        bound.with(Flight.OVERDUE).through(WITHHELD),
                        Reason.CONNECTION_NOT_FOUND,
                        REST),
                row(
                        "kind unasked",
                        bound.with(KindState.UNASKED).seeing(novel(OURS)),
                        Reason.DROPPING,
                        new Step.AskKind()),
                row(
                        "kind being deleted",
                        bound.with(KindState.BEING_DELETED).seeing(novel(OURS)),
                        Reason.KIND_BEING_DELETED,
                        LET_GO),
                row("paused", bound.paused().seeing(novel(OURS)), Reason.PAUSED, REST),
                row("connection gone", bound.through(WITHHELD).seeing(novel(OURS)), Reason.CONNECTION_NOT_FOUND, REST),
                row("heir without binding", bound.with(HEIR).seeing(novel(OURS)), Reason.HANDING_OVER, REST),
                row("an heir, and the server silent", bound.with(HEIR).seeing(UNKNOWN), Reason.HANDING_OVER, LOOK),
                row("heir bound the same", bound.with(SETTLED_HEIR).seeing(novel(OURS)), Reason.HANDING_OVER, LET_GO),
                row("heir bound another", bound.with(WRONG_HEIR).seeing(novel(OURS)), Reason.HANDING_OVER, REST),
                row(
                        "intended and not sent, and an heir",
                        deleting().intended(INTENT).with(Flight.ARMED).with(HEIR),
                        Reason.HANDING_OVER,
                        REST),
                row("intended, and an heir", LANDED.with(HEIR), Reason.INCOMPLETE_ANSWER, VERIFY),
                row("intended, and the heir has bound", LANDED.with(SETTLED_HEIR), Reason.INCOMPLETE_ANSWER, VERIFY),
                row(
                        "created, not on record, and an heir",
                        LANDED.seeing(novel(OURS)).with(HEIR),
                        Reason.DROPPING,
                        REMEMBER),
                row("server silent", bound.seeing(UNKNOWN), Reason.SERVER_UNREACHABLE, LOOK),
                row("seen", bound.seeing(novel(OURS)), Reason.DROPPING, ARM),
                row("seen, armed but not recorded", bound.with(Flight.ARMED).seeing(novel(OURS)), Reason.DROPPING, ARM),
                row(
                        "seen, recorded but not armed",
                        bound.ordered(Stage.ATTEMPTED).seeing(novel(OURS)),
                        Reason.DROPPING,
                        ARM),
                row(
                        "seen, armed and recorded",
                        bound.ordered(Stage.ATTEMPTED).with(Flight.ARMED).seeing(novel(OURS)),
                        Reason.DROPPING,
                        DROP),
                row("replaced", bound.seeing(novel(OTHER)), Reason.PARTITION_REPLACED, REST),
                row(
                        "replaced, armed",
                        bound.ordered(Stage.ATTEMPTED).with(Flight.ARMED).seeing(novel(OTHER)),
                        Reason.PARTITION_REPLACED,
                        REST),
                row("replaced, accepted", bound.accepting(OTHER).seeing(novel(OTHER)), Reason.DROPPING, REMEMBER),
                row(
                        "replaced, accepted another id",
                        bound.accepting(OTHER + 1).seeing(novel(OTHER)),
                        Reason.PARTITION_REPLACED,
                        REST),
                row("gone without us, by the list alone", bound, Reason.INCOMPLETE_ANSWER, VERIFY),
                row("gone without us", bound.denied(), Reason.ABSENT, REMEMBER),
                row("gone while an heir wants the name", bound.with(HEIR).denied(), Reason.ABSENT, REMEMBER),
                row(
                        "gone while an heir wants the name, by the list alone",
                        bound.with(HEIR),
                        Reason.INCOMPLETE_ANSWER,
                        VERIFY),
                row(
                        "gone, and the heir bound another",
                        bound.with(WRONG_HEIR).seeing(novel(OTHER)),
                        Reason.ABSENT,
                        REMEMBER),
                row(
                        "gone with its collection, and an heir",
                        bound.with(HEIR).seeing(new Observation.CollectionGone(COLLECTION)),
                        Reason.ABSENT,
                        REMEMBER),
                row(
                        "another collection gone, and an heir",
                        bound.with(HEIR).seeing(new Observation.CollectionGone(5)),
                        Reason.HANDING_OVER,
                        REST),
                row(
                        "collection recreated, and an heir",
                        bound.with(HEIR).seeing(RECREATED_COLLECTION),
                        Reason.HANDING_OVER,
                        new Step.Locate(COLLECTION)),
                row(
                        "not in a list by an alias, and an heir",
                        bound.with(HEIR).seeing(listed(BOOK, COLLECTION, "book_v2", Map.of())),
                        Reason.HANDING_OVER,
                        LOCATE),
                row(
                        "missing elsewhere, and an heir",
                        bound.with(HEIR).through(AWAY).denied(),
                        Reason.HANDING_OVER,
                        REST),
                row(
                        "collection not found, and an heir",
                        bound.with(HEIR).seeing(NO_NAME),
                        Reason.HANDING_OVER,
                        new Step.Locate(COLLECTION)),
                row(
                        "collection not found elsewhere, and an heir",
                        bound.with(HEIR).seeing(NO_NAME).through(AWAY),
                        Reason.HANDING_OVER,
                        REST),
                row(
                        "collection recreated elsewhere, and an heir",
                        bound.with(HEIR).seeing(RECREATED_COLLECTION).through(AWAY),
                        Reason.HANDING_OVER,
                        REST),
                row(
                        "intended, never sent",
                        deleting().intended(INTENT).seeing(novel(OURS)),
                        Reason.NEVER_BOUND,
                        LET_GO),
                row(
                        "intended just now, never sent",
                        deleting().intended(INTENT).with(Flight.ARMED).seeing(novel(OURS)),
                        Reason.NEVER_BOUND,
                        LET_GO),
                row(
                        "intended, perhaps sent",
                        deleting().intended(INTENT).with(Flight.OVERDUE),
                        Reason.OUTCOME_UNKNOWN,
                        LOOK),
                row(
                        "gone after our drop",
                        bound.ordered(Stage.ATTEMPTED).with(Flight.LANDED),
                        Reason.DROPPED,
                        REMEMBER),
                row(
                        "gone after a drop of ours that was refused",
                        bound.ordered(Stage.ATTEMPTED).denied(),
                        Reason.ABSENT,
                        REMEMBER),
                row("gone and recorded", bound.ordered(Stage.DROPPED), Reason.DROPPED, LET_GO),
                row(
                        "gone and recorded, a stranger's there",
                        bound.ordered(Stage.DROPPED).intended(EARLIER_REPAIR).seeing(novel(OTHER)),
                        Reason.DROPPED,
                        LET_GO),
                row(
                        "gone and recorded after our creation, a stranger's there",
                        bound.ordered(Stage.DROPPED)
                                .intended(EARLIER_REPAIR)
                                .with(Flight.LANDED)
                                .seeing(novel(OTHER)),
                        Reason.DROPPED,
                        LET_GO),
                row(
                        "gone and recorded, then created again",
                        bound.orderedBefore(Stage.DROPPED)
                                .intended(REPAIR)
                                .with(Flight.LANDED)
                                .seeing(novel(OTHER)),
                        Reason.DROPPING,
                        REMEMBER),
                row(
                        "gone and recorded, then intended again in vain",
                        bound.orderedBefore(Stage.DROPPED).intended(REPAIR),
                        Reason.DROPPED,
                        LET_GO),
                row(
                        "without our finalizer",
                        bound.with(Wish.Lifecycle.UNHELD).seeing(novel(OURS)),
                        Reason.ABANDONED,
                        LET_GO),
                row(
                        "replaced by our own repair",
                        bound.intended(REPAIR).with(Flight.LANDED).seeing(novel(OTHER)),
                        Reason.DROPPING,
                        REMEMBER),
                row(
                        "replaced by our own repair after the order",
                        bound.ordered(Stage.REQUESTED)
                                .intended(REPAIR)
                                .with(Flight.LANDED)
                                .seeing(novel(OTHER)),
                        Reason.DROPPING,
                        REMEMBER),
                row(
                        "our id under another name",
                        bound.seeing(Map.of("essay", new Entry(OURS, 60))),
                        Reason.TARGET_CHANGED,
                        REST),
                row(
                        "recorded by an earlier version only",
                        bound.orderedBefore(Stage.ATTEMPTED).with(Flight.ARMED).seeing(novel(OURS)),
                        Reason.DROPPING,
                        ARM),
                row(
                        "seen elsewhere, recorded for the former address",
                        bound.ordered(Stage.ATTEMPTED)
                                .with(Flight.ARMED)
                                .through(AWAY)
                                .seeing(novel(OURS)),
                        Reason.DROPPING,
                        ARM),
                row("missing elsewhere", bound.through(AWAY), Reason.ENDPOINT_CHANGED, REST),
                row("missing elsewhere, accepted", bound.through(ACCEPTED).denied(), Reason.ABSENT, REMEMBER),
                row("collection name gone", bound.seeing(NO_NAME), Reason.DROPPING, new Step.Locate(COLLECTION)),
                row(
                        "collection name gone elsewhere",
                        bound.through(AWAY).seeing(NO_NAME),
                        Reason.ENDPOINT_CHANGED,
                        REST),
                row(
                        "collection recreated",
                        bound.seeing(RECREATED_COLLECTION),
                        Reason.DROPPING,
                        new Step.Locate(COLLECTION)),
                row("reached by an alias", bound.seeing(ALIAS), Reason.DROPPING, new Step.Locate(COLLECTION)),
                row(
                        "renamed collection",
                        bound.ordered(Stage.ATTEMPTED).with(Flight.ARMED).seeing(AT_NEW_NAME),
                        Reason.DROPPING,
                        new Step.Drop(RECORDED, RENAMED)),
                row(
                        "collection proven gone",
                        bound.seeing(new Observation.CollectionGone(COLLECTION)),
                        Reason.ABSENT,
                        REMEMBER),
                row(
                        "another collection proven gone",
                        bound.seeing(new Observation.CollectionGone(5)),
                        Reason.DROPPING,
                        new Step.Locate(COLLECTION)),
                row(
                        "only intended, made by us",
                        deleting().intended(INTENT).with(Flight.LANDED).seeing(novel(OURS)),
                        Reason.DROPPING,
                        REMEMBER),
                row("only intended, by an alias", LANDED.seeing(ALIAS), Reason.OUTCOME_UNKNOWN, LOCATE),
                row("only intended, made elsewhere", LANDED.through(AWAY), Reason.ENDPOINT_CHANGED, REST),
                row(
                        "only intended, older than the intent",
                        deleting().intended(INTENT).seeing(Map.of("novel", new Entry(OURS, 50))),
                        Reason.NEVER_BOUND,
                        LET_GO),
                row(
                        "only intended, and older than the intent is what its server shows",
                        LANDED.seeing(Map.of("novel", new Entry(OURS, 50))),
                        Reason.NEVER_BOUND,
                        LET_GO),
                row("only intended, nothing made", deleting().intended(INTENT), Reason.NEVER_BOUND, LET_GO),
                row(
                        "only intended elsewhere",
                        deleting().intended(INTENT).with(Flight.OVERDUE).through(AWAY),
                        Reason.ENDPOINT_CHANGED,
                        REST),
                row(
                        "only intended elsewhere, collection missing",
                        deleting()
                                .intended(INTENT)
                                .with(Flight.OVERDUE)
                                .through(AWAY)
                                .seeing(NO_NAME),
                        Reason.ENDPOINT_CHANGED,
                        REST),
                row(
                        "only intended, collection missing, said once",
                        LANDED.seeing(SAID_ONCE),
                        Reason.OUTCOME_UNKNOWN,
                        LOCATE),
                row(
                        "only intended, server silent",
                        deleting().intended(INTENT).with(Flight.OVERDUE).seeing(UNKNOWN),
                        Reason.SERVER_UNREACHABLE,
                        LOOK));
    }

    /** Others wait for an attempt that is on record: one that is given up must not be. */
    @Test
    void shouldForgetTheOpenOrderOfAnAbsenceWhenAnotherResourceHasTakenThePartitionOver() {
        Plan plan = absent().bound()
                .ordered(Stage.ATTEMPTED)
                .with(SETTLED_HEIR)
                .seeing(novel(OURS))
                .plan();

        assertThat(plan.memory().order()).isEmpty();
    }

    private static final Caution CONFIRMED =
            new Caution(Caution.Confirmation.REQUIRED, Duration.ZERO, Optional.of(OURS + "." + GENERATION));
    private static final Step AWAIT = new Step.Await(Optional.empty());

    /** An order of the same generation for a partition that had the name before. */
    private static Memory orderedAnother(Stage stage) {
        Order order = new Order(
                Optional.of(new Incarnation(COLLECTION, OTHER)),
                stage,
                GENERATION,
                Scene.NOW.minusSeconds(60),
                Optional.empty());
        return new Memory(Optional.of(ADOPTED), Optional.empty(), Optional.of(order));
    }

    private static Caution delay(Duration delay) {
        return new Caution(Caution.Confirmation.NONE, delay, Optional.empty());
    }

    private static Caution confirmed(String text) {
        return new Caution(Caution.Confirmation.REQUIRED, Duration.ZERO, Optional.of(text));
    }

    static Stream<Arguments> budget() {
        Scene seen = deleting().bound().seeing(novel(OURS));
        return Stream.of(
                row("something left", seen.with(new Budget.Open()), Reason.DROPPING, new Step.Reserve()),
                row(
                        "something left for an absence",
                        absent().bound().seeing(novel(OURS)).with(new Budget.Open()),
                        Reason.DROPPING,
                        new Step.Reserve()),
                row("nothing left", seen.with(EXHAUSTED), Reason.BUDGET_EXHAUSTED, TURN),
                row("counted here", seen.with(COUNTED), Reason.DROPPING, ARM),
                row(
                        "counted, on record",
                        seen.ordered(Stage.ATTEMPTED).counted().with(EXHAUSTED),
                        Reason.DROPPING,
                        ARM),
                row(
                        "counted, on record, armed",
                        seen.ordered(Stage.ATTEMPTED).counted().with(EXHAUSTED).with(Flight.ARMED),
                        Reason.DROPPING,
                        DROP),
                row(
                        "counted here, not on the record that armed it",
                        seen.ordered(Stage.ATTEMPTED).with(COUNTED).with(Flight.ARMED),
                        Reason.DROPPING,
                        ARM),
                row(
                        "counted as an earlier order",
                        seen.orderedBefore(Stage.ATTEMPTED).counted().with(new Budget.Open()),
                        Reason.DROPPING,
                        new Step.Reserve()),
                row(
                        "budget set while armed, something left",
                        seen.ordered(Stage.ATTEMPTED).with(Flight.ARMED).with(new Budget.Open()),
                        Reason.DROPPING,
                        new Step.Reserve()),
                row(
                        "budget set while armed, nothing left",
                        seen.ordered(Stage.ATTEMPTED).with(Flight.ARMED).with(EXHAUSTED),
                        Reason.BUDGET_EXHAUSTED,
                        TURN),
                row(
                        "nothing left before the delay is over",
                        seen.with(delay(Duration.ofSeconds(60))).with(EXHAUSTED),
                        Reason.DELAY_PENDING,
                        new Step.Await(Optional.of(Scene.NOW.plusSeconds(60)))),
                row("nothing left, paused", seen.with(EXHAUSTED).paused(), Reason.PAUSED, REST),
                row(
                        "nothing left, abandoned",
                        seen.with(EXHAUSTED).with(Lifecycle.ABANDONED),
                        Reason.ABANDONED,
                        LET_GO),
                row("nothing left, retained", seen.with(EXHAUSTED).retaining(), Reason.RETAINED, LET_GO),
                row(
                        "nothing left, wanted again",
                        present()
                                .bound()
                                .seeing(novel(OURS))
                                .ordered(Stage.REQUESTED)
                                .with(EXHAUSTED),
                        Reason.PRESENT,
                        REST),
                row(
                        "nothing left, gone by itself",
                        deleting().bound().denied().with(EXHAUSTED),
                        Reason.ABSENT,
                        REMEMBER));
    }

    static Stream<Arguments> deliberation() {
        Scene seen = deleting().bound().seeing(novel(OURS));
        Scene absent = absent().bound().seeing(novel(OURS));
        Caution unconfirmed = new Caution(Caution.Confirmation.REQUIRED, Duration.ZERO, Optional.empty());
        return Stream.of(
                row("unconfirmed", seen.with(unconfirmed), Reason.CONFIRMATION_REQUIRED, AWAIT),
                row("unconfirmed absence", absent.with(unconfirmed), Reason.CONFIRMATION_REQUIRED, AWAIT),
                row("confirmed", seen.with(CONFIRMED), Reason.DROPPING, ARM),
                row(
                        "confirmed for another partition",
                        seen.with(confirmed(OTHER + "." + GENERATION)),
                        Reason.CONFIRMATION_REQUIRED,
                        AWAIT),
                row(
                        "confirmed for an earlier order",
                        seen.with(confirmed(OURS + "." + (GENERATION - 1))),
                        Reason.CONFIRMATION_REQUIRED,
                        AWAIT),
                row(
                        "confirmation taken back while armed",
                        seen.with(unconfirmed).ordered(Stage.ATTEMPTED).with(Flight.ARMED),
                        Reason.CONFIRMATION_REQUIRED,
                        AWAIT),
                row(
                        "confirmed, armed",
                        seen.with(CONFIRMED).ordered(Stage.ATTEMPTED).with(Flight.ARMED),
                        Reason.DROPPING,
                        DROP),
                row(
                        "delay begins with a new order",
                        seen.with(delay(Duration.ofSeconds(60))),
                        Reason.DELAY_PENDING,
                        new Step.Await(Optional.of(Scene.NOW.plusSeconds(60)))),
                row(
                        "delay begins anew with a changed order",
                        seen.with(delay(Duration.ofSeconds(60))).orderedBefore(Stage.REQUESTED),
                        Reason.DELAY_PENDING,
                        new Step.Await(Optional.of(Scene.NOW.plusSeconds(60)))),
                row(
                        "delay begins anew for another partition",
                        seen.with(delay(Duration.ofSeconds(60))).remembering(orderedAnother(Stage.REQUESTED)),
                        Reason.DELAY_PENDING,
                        new Step.Await(Optional.of(Scene.NOW.plusSeconds(60)))),
                row(
                        "delay not over",
                        seen.with(delay(Duration.ofSeconds(61))).ordered(Stage.REQUESTED),
                        Reason.DELAY_PENDING,
                        new Step.Await(Optional.of(Scene.NOW.plusSeconds(1)))),
                row(
                        "delay over",
                        seen.with(delay(Duration.ofSeconds(60))).ordered(Stage.REQUESTED),
                        Reason.DROPPING,
                        ARM),
                row(
                        "replaced while it waits",
                        seen.with(unconfirmed).ordered(Stage.REQUESTED).seeing(novel(OTHER)),
                        Reason.PARTITION_REPLACED,
                        REST),
                row(
                        "gone while it waits",
                        deleting()
                                .bound()
                                .with(unconfirmed)
                                .ordered(Stage.REQUESTED)
                                .denied(),
                        Reason.ABSENT,
                        REMEMBER),
                row(
                        "cancelled while it waits",
                        present()
                                .bound()
                                .with(unconfirmed)
                                .orderedBefore(Stage.REQUESTED)
                                .seeing(novel(OURS)),
                        Reason.PRESENT,
                        REST));
    }

    static Stream<Arguments> absence() {
        Scene bound = absent().bound();
        return Stream.of(
                row("nothing in the list", absent(), Reason.INCOMPLETE_ANSWER, VERIFY),
                row("nothing there", absent().denied(), Reason.ABSENT, REMEMBER),
                row("collection missing", absent().seeing(NO_NAME), Reason.ABSENT, REMEMBER),
                row("collection missing, said once", absent().seeing(SAID_ONCE), Reason.INCOMPLETE_ANSWER, LOOK),
                row(
                        "collection dropped",
                        absent().seeing(new Observation.CollectionGone(COLLECTION)),
                        Reason.ABSENT,
                        REMEMBER),
                row("there before: bound first", absent().seeing(novel(OURS)), Reason.DROPPING, REMEMBER),
                row("there before, refuse", absent().refusing().seeing(novel(OURS)), Reason.ALREADY_EXISTS, REST),
                row(
                        "there before, refuse, but accepted",
                        absent().refusing().accepting(OURS).seeing(novel(OURS)),
                        Reason.DROPPING,
                        REMEMBER),
                row("alias", absent().seeing(ALIAS), Reason.ALIAS_REFUSED, REST),
                row("bound", bound.seeing(novel(OURS)), Reason.DROPPING, ARM),
                row("bound, retain drops all the same", bound.retaining().seeing(novel(OURS)), Reason.DROPPING, ARM),
                row("wanted by another", bound.with(HEIR).seeing(novel(OURS)), Reason.HANDING_OVER, REST),
                row(
                        "wanted by another that recorded another partition",
                        bound.with(WRONG_HEIR).seeing(novel(OURS)),
                        Reason.HANDING_OVER,
                        REST),
                row(
                        "wanted by another, never bound",
                        absent().with(HEIR).seeing(novel(OURS)),
                        Reason.CLAIMED_BY_OTHER,
                        REST),
                row(
                        "wanted by another, but dropped before",
                        bound.ordered(Stage.ATTEMPTED).with(Flight.LANDED).with(HEIR),
                        Reason.DROPPED,
                        REMEMBER),
                row(
                        "wanted by another, and the drop was refused",
                        bound.ordered(Stage.ATTEMPTED).with(SETTLED_HEIR).seeing(novel(OURS)),
                        Reason.CLAIMED_BY_OTHER,
                        REST),
                row("taken over", bound.with(SETTLED_HEIR).seeing(novel(OURS)), Reason.CLAIMED_BY_OTHER, REST),
                row("paused", bound.paused().seeing(novel(OURS)), Reason.PAUSED, REST),
                row("server silent", bound.seeing(UNKNOWN), Reason.SERVER_UNREACHABLE, LOOK),
                row("in flight", bound.with(Flight.UNSETTLED), Reason.OUTCOME_UNKNOWN, LOOK),
                row("overdue", bound.with(Flight.OVERDUE), Reason.OUTCOME_UNKNOWN, LOOK),
                row("dropped", bound.ordered(Stage.ATTEMPTED).with(Flight.LANDED), Reason.DROPPED, REMEMBER),
                row("done", bound.ordered(Stage.DROPPED), Reason.DROPPED, REST),
                row("done, there was nothing", bound.ordered(Stage.NOTHING_TO_DROP), Reason.ABSENT, REST),
                row(
                        "done after our creation, a stranger's there",
                        bound.ordered(Stage.DROPPED)
                                .intended(EARLIER_REPAIR)
                                .with(Flight.LANDED)
                                .seeing(novel(OTHER)),
                        Reason.REAPPEARED,
                        REST),
                row("done, server silent", bound.ordered(Stage.DROPPED).seeing(UNKNOWN), Reason.DROPPED, LOOK),
                row(
                        "done, connection gone",
                        bound.ordered(Stage.DROPPED).seeing(UNKNOWN).through(WITHHELD),
                        Reason.DROPPED,
                        REST),
                row(
                        "done before, server silent",
                        bound.orderedBefore(Stage.DROPPED).seeing(UNKNOWN),
                        Reason.SERVER_UNREACHABLE,
                        LOOK),
                row(
                        "done before, connection gone",
                        bound.orderedBefore(Stage.DROPPED).seeing(UNKNOWN).through(WITHHELD),
                        Reason.CONNECTION_NOT_FOUND,
                        REST),
                row(
                        "done before, collection missing",
                        bound.orderedBefore(Stage.DROPPED).seeing(NO_NAME),
                        Reason.DROPPED,
                        REST),
                row(
                        "absent, present without ever binding, absent again: another generation, the same name",
                        bound.orderedBefore(Stage.DROPPED).seeing(novel(OTHER)),
                        Reason.REAPPEARED,
                        REST),
                row(
                        "absent, present without ever binding, absent again: there was nothing the first time",
                        absent().orderedBefore(Stage.NOTHING_TO_DROP).seeing(novel(OTHER)),
                        Reason.REAPPEARED,
                        REST),
                row(
                        "absent, present without ever binding, absent again, refuse",
                        absent().refusing().orderedBefore(Stage.NOTHING_TO_DROP).seeing(novel(OTHER)),
                        Reason.REAPPEARED,
                        REST),
                row(
                        "absent, present without ever binding, absent again, accepted",
                        absent().orderedBefore(Stage.NOTHING_TO_DROP)
                                .accepting(OTHER)
                                .seeing(novel(OTHER)),
                        Reason.DROPPING,
                        REMEMBER),
                row(
                        "absent, present without ever binding, absent again: nothing there",
                        absent().orderedBefore(Stage.NOTHING_TO_DROP),
                        Reason.ABSENT,
                        REST),
                row(
                        "done, then created again by us",
                        bound.orderedBefore(Stage.DROPPED)
                                .intended(REPAIR)
                                .with(Flight.LANDED)
                                .seeing(novel(OTHER)),
                        Reason.DROPPING,
                        REMEMBER),
                row("reappeared", bound.ordered(Stage.DROPPED).seeing(novel(OTHER)), Reason.REAPPEARED, REST),
                row(
                        "reappeared, accepted another id",
                        bound.ordered(Stage.DROPPED).accepting(OURS).seeing(novel(OTHER)),
                        Reason.REAPPEARED,
                        REST),
                row(
                        "reappeared, accepted, but by an alias",
                        bound.ordered(Stage.DROPPED).accepting(OURS).seeing(ALIAS),
                        Reason.REAPPEARED,
                        REST),
                row(
                        "reappeared, accepted",
                        bound.ordered(Stage.DROPPED).accepting(OTHER).seeing(novel(OTHER)),
                        Reason.DROPPING,
                        REMEMBER));
    }

    private static Arguments row(String name, Scene scene, Reason reason, Step step) {
        return arguments(named(name, scene), reason, step);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "presence",
        "changedAfterAnAttempt",
        "attemptedByAnEarlierProcess",
        "queued",
        "deletion",
        "deliberation",
        "budget",
        "absence"
    })
    void shouldSayAndDo(Scene scene, Reason reason, Step step) {
        Plan plan = scene.plan();

        assertThat(List.of(plan.reason(), plan.step())).containsExactly(reason, step);
    }

    static Stream<Scene> heldAfterARecordThatNothingFollowed() {
        return Stream.of(deleting(), absent())
                .map(scene -> scene.bound().ordered(Stage.ATTEMPTED).seeing(novel(OURS)))
                .flatMap(scene -> Stream.of(scene, scene.with(Flight.ARMED)))
                .flatMap(scene -> Stream.of(scene.with(HEIR), scene.with(HEIR).seeing(UNKNOWN), scene.paused()));
    }

    /** Its heir waits for what may be under way, and it for the heir. */
    @ParameterizedTest
    @MethodSource("heldAfterARecordThatNothingFollowed")
    void shouldRecordNoAttemptOfAnOrderThatIsHeldBeforeItWasSent(Scene scene) {
        Order order = scene.plan().memory().order().orElseThrow();

        assertThat(order.stage()).isEqualTo(Stage.REQUESTED);
    }

    /** What the drop did at the former server, the new one will never tell. */
    @Test
    void shouldServeAtTheServerThatWasAcceptedWhatIsWantedAgain() {
        Scene again = AGAIN.through(ACCEPTED).seeing(NO_NAME).knowing(new Observation.CollectionGone(COLLECTION));

        assertThat(again.plan().reason()).isEqualTo(Reason.COLLECTION_NOT_FOUND);
    }

    @Test
    void shouldBeServedInAnotherCollectionOfTheServerThatWasAccepted() {
        Plan plan = AGAIN.through(ACCEPTED)
                .seeing(listed(ELSEWHERE_BOOK, 200, "book", novel(OTHER)))
                .plan();

        assertThat(plan.reason()).isEqualTo(Reason.PRESENT);
    }

    @Test
    void shouldSayThatWhatIsAtAServerThatWasLeftIsLeftAsItIs() {
        Scene left = deleting().bound().through(ACCEPTED).seeing(new Observation.CollectionGone(COLLECTION));

        assertThat(left.plan().message()).contains("left as it is");
    }

    static Stream<Scene> heldAfterAFinishedOrder() {
        Scene repaired =
                deleting().bound().ordered(Stage.DROPPED).intended(REPAIR).with(Flight.LANDED);
        return Stream.of(repaired.with(HEIR), repaired.with(HEIR).seeing(UNKNOWN), repaired.paused());
    }

    /** A repair was begun after it. */
    @ParameterizedTest
    @MethodSource("heldAfterAFinishedOrder")
    void shouldKeepTheRecordOfAFinishedOrderWhileItIsHeld(Scene scene) {
        assertThat(scene.plan().memory().order().map(Order::stage)).contains(Stage.DROPPED);
    }

    /** Nothing was seen of the drop since. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotClaimThatAPartitionIsKeptAtAServerThatWasLeftAfterADrop(boolean retained) {
        Scene left =
                deleting().bound().ordered(Stage.ATTEMPTED).with(Flight.LANDED).through(ACCEPTED);
        Scene gone = left.seeing(new Observation.CollectionGone(COLLECTION));

        assertThat((retained ? gone.retaining() : gone).plan().message()).contains("a drop was sent");
    }

    static Stream<Scene> behindAnotherServerThatWasAccepted() {
        return Stream.of(deleting(), absent())
                .map(scene -> scene.bound().through(ACCEPTED).seeing(new Observation.CollectionGone(COLLECTION)))
                .flatMap(
                        scene -> Stream.of(scene, scene.ordered(Stage.ATTEMPTED).with(Flight.LANDED)));
    }

    /** What was sent to the former server, and what is there, the new one cannot say. */
    @ParameterizedTest
    @MethodSource("behindAnotherServerThatWasAccepted")
    void shouldCallNothingDroppedAtAServerThatIsNotAskedAnyMore(Scene scene) {
        Plan plan = scene.plan();

        assertThat(plan.notice()).contains(Plan.Notice.LEFT_BEHIND);
        assertThat(plan.memory().order().map(Order::stage)).contains(Stage.NOTHING_TO_DROP);
        assertThat(plan.message()).contains(BOOK.endpoint());
    }

    /** Another address of the same server: it has the collection. */
    @Test
    void shouldRecordADropThatTheSameServerShowsAtAnotherAddress() {
        Plan plan = deleting()
                .bound()
                .ordered(Stage.ATTEMPTED)
                .with(Flight.LANDED)
                .through(ACCEPTED)
                .plan();

        assertThat(plan.notice()).contains(Plan.Notice.DROPPED);
    }

    @Test
    void shouldNeverDropUnlessRecordedArmedAndSeen() {
        Stream<Scene> rows = Stream.of(presence(), deletion(), deliberation(), budget(), absence())
                .flatMap(all -> all)
                .map(arguments -> Objects.requireNonNull(arguments.get()[0]))
                .map(row -> (Scene) ((Named<?>) row).getPayload());

        assertThat(rows.filter(scene -> scene.plan().step() instanceof Step.Drop))
                .allSatisfy(scene -> {
                    assertThat(scene.situation().flight()).isEqualTo(Flight.ARMED);
                    assertThat(scene.situation().memory().order()).isPresent();
                    assertThat(((Observation.Listed) scene.situation().observation())
                                    .snapshot()
                                    .shows("novel", RECORDED))
                            .isTrue();
                });
    }

    @Test
    void shouldRecordWithTheAttemptThatTheOrderWasCounted() {
        Plan plan = deleting().bound().seeing(novel(OURS)).with(COUNTED).plan();

        assertThat(plan.memory().order()).flatMap(Order::reservedAt).contains(Scene.NOW);
    }

    @Test
    void shouldNotCountAnOrderAgainThatWasCounted() {
        Plan plan = deleting()
                .bound()
                .ordered(Stage.REQUESTED)
                .counted()
                .seeing(novel(OURS))
                .with(COUNTED)
                .plan();

        assertThat(plan.memory().order()).flatMap(Order::reservedAt).contains(Scene.NOW.minusSeconds(50));
    }

    @Test
    void shouldTellANumberAMomentAndAnExitWhenTheBudgetIsExhausted() {
        Plan plan = absent().bound().seeing(novel(OURS)).with(EXHAUSTED).plan();

        assertThat(plan.message())
                .isEqualTo("the drop waits until 2026-01-01T12:10:00Z: 3 drop(s) are spent in this window, and"
                        + " MilvusConnection search/default allows 3 in 1h; raise its spec.dropBudget.limit to let more"
                        + " go at once");
    }

    @Test
    void shouldRecordOwnCreationAsCreated() {
        Plan plan = present()
                .intended(INTENT)
                .with(Flight.LANDED)
                .seeing(novel(OURS))
                .plan();

        assertThat(plan.memory().binding()).map(Binding::origin).contains(Origin.CREATED);
    }

    @Test
    void shouldNotTakeAStrangerForOwnCreationByAConsumedIntent() {
        Plan plan = present().bound().intended(INTENT).seeing(novel(OTHER)).plan();

        assertThat(plan.notice()).contains(Plan.Notice.REBOUND);
    }

    @Test
    void shouldRecordRepairAsOwnCreation() {
        Plan plan = present()
                .bound()
                .intended(REPAIR)
                .with(Flight.LANDED)
                .seeing(novel(OTHER))
                .plan();

        assertThat(plan.memory().binding()).map(Binding::origin).contains(Origin.CREATED);
    }

    @Test
    void shouldInheritOriginOfExactlyThePartitionHandedOver() {
        Plan plan = present().with(INHERITS).seeing(novel(OTHER)).plan();

        assertThat(plan.memory().binding()).map(Binding::origin).contains(Origin.ADOPTED);
    }

    @Test
    void shouldNotBlameAnybodyForADropOfItsOwn() {
        Plan plan = present().bound().orderedBefore(Stage.DROPPED).plan();

        assertThat(plan.notice()).isEmpty();
    }

    /** One plan after the other, as a resource lives through them that is wanted again while its drop is under way. */
    @Test
    void shouldCreateAnewWhatWasWantedAgainDuringItsDrop() {
        Scene again = present().bound().orderedBefore(Stage.ATTEMPTED);

        Plan dropped = again.with(Flight.LANDED).plan();
        Plan intended = again.remembering(dropped.memory()).plan();
        Plan creating = again.remembering(intended.memory()).with(Flight.ARMED).plan();

        assertThat(creating.step()).isEqualTo(new Step.Create());
    }

    @Test
    void shouldForgetTheOrderWhenWantedPresentAgain() {
        Plan plan =
                present().bound().ordered(Stage.ATTEMPTED).seeing(novel(OURS)).plan();

        assertThat(plan.memory()).isEqualTo(new Memory(Optional.of(ADOPTED), Optional.empty(), Optional.empty()));
    }

    /** Whoever restarts in the middle of the question would call it somebody else's drop. */
    @Test
    void shouldKeepTheRecordOfAnInheritedDropUntilItIsProven() {
        Scene inherited = present().bound().orderedBefore(Stage.ATTEMPTED).with(Flight.INHERITED);

        assertThat(inherited.plan().memory()).isEqualTo(inherited.situation().memory());
        assertThat(inherited.doubted().plan().memory())
                .isEqualTo(inherited.situation().memory());
    }

    /** It may have been somebody else. */
    @Test
    void shouldNotSayThatItDroppedWhatAnEarlierProcessMayHaveDropped() {
        Scene attempted = deleting()
                .bound()
                .ordered(Stage.ATTEMPTED)
                .with(Flight.INHERITED)
                .denied();

        assertThat(attempted.plan())
                .isEqualTo(Plan.of(
                                Reason.DROPPED,
                                "the partition is gone; its drop was on record when the operator started",
                                attempted.ordered(Stage.DROPPED).situation().memory(),
                                REMEMBER)
                        .announcing(Plan.Notice.FOUND_DROPPED));
    }

    /** A restart must know of a drop that may still take effect, whatever is wanted by then. */
    @Test
    void shouldKeepTheRecordOfAnUnsettledDropWhenWantedPresentAgain() {
        Scene unsettled = present()
                .bound()
                .ordered(Stage.ATTEMPTED)
                .with(Flight.UNSETTLED)
                .seeing(novel(OURS));

        assertThat(unsettled.plan().memory()).isEqualTo(unsettled.situation().memory());
    }

    @Test
    void shouldSayWhereThePauseIs() {
        Plan plan = deleting().bound().pausedByConnection().seeing(novel(OURS)).plan();

        assertThat(plan.message()).contains("from the MilvusConnection of this resource");
    }

    @Test
    void shouldTellWhatAnHeirIsWaitedFor() {
        Plan plan = deleting().bound().with(HEIR).seeing(novel(OURS)).plan();

        assertThat(plan.message()).contains("search/new", "partition id 7");
    }

    @Test
    void shouldTellOfTheDelayWhileTheConfirmationIsMissing() {
        Caution both = new Caution(Caution.Confirmation.REQUIRED, Duration.ofMinutes(10), Optional.empty());
        Plan plan = deleting().bound().with(both).seeing(novel(OURS)).plan();

        assertThat(plan.message()).contains("7." + GENERATION, "until 2026-01-01T12:10:00Z");
    }

    @Test
    void shouldTellWhichAnnotationAcceptsAReplacement() {
        Plan plan = deleting().bound().seeing(novel(OTHER)).plan();

        assertThat(plan.message()).contains("milvusops.io/accept-replacement: \"8\"");
    }

    /** Only what that address says can prove the drop. */
    @Test
    void shouldRecordWithTheAttemptWhereThePartitionWasSeen() {
        Plan plan = deleting().bound().through(AWAY).seeing(novel(OURS)).plan();

        assertThat(plan.memory().binding().map(Binding::endpoint)).contains(ELSEWHERE);
    }

    @Test
    void shouldNameTheCollectionBehindAnAlias() {
        Plan plan = present().seeing(ALIAS).plan();

        assertThat(plan.message()).contains("book_v2");
    }

    @Test
    void shouldRecordADropThatTookEffect() {
        Scene attempted = deleting().bound().ordered(Stage.ATTEMPTED).with(Flight.LANDED);

        assertThat(attempted.plan())
                .isEqualTo(Plan.of(
                                Reason.DROPPED,
                                "the partition was dropped",
                                attempted.ordered(Stage.DROPPED).situation().memory(),
                                REMEMBER)
                        .announcing(Plan.Notice.DROPPED));
    }

    @Test
    void shouldRecordThatThereWasNothingToDrop() {
        Scene requested = deleting().bound().ordered(Stage.REQUESTED).denied();

        assertThat(requested.plan())
                .isEqualTo(Plan.of(
                                Reason.ABSENT,
                                "there is nothing to drop",
                                requested
                                        .ordered(Stage.NOTHING_TO_DROP)
                                        .situation()
                                        .memory(),
                                REMEMBER)
                        .announcing(Plan.Notice.ALREADY_GONE));
    }

    @Test
    void shouldRecordTheIntentBeforeItCreates() {
        Plan plan = present().plan();

        assertThat(plan.memory().intent().map(Step.Intend::new)).contains((Step.Intend) plan.step());
    }

    @Test
    void shouldTellThatThePartitionWasLost() {
        Plan plan = present().bound().denied().plan();

        assertThat(plan.notice()).contains(Plan.Notice.LOST);
    }

    /** A creation that has landed says nothing of a drop that was never sent. */
    @ParameterizedTest
    @EnumSource(names = {"NONE", "ARMED", "LANDED", "INHERITED"})
    void shouldForgetTheOrderWhenWantedPresentAgainWhateverIsSeen(Flight flight) {
        Plan plan = present()
                .bound()
                .orderedBefore(Stage.REQUESTED)
                .with(flight)
                .through(WITHHELD)
                .plan();

        assertThat(plan.memory().order()).isEmpty();
    }

    @Test
    void shouldSayThatTheResourceItselfIsPaused() {
        Plan plan = deleting().bound().paused().seeing(novel(OURS)).plan();

        assertThat(plan.message()).endsWith("is removed from this resource");
    }

    @Test
    void shouldNotSpeakOfADelayThatIsOver() {
        Caution unconfirmed = new Caution(Caution.Confirmation.REQUIRED, Duration.ofSeconds(60), Optional.empty());
        Plan plan = deleting()
                .bound()
                .with(unconfirmed)
                .ordered(Stage.REQUESTED)
                .seeing(novel(OURS))
                .plan();

        assertThat(plan.message())
                .isEqualTo("the drop waits for the annotation milvusops.io/confirm-drop: \"" + OURS + "." + GENERATION
                        + "\"");
    }

    @Test
    void shouldSayThatTheConfirmationHasAnotherValue() {
        Caution stale = new Caution(Caution.Confirmation.REQUIRED, Duration.ZERO, Optional.of(".1"));
        Plan plan = deleting()
                .bound()
                .with(stale)
                .ordered(Stage.REQUESTED)
                .seeing(novel(OURS))
                .plan();

        assertThat(plan.message()).endsWith("." + GENERATION + "\", which has another value now");
    }

    @Test
    void shouldSayThatItDroppedWhatIsAbsent() {
        Plan plan = absent().bound().ordered(Stage.DROPPED).plan();

        assertThat(plan.message()).isEqualTo("the partition was dropped");
    }

    @Test
    void shouldNotSayThatItDroppedWhatWasNotThere() {
        Plan plan = absent().bound().ordered(Stage.NOTHING_TO_DROP).plan();

        assertThat(plan.message()).isEqualTo("there is no such partition");
    }

    static Stream<Scene> letGoWithADropThatNobodyHasSeenTheEndOf() {
        Scene overdue = deleting().bound().ordered(Stage.ATTEMPTED).with(Flight.OVERDUE);
        return Stream.of(
                overdue.with(KindState.BEING_DELETED),
                overdue.with(Wish.Lifecycle.ABANDONED),
                overdue.retaining(),
                deleting()
                        .bound()
                        .ordered(Stage.ATTEMPTED)
                        .with(Flight.INHERITED)
                        .doubted()
                        .retaining(),
                deleting()
                        .bound()
                        .ordered(Stage.ATTEMPTED)
                        .with(Flight.LANDED)
                        .through(AWAY)
                        .with(Wish.Lifecycle.ABANDONED));
    }

    @ParameterizedTest
    @MethodSource("letGoWithADropThatNobodyHasSeenTheEndOf")
    void shouldNotClaimThatThePartitionIsKeptWhenADropMayHaveTakenEffect(Scene overdue) {
        assertThat(overdue.plan().message()).contains("a drop was sent before");
    }

    @Test
    void shouldClaimThatThePartitionIsKeptWhenNoDropWasSent() {
        Plan plan = deleting()
                .bound()
                .with(Flight.OVERDUE)
                .with(KindState.BEING_DELETED)
                .plan();

        assertThat(plan.message()).doesNotContain("a drop was sent before");
    }

    @Test
    void shouldClaimThatThePartitionIsKeptWhenTheDropWasRefusedBeforeTheAddressChanged() {
        Plan plan = deleting()
                .bound()
                .ordered(Stage.ATTEMPTED)
                .through(AWAY)
                .with(Wish.Lifecycle.ABANDONED)
                .plan();

        assertThat(plan.message()).doesNotContain("a drop was sent before");
    }

    @Test
    void shouldClaimThatThePartitionIsKeptWhenAListHasSettledTheDrop() {
        Plan plan = deleting()
                .bound()
                .ordered(Stage.ATTEMPTED)
                .with(Flight.LANDED)
                .seeing(novel(OURS))
                .with(KindState.BEING_DELETED)
                .plan();

        assertThat(plan.message()).doesNotContain("a drop was sent before");
    }
}
