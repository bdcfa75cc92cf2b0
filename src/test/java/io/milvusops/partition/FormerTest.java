package io.milvusops.partition;

import static io.milvusops.partition.Scene.BOOK;
import static io.milvusops.partition.Scene.COLLECTION;
import static io.milvusops.partition.Scene.OTHER;
import static io.milvusops.partition.Scene.RECORDED;
import static io.milvusops.partition.Scene.absent;
import static io.milvusops.partition.Scene.listed;
import static io.milvusops.partition.Scene.novel;
import static io.milvusops.partition.Scene.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A live resource that leaves its recorded partition, or only seems to. */
class FormerTest {

    static Stream<Named<Scene>> inTheRecordedCollection() {
        return Stream.of(
                named("another partition has the name", present().bound().seeing(novel(OTHER))),
                named("no partition has the name", present().bound().denied()));
    }

    @ParameterizedTest
    @MethodSource("inTheRecordedCollection")
    void shouldTellOfNoFormerCollectionWhileTheRecordedOneHasItsName(Scene scene) {
        assertThat(scene.plan().fate()).isEmpty();
    }

    @Test
    void shouldReportADropBySomebodyElseWhileTheRecordedCollectionHasItsName() {
        Plan plan = present().bound().reporting().denied().plan();

        assertThat(plan.message())
                .isEqualTo("the partition was dropped by somebody else; set spec.onExternalDrop to Recreate, or delete"
                        + " this resource");
    }

    private static final CollectionAddress ELSEWHERE = new CollectionAddress("http://other:19530", "default", "book");

    /** At the server that was accepted there is a collection of the name, with or without such a partition. */
    private static Stream<Scene> moved() {
        Scene moved = present().bound().through(new Access.Granted(ELSEWHERE.endpoint(), Access.Change.ACCEPTED));
        Observation.Listed here = (Observation.Listed) listed(ELSEWHERE, COLLECTION + 100, "book", Map.of());
        return Stream.of(
                moved.seeing(listed(ELSEWHERE, COLLECTION + 100, "book", novel(OTHER))),
                moved.seeing(new Observation.Listed(here.snapshot().beside(Set.of("novel"), Map.of()))));
    }

    static Stream<Named<Scene>> atAnotherServer() {
        List<Scene> moved = moved().toList();
        return Stream.of(named("rebound", moved.get(0)), named("created anew", moved.get(1)));
    }

    /** Nobody recreated or dropped it: it is at the server that the connection pointed to before. */
    @ParameterizedTest
    @MethodSource("atAnotherServer")
    void shouldSayAtWhichServerTheRecordedPartitionIsLeft(Scene scene) {
        assertThat(scene.plan().fate())
                .contains(new Fate(
                        Fate.Kind.LEFT,
                        "the recorded partition novel in default/book was at " + BOOK.endpoint()
                                + ", where the connection no longer points; what is there is left as it is"));
    }

    /** What another one leaves is taken over, and what was recorded before is not forgotten in silence. */
    @Test
    void shouldSayWhatBecameOfItsOwnPartitionWhenItTakesOverAnother() {
        Incarnation theirs = new Incarnation(COLLECTION + 100, OTHER);
        Plan plan = present()
                .bound()
                .with(new Standing.Owner(List.of(new Standing.Inheritance(theirs, Binding.Origin.CREATED)), List.of()))
                .seeing(listed(BOOK, COLLECTION + 100, "book", novel(OTHER)))
                .knowing(new Observation.CollectionGone(COLLECTION))
                .plan();

        assertThat(plan.notice()).contains(Plan.Notice.REBOUND);
        assertThat(plan.fate()).map(Fate::kind).contains(Fate.Kind.GONE);
        assertThat(plan.memory().binding()).map(Binding::origin).contains(Binding.Origin.CREATED);
    }

    @Test
    void shouldOnlySayThatItTookOverWhereItHadNothingBefore() {
        Plan plan = present()
                .with(new Standing.Owner(
                        List.of(new Standing.Inheritance(new Incarnation(COLLECTION, OTHER), Binding.Origin.CREATED)),
                        List.of()))
                .seeing(novel(OTHER))
                .plan();

        assertThat(plan.notice()).contains(Plan.Notice.TAKEN_OVER);
    }

    @Test
    void shouldBlameNobodyForAPartitionThatIsAtAnotherServer() {
        assertThat(moved().toList().get(1).reporting().plan().message())
                .startsWith("the recorded partition novel in default/book was at " + BOOK.endpoint())
                .contains("there is no such partition here; set spec.onExternalDrop");
    }

    /** Clients drop it by the name that its collection has there, whatever the spec calls that. */
    @Test
    void shouldNameAPartitionThatIsLeftByTheRecordedNameOfItsCollection() {
        Binding renamed = new Binding(BOOK.endpoint(), RECORDED, "volume", Binding.Origin.ADOPTED);
        Scene left = absent().remembering(new Memory(Optional.of(renamed), Optional.empty(), Optional.empty()))
                .through(new Access.Granted(ELSEWHERE.endpoint(), Access.Change.ACCEPTED))
                .seeing(new Observation.CollectionGone(COLLECTION));

        assertThat(left.plan().message()).startsWith("the recorded partition novel in default/volume was at ");
    }

    static Stream<Named<Observation>> tellingNothingOfTheRecordedCollection() {
        return Stream.of(
                named("another collection is gone", new Observation.CollectionGone(COLLECTION + 1)),
                named("no answer yet", new Observation.Unknown(Reason.OBSERVING, "asking the server")));
    }

    @ParameterizedTest
    @MethodSource("tellingNothingOfTheRecordedCollection")
    void shouldAskForTheRecordedCollectionUntilItIsToldWhatBecameOfIt(Observation home) {
        Scene movedOn = present().bound().seeing(listed(BOOK, COLLECTION + 100, "book", novel(OTHER)));

        assertThat(movedOn.knowing(home).plan().step()).isEqualTo(new Step.Locate(COLLECTION));
    }
}
