package io.milvusops.partition;

import static io.milvusops.partition.Scene.OTHER;
import static io.milvusops.partition.Scene.absent;
import static io.milvusops.partition.Scene.novel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.Order.Stage;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A partition appeared after the drop, and another resource wants it present: it is not this one's to drop. */
class ReappearanceTest {

    private static final Scene WANTED = absent().ordered(Stage.DROPPED)
            .seeing(novel(OTHER))
            .with(new Standing.Heir("search/new", Optional.empty()));

    @Test
    void shouldSayWhoWantsWhatReappeared() {
        assertThat(WANTED.plan().message())
                .isEqualTo(
                        "a partition of this name appeared after the drop (id 8), and search/new wants it present: it"
                                + " is left alone");
    }

    @Test
    void shouldNotOfferTheDropOfWhatAnotherResourceWants() {
        assertThat(WANTED.plan().replacement()).isEmpty();
    }

    /** It was there all the time, at a server that nobody accepted. */
    @Test
    void shouldHoldAFinishedAbsenceWhoseConnectionLeadsElsewhere() {
        Plan plan = absent().bound()
                .ordered(Stage.DROPPED)
                .through(new Access.Granted(Scene.ELSEWHERE, Access.Change.UNACCEPTED))
                .seeing(novel(OTHER))
                .accepting(OTHER)
                .plan();

        assertThat(plan.reason()).isEqualTo(Reason.ENDPOINT_CHANGED);
        assertThat(plan.message()).contains(Scene.ENDPOINT, Scene.ELSEWHERE);
    }

    static Stream<Access> lookingElsewhere() {
        return Stream.of(
                new Access.Granted(Scene.ELSEWHERE, Access.Change.ACCEPTED),
                new Access.Withheld(Reason.NOT_ALLOWED, "not allowed"));
    }

    /** Whoever accepted the new server has given up what was at the former one; who may not look holds nothing. */
    @ParameterizedTest
    @MethodSource("lookingElsewhere")
    void shouldTellWhatReappearedWhereNothingIsHeldForTheFormerServer(Access access) {
        Plan plan = absent().bound()
                .ordered(Stage.DROPPED)
                .through(access)
                .seeing(novel(OTHER))
                .plan();

        assertThat(plan.reason()).isEqualTo(Reason.REAPPEARED);
    }

    /** What it dropped at the former server is not missing at the new one. */
    @Test
    void shouldCreateAtAnotherServerWhatItHasDroppedAtTheFormerOne() {
        Plan plan = Scene.present()
                .bound()
                .orderedBefore(Stage.DROPPED)
                .through(new Access.Granted(Scene.ELSEWHERE, Access.Change.UNACCEPTED))
                .denied()
                .plan();

        assertThat(plan.reason()).isEqualTo(Reason.CREATING);
    }

    @Test
    void shouldNotAdoptWhatAnotherResourceWantsThoughItWasAccepted() {
        assertThat(WANTED.accepting(OTHER).plan()).isEqualTo(WANTED.plan());
    }
}
