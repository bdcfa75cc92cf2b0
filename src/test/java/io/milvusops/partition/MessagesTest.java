package io.milvusops.partition;

import static io.milvusops.partition.Scene.ELSEWHERE;
import static io.milvusops.partition.Scene.INTENT;
import static io.milvusops.partition.Scene.OTHER;
import static io.milvusops.partition.Scene.OURS;
import static io.milvusops.partition.Scene.absent;
import static io.milvusops.partition.Scene.deleting;
import static io.milvusops.partition.Scene.novel;
import static io.milvusops.partition.Scene.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.partition.Order.Stage;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user could misread, or wait for in vain, is said. */
class MessagesTest {

    private static final Observation NO_NAME = new Observation.NoSuchName(10, Observation.Word.REPEATED);
    private static final String NO_COLLECTION = ": spec.collection book was not found in database default";
    private static final String MISSPELT =
            NO_COLLECTION + "; if it is misspelt, declare the right one in another resource";
    private static final String ANOTHER = "; that annotation has another value now";

    private static Scene nothingToDrop() {
        Order order = new Order(
                Optional.empty(),
                Stage.NOTHING_TO_DROP,
                Scene.GENERATION,
                Scene.NOW.minusSeconds(60),
                Optional.empty());
        return absent().remembering(new Memory(Optional.empty(), Optional.empty(), Optional.of(order)));
    }

