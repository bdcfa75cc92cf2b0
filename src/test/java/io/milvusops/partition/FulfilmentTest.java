package io.milvusops.partition;

import static io.milvusops.partition.Scene.COLLECTION;
import static io.milvusops.partition.Scene.ELSEWHERE;
import static io.milvusops.partition.Scene.INTENT;
import static io.milvusops.partition.Scene.absent;
import static io.milvusops.partition.Scene.deleting;
import static io.milvusops.partition.Scene.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.milvusops.partition.Order.Stage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ends an order, and what is said then. */
class FulfilmentTest {

    private static final Access ACCEPTED = new Access.Granted(ELSEWHERE, Access.Change.ACCEPTED);

    static Stream<Named<Scene>> afterADrop() {
        return Stream.of(named("deleted", deleting()), named("absent", absent()), named("wanted again", present()))
                .map(scene -> named(
                        scene.getName(),
                        scene.getPayload().bound().ordered(Stage.ATTEMPTED).with(Flight.LANDED)));
    }

    @ParameterizedTest
    @MethodSource("afterADrop")
    void shouldNotCallDroppedWhatWasInACollectionThatIsNotTheOneProvenGone(Scene scene) {
        Scene anotherGone = scene.seeing(new Observation.NoSuchName(10, Observation.Word.REPEATED))
                .knowing(new Observation.CollectionGone(COLLECTION + 1));

        assertThat(anotherGone.plan().memory().order())
                .isEqualTo(scene.situation().memory().order());
    }

    static Stream<Named<Scene>> givingUpWhatWasNeverRecorded() {
        return Stream.of(named("deleted", deleting()), named("absent", absent()));
    }

    /** Only a creation was intended there. */
    @ParameterizedTest
    @MethodSource("givingUpWhatWasNeverRecorded")
    void shouldSayThatARecordedPartitionIsLeftBehindOnlyWhereOneWasRecorded(Scene scene) {
        Plan plan = scene.intended(INTENT)
                .with(Flight.LANDED)
                .through(ACCEPTED)
                .denied()
                .plan();

        assertThat(plan.notice()).contains(Plan.Notice.ALREADY_GONE);
    }
}
