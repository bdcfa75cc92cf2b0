package io.milvusops.partition;

import static io.milvusops.partition.Scene.BOOK;
import static io.milvusops.partition.Scene.COLLECTION;
import static io.milvusops.partition.Scene.INTENT;
import static io.milvusops.partition.Scene.OTHER;
import static io.milvusops.partition.Scene.OURS;
import static io.milvusops.partition.Scene.REPAIR;
import static io.milvusops.partition.Scene.deleting;
import static io.milvusops.partition.Scene.listed;
import static io.milvusops.partition.Scene.novel;
import static io.milvusops.partition.Scene.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.partition.Order.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom a resource asks what its call did, when the recorded collection has its name no longer. */
class SettlingTest {

    private static final Observation NO_NAME = new Observation.NoSuchName(10, Observation.Word.REPEATED);

    static Stream<Arguments> astray() {
        Scene attempted = deleting().bound().ordered(Stage.ATTEMPTED).seeing(NO_NAME);
        return Stream.of(
                row(
                        "a drop can no longer take effect: the recorded collection shows what it did",
                        attempted.with(Flight.OVERDUE),
                        Reason.OUTCOME_UNKNOWN,
                        new Step.Locate(COLLECTION)),
                row(
                        "a drop may still take effect: nothing shows yet what it does",
                        attempted.with(Flight.UNSETTLED),
                        Reason.OUTCOME_UNKNOWN,
                        new Step.Look()),
                row(
                        "a creation was sent, too: its collection shows what it did",
                        attempted.intended(REPAIR).with(Flight.OVERDUE),
                        Reason.OUTCOME_UNKNOWN,
                        new Step.Locate(COLLECTION)),
                row(
                        "no drop is on record: nobody asks what it did",
                        present().bound().seeing(NO_NAME).with(Flight.OVERDUE),
                        Reason.COLLECTION_NOT_FOUND,
                        new Step.Rest()));
    }

    private static final CollectionAddress RENAMED = new CollectionAddress(Scene.ENDPOINT, "default", "book_v2");
    private static final Observation ANOTHER = listed(BOOK, 200, "book", novel(OTHER));
    private static final Observation CREATED_THERE = listed(RENAMED, COLLECTION, "book_v2", novel(OURS));
    private static final Observation NOT_SHOWN_THERE = listed(RENAMED, COLLECTION, "book_v2", Map.of());
    private static final Observation FOUND = new Observation.Elsewhere(
            COLLECTION, RENAMED, new Observation.Unknown(Reason.OBSERVING, "asking the server"));
    private static final Observation HIDDEN = new Observation.Elsewhere(
            COLLECTION, RENAMED, new Observation.Unknown(Reason.PERMISSION_DENIED, "no right"));
    private static final Observation.Unknown SILENT = new Observation.Unknown(Reason.SERVER_UNREACHABLE, "refused");
    private static final Step LOCATE = new Step.Locate(COLLECTION);
    private static final Step REMEMBER = new Step.Remember();
    private static final Step LOOK = new Step.Look();