    static Stream<Arguments> absences() {
        return Stream.of(
                arguments("no collection", absent().seeing(NO_NAME), "there is nothing to drop" + MISSPELT),
                arguments(
                        "no collection, on record",
                        nothingToDrop().seeing(NO_NAME),
                        "there is no such partition" + MISSPELT),
                arguments("no partition", absent().denied(), "there is nothing to drop"),
                arguments("no partition, on record", nothingToDrop().denied(), "there is no such partition"),
                arguments(
                        "no collection any more",
                        absent().bound().ordered(Stage.NOTHING_TO_DROP).seeing(NO_NAME),
                        "there is no such partition" + NO_COLLECTION),
                arguments(
                        "no collection any more where a creation was intended",
                        deleting().intended(INTENT).with(Flight.ARMED).seeing(NO_NAME),
                        "there is nothing to drop" + NO_COLLECTION),
                arguments(
                        "dropped, and no collection any more",
                        absent().bound().ordered(Stage.DROPPED).seeing(NO_NAME),
                        "the partition was dropped"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("absences")
    void shouldSayOfAnAbsenceWhenNotEvenTheCollectionIsThere(String what, Scene scene, String said) {
        assertThat(scene.plan().message()).isEqualTo(said);
    }

    static Stream<Arguments> notices() {
        return Stream.of(
                arguments("no collection", absent().seeing(NO_NAME), Plan.Notice.NO_COLLECTION),
                arguments("no partition", absent().denied(), Plan.Notice.ALREADY_GONE),
                arguments(
                        "a recorded collection is gone",
                        absent().bound().seeing(new Observation.CollectionGone(Scene.COLLECTION)),
                        Plan.Notice.ALREADY_GONE),
                arguments(
                        "a collection is gone where a creation was intended",
                        deleting().intended(INTENT).with(Flight.ARMED).seeing(NO_NAME),
                        Plan.Notice.ALREADY_GONE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notices")
    void shouldWarnOfAnAbsenceOfWhatMayBeMisspeltOnly(String what, Scene scene, Plan.Notice told) {
        assertThat(scene.plan().notice()).contains(told);
    }

    static Stream<Arguments> reappearances() {
        Scene seen = absent().bound().seeing(novel(OTHER));
        String left = " (id 8); it is left alone until the annotation milvusops.io/accept-replacement: \"8\" orders its"
                + " drop";
        return Stream.of(
                arguments(
                        "dropped before",
                        seen.ordered(Stage.DROPPED),
                        "a partition of this name appeared after the drop" + left),
                arguments(
                        "gone before without a drop",
                        seen.ordered(Stage.NOTHING_TO_DROP),
                        "a partition of this name appeared after none was there" + left),
                arguments(
                        "the recorded one, which was out of sight",
                        absent().bound().ordered(Stage.NOTHING_TO_DROP).seeing(novel(OURS)),
                        "the recorded partition is there again" + left.replace("8", "7")),
                arguments(
                        "never there before",
                        nothingToDrop().seeing(novel(OTHER)),
                        "a partition of this name appeared after none was there" + left),
                arguments(
                        "another one accepted",
                        seen.ordered(Stage.DROPPED).accepting(OURS),
                        "a partition of this name appeared after the drop" + left + ANOTHER));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reappearances")
    void shouldSpeakOfADropBeforeAReappearanceOnlyWhenThereWasOne(String what, Scene scene, String said) {
        assertThat(scene.plan().message()).isEqualTo(said);
    }

    static Stream<Arguments> acceptances() {
        Scene replaced = deleting().bound().seeing(novel(OTHER));
        Scene refusing = present().refusing().seeing(novel(OTHER));
        Scene moved = present().bound().denied();
        String replacement = "another partition has this name now; it is left alone until the annotation"
                + " milvusops.io/accept-replacement: \"8\" accepts it";
        String before = "a partition of this name was there before (id 8) and spec.adoptionPolicy is Refuse; set"
                + " spec.adoptionPolicy: Adopt";
        String dropping = before + " (deleting this resource drops it then, too), ";
        String endpoint =
                "the connection no longer points to http://milvus:19530, and the recorded partition is not where"
                        + " it points now; restore spec.uri, or accept the new one with the annotation"
                        + " milvusops.io/accept-endpoint: \"http://other:19530\" on the connection";
        return Stream.of(
                arguments("replaced", replaced, replacement),
                arguments("replaced, another id", replaced.accepting(OURS), replacement + ANOTHER),
                arguments("replaced, no id", replaced.accepting("true"), replacement + ANOTHER),
                arguments("replaced, live", refusing.bound().accepting(OURS), replacement + ANOTHER),
                arguments("there before", refusing, dropping + "or name another partition in another resource"),
                arguments(
                        "there before, Retain",
                        refusing.retaining(),
                        before + ", or name another partition in another resource"),
                arguments(
                        "there before, absent",
                        absent().refusing().seeing(novel(OTHER)),
                        before + " (which drops it), or name another partition in another resource"),
                arguments(
                        "there before, another id",
                        refusing.accepting(OURS),
                        dropping
                                + "the annotation milvusops.io/accept-replacement: \"8\", or name another partition in another resource"
                                + ANOTHER),
                arguments("moved", moved.through(granted(Access.Change.UNACCEPTED)), endpoint),
                arguments(
                        "moved, not recorded yet",
                        present()
                                .intended(INTENT)
                                .with(Flight.LANDED)
                                .denied()
                                .through(granted(Access.Change.UNACCEPTED)),
                        endpoint),
                arguments(
                        "moved, another uri",
                        moved.through(granted(Access.Change.OTHER_ACCEPTED)),
                        endpoint + ANOTHER));
    }

    private static Access granted(Access.Change change) {
        return new Access.Granted(ELSEWHERE, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptances")
    void shouldTellWhichValueAcceptsAndThatItIsNotTheOneThatIsThere(String what, Scene scene, String said) {
        assertThat(scene.plan().message()).isEqualTo(said);
    }

    static Stream<Arguments> claims() {
        Standing heir = new Standing.Heir("search/new", Optional.empty());
        Standing settled = new Standing.Heir("search/new", Optional.of(Scene.RECORDED));
        String held = "search/new wants this partition present: it is not dropped as long as that one does";
        String dropped = ", and is dropped when that one goes";
        String exit = "; to go on, delete search/new or set its spec.ensure: absent";
        return Stream.of(
                arguments("never recorded", absent().with(heir).seeing(novel(OURS)), held + dropped + exit),
                arguments("taken over", absent().bound().with(settled).seeing(novel(OURS)), held + dropped + exit),
                arguments(
                        "recorded, and Refuse",
                        absent().bound().refusing().with(settled).seeing(novel(OURS)),
                        held + dropped + exit),
                arguments(
                        "never recorded, and Refuse",
                        absent().refusing().with(heir).seeing(novel(OURS)),
                        held + exit));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claims")
    void shouldTellOfAnAbsenceThatItDropsThePartitionAsSoonAsNobodyWantsIt(String what, Scene scene, String said) {
        assertThat(scene.plan().message()).isEqualTo(said);
    }

    static Stream<Arguments> wanted() {
        String notFound = "spec.collection book was not found in database default; create it";
        return Stream.of(
                arguments(
                        "never there",
                        present().seeing(NO_NAME),
                        notFound + ", or, if the name is misspelt, delete this resource and declare the right one in"
                                + " another"),
                arguments("there before", present().bound().seeing(NO_NAME), notFound));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wanted")
    void shouldTakeTheNameOfAMissingCollectionForMisspeltOnlyWhereItWasNeverThere(
            String what, Scene scene, String said) {
        assertThat(scene.plan().message()).isEqualTo(said);
    }

    /** An event begins with the reason, which says that already. */
    @Test
    void shouldNotSayTwiceThatAResourceIsPaused() {
        assertThat(deleting().bound().paused().seeing(novel(OURS)).plan().message())
                .isEqualTo("nothing is dropped; it goes on when the annotation milvusops.io/paused is removed from this"
                        + " resource");
    }

    static Stream<Arguments> handOvers() {
        return Stream.of(
                arguments(
                        "seen",
                        Scene.listed(Scene.BOOK, Scene.COLLECTION, "book", novel(OURS)),
                        "it no more; to drop it instead, delete search/heir or set its spec.ensure: absent"),
                arguments(
                        "not seen",
                        new Observation.Unknown(Reason.SERVER_UNREACHABLE, "refused"),
                        "it no more; it is not seen now: refused"),
                arguments("asked", new Observation.Unknown(Reason.OBSERVING, "asking"), "it no more"),
                arguments("no such name", NO_NAME, "it no more"));
    }

    /** What is not seen cannot be dropped either, whatever becomes of the heir. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("handOvers")
    void shouldNameTheWayOutOfAHandOverOnlyWhereItIsOne(String what, Observation seen, String end) {
        Standing heir = new Standing.Heir("search/heir", Optional.empty());

        assertThat(deleting().bound().seeing(seen).with(heir).plan().message()).endsWith(end);
    }
}
