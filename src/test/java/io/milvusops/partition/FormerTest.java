package io.milvusops.partition;

import static io.milvusops.partition.Scene.BOOK;
import static io.milvusops.partition.Scene.COLLECTION;
import static io.milvusops.partition.Scene.OTHER;
import static io.milvusops.partition.Scene.listed;
import static io.milvusops.partition.Scene.novel;
import static io.milvusops.partition.Scene.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

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
