package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.partition.Fate;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Plan.Notice;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import io.milvusops.reconcile.PartitionView.Sight;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of the recorded partition of a live resource whose collection is no longer the one of its name. */
class LeftBehindTest {

    private static final Optional<Fate> LEFT = Optional.of(new Fate(Fate.Kind.LEFT, "it was seen elsewhere"));
    private static final Optional<Fate> UNTOLD = Optional.of(new Fate(Fate.Kind.UNTOLD, "nobody knows"));
    private static final Optional<Fate> GONE = Optional.of(new Fate(Fate.Kind.GONE, "its collection is gone"));
    private static final Optional<Fate> AT_HOME = Optional.empty();

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void tell(Notice notice, Optional<Fate> fate) {
        Sight sight = Sights.remembering(Sights.BOUND);
        Plan plan = new Plan(
                Reason.CREATING,
                "because",
                Sights.BOUND,
                new Step.Rest(),
                Optional.of(notice),
                fate,
                OptionalLong.empty());
        bench.news.tell(new Sight(sight.resource(), sight.reach(), sight.wish(), sight.memory(), plan), plan);
    }

    static Stream<Arguments> events() {
        return Stream.of(
                arguments(
                        Notice.LOST, AT_HOME, "PartitionExternallyDropped: dropped by somebody else, its data is gone"),
                arguments(Notice.LOST, LEFT, "PartitionLeftBehind: it was seen elsewhere; creating another one"),
                arguments(Notice.LOST, UNTOLD, "PartitionLeftBehind: nobody knows; creating another one"),
                arguments(
                        Notice.LOST, GONE, "PartitionExternallyDropped: its collection is gone; creating another one"),
                arguments(Notice.REBOUND, AT_HOME, "PartitionRebound: somebody recreated it; now bound to"),
                arguments(Notice.REBOUND, LEFT, "PartitionLeftBehind: it was seen elsewhere; now bound to"),
                arguments(Notice.REBOUND, UNTOLD, "PartitionLeftBehind: nobody knows; now bound to"),
                arguments(Notice.REBOUND, GONE, "PartitionRebound: its collection is gone; now bound to"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldSayWhatWasSeen(Notice notice, Optional<Fate> fate, String event) {
        tell(notice, fate);

        Awaitility.await()
                .untilAsserted(() -> assertThat(bench.apiServer.events.told())
                        .singleElement()
                        .asString()
                        .startsWith(event));
    }

    static Stream<Arguments> counts() {
        return Stream.of(arguments(AT_HOME, 1.0), arguments(GONE, 1.0), arguments(LEFT, 0.0), arguments(UNTOLD, 0.0));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void shouldCountAsDroppedBySomebodyElseOnlyWhatIsGone(Optional<Fate> fate, double counted) {
        tell(Notice.LOST, fate);

        assertThat(bench.metrics.scrape()).contains("milvusops_external_drops_total " + counted);
    }
}