    /** Whoever wanted the partition, wants it gone, or is being deleted. */
    static Stream<Arguments> creations() {
        return Stream.of(Scene.present(), Scene.absent(), deleting())
                .map(scene -> scene.intended(INTENT).with(Flight.OVERDUE).seeing(NO_NAME))
                .flatMap(overdue -> Stream.of(
                        row("nothing of the name", overdue, Reason.OUTCOME_UNKNOWN, LOCATE),
                        row("another of the name", overdue.seeing(ANOTHER), Reason.OUTCOME_UNKNOWN, LOCATE),
                        row(
                                "another of the name, which lacks it",
                                overdue.seeing(listed(BOOK, 200, "book", Map.of()))
                                        .with(Flight.LANDED),
                                Reason.OUTCOME_UNKNOWN,
                                LOCATE),
                        row("found", overdue.knowing(FOUND), Reason.OUTCOME_UNKNOWN, LOCATE),
                        row("found, and hidden", overdue.knowing(HIDDEN), Reason.PERMISSION_DENIED, LOCATE),
                        row("not told where", overdue.knowing(SILENT), Reason.SERVER_UNREACHABLE, LOCATE),
                        row("seen before it ended", overdue.knowing(NOT_SHOWN_THERE), Reason.OUTCOME_UNKNOWN, LOCATE),
                        row("server silent", overdue.seeing(SILENT), Reason.SERVER_UNREACHABLE, LOOK),
                        row(
                                "server silent, ended",
                                overdue.seeing(SILENT).with(Flight.LANDED),
                                Reason.SERVER_UNREACHABLE,
                                LOOK),
                        row(
                                "not shown",
                                overdue.knowing(NOT_SHOWN_THERE).with(Flight.LANDED),
                                Reason.INCOMPLETE_ANSWER,
                                new Step.Verify(RENAMED))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("creations")
    void shouldLookForTheCollectionOfACreationThatNobodyHasSeen(Scene scene, Reason reason, Step step) {
        requirePlan(scene, reason, step);
    }

    private static final Standing CLAIMED = new Standing.Claimed("search/older");

    static Stream<Arguments> claimed() {
        Scene claimed = Scene.present().intended(INTENT).with(CLAIMED);
        return Stream.of(
                row("may take effect", claimed.with(Flight.UNSETTLED), Reason.OUTCOME_UNKNOWN, LOOK),
                row("not asked since", claimed.with(Flight.OVERDUE), Reason.OUTCOME_UNKNOWN, LOOK),
                row("not proven", claimed.with(Flight.LANDED), Reason.INCOMPLETE_ANSWER, new Step.Verify(BOOK)),
                row("done", claimed.with(Flight.LANDED).seeing(novel(OURS)), Reason.PRESENT, REMEMBER),
                row("not sent", claimed.with(Flight.ARMED), Reason.CLAIMED_BY_OTHER, new Step.Rest()),
                row("waits for its turn", claimed.with(Flight.QUEUED), Reason.CLAIMED_BY_OTHER, new Step.Rest()));
    }

    /** Who is claimed is let go of, and a creation that nobody looks for any more would stay where it is. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("claimed")
    void shouldLearnWhatACreationDidBeforeAnotherOneIsServed(Scene scene, Reason reason, Step step) {
        requirePlan(scene, reason, step);
    }

    static Stream<Arguments> paused() {
        return Stream.of(Scene.absent(), deleting())
                .map(scene -> scene.intended(INTENT).paused().seeing(NO_NAME))
                .flatMap(paused -> Stream.of(
                        row("sought", paused.with(Flight.OVERDUE), Reason.OUTCOME_UNKNOWN, LOCATE),
                        row("done", paused.with(Flight.LANDED).knowing(CREATED_THERE), Reason.DROPPING, REMEMBER),
                        row("not sent", paused.with(Flight.ARMED), Reason.PAUSED, new Step.Rest()),
                        row(
                                "no way to the server",
                                paused.with(Flight.LANDED)
                                        .through(new Access.Withheld(Reason.CONNECTION_NOT_FOUND, "none")),
                                Reason.PAUSED,
                                new Step.Rest())));
    }

    /** To ask is no write, and what comes later under the name is not taken for what was created. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("paused")
    void shouldLearnWhatACreationDidDuringAPause(Scene scene, Reason reason, Step step) {
        requirePlan(scene, reason, step);
    }

    static Stream<Arguments> created() {
        return Stream.of(NO_NAME, ANOTHER)
                .flatMap(named -> Stream.of(
                        arguments(Scene.present().seeing(named), Reason.OBSERVING),
                        arguments(Scene.absent().seeing(named), Reason.DROPPING),
                        arguments(deleting().seeing(named), Reason.DROPPING)));
    }

    @ParameterizedTest
    @MethodSource("created")
    void shouldRecordACreationWhereItsCollectionIsNow(Scene scene, Reason reason) {
        Plan plan = scene.intended(INTENT)
                .with(Flight.LANDED)
                .knowing(CREATED_THERE)
                .plan();

        assertThat(List.of(plan.reason(), plan.step())).containsExactly(reason, REMEMBER);
        assertThat(plan.memory().binding())
                .contains(new Binding(Scene.ENDPOINT, Scene.RECORDED, "book_v2", Binding.Origin.CREATED));
    }

    /** What is recorded is in another collection than what is created in its place. */
    @Test
    void shouldLookForTheCollectionOfACreationAndNotForTheRecordedOne() {
        Memory recorded = new Memory(
                Optional.of(new Binding(Scene.ENDPOINT, new Incarnation(90, OURS), "book", Binding.Origin.CREATED)),
                Optional.of(REPAIR),
                Optional.empty());

        Plan plan = deleting()
                .remembering(recorded)
                .with(Flight.LANDED)
                .seeing(NO_NAME)
                .plan();

        assertThat(plan.step()).isEqualTo(LOCATE);
    }

    /** Where it points now, the creation was about to be sent when that was accepted still. */
    @Test
    void shouldSayThatWhatIsRecordedIsAtAnotherServerThanTheCreationInItsPlace() {
        Binding former = new Binding(Scene.ELSEWHERE, Scene.RECORDED, "book", Binding.Origin.CREATED);

        Plan plan = Scene.present()
                .remembering(new Memory(Optional.of(former), Optional.of(REPAIR), Optional.empty()))
                .with(Flight.ARMED)
                .denied()
                .plan();

        assertThat(plan.reason()).isEqualTo(Reason.ENDPOINT_CHANGED);
    }

    static Stream<Scene> sentElsewhere() {
        Intent elsewhere = new Intent(Scene.ELSEWHERE, 200, 201, 50, OptionalLong.of(OURS), Scene.GENERATION);
        return Stream.of(Scene.present(), Scene.absent(), deleting())
                .map(scene -> scene.bound().intended(elsewhere).with(Flight.OVERDUE));
    }

    /** The connection leads back to where the partition is recorded, which knows nothing of the creation. */
    @ParameterizedTest
    @MethodSource("sentElsewhere")
    void shouldSayThatACreationWasSentToAnotherServer(Scene scene) {
        Plan plan = scene.plan();

        assertThat(plan.reason()).isEqualTo(Reason.ENDPOINT_CHANGED);
        assertThat(plan.message()).startsWith("the connection no longer points to " + Scene.ELSEWHERE);
    }

    @Test
    void shouldHandOverNoCreationWhileItsServerIsSilent() {
        Plan plan = deleting()
                .intended(INTENT)
                .with(Flight.LANDED)
                .with(new Standing.Heir("search/new", Optional.of(Scene.RECORDED)))
                .seeing(SILENT)
                .plan();

        assertThat(plan.reason()).isEqualTo(Reason.SERVER_UNREACHABLE);
    }

    @Test
    void shouldHandOverNoCreationOfWhichItsServerWasNotAsked() {
        Plan plan = deleting()
                .intended(INTENT)
                .with(Flight.LANDED)
                .with(new Standing.Heir("search/new", Optional.of(Scene.RECORDED)))
                .through(new Access.Granted(Scene.ELSEWHERE, Access.Change.UNACCEPTED))
                .plan();

        assertThat(plan.reason()).isEqualTo(Reason.ENDPOINT_CHANGED);
    }

    private static void requirePlan(Scene scene, Reason reason, Step step) {
        Plan plan = scene.plan();

        assertThat(List.of(plan.reason(), plan.step())).containsExactly(reason, step);
    }

    private static Arguments row(String name, Scene scene, Reason reason, Step step) {
        return arguments(named(name, scene), reason, step);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("astray")
    void shouldLookForTheRecordedCollectionOnlyToLearnWhatADropDid(Scene scene, Reason reason, Step step) {
        requirePlan(scene, reason, step);
    }
}
