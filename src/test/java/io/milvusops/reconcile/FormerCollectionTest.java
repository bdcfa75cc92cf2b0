package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Intent;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Step;
import io.milvusops.reconcile.PartitionView.Sight;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The collection that is named book now has the id 100; the one before it, with the id 90, is proven gone. */
class FormerCollectionTest {

    private static final Map<String, Entry> NOVEL = Map.of("novel", new Entry(7, 1));
    private static final Observation FORMER_GONE = new Observation.CollectionGone(90);
    private static final Intent INTENT = new Intent(Sights.ENDPOINT, 100, 101, 0, OptionalLong.empty(), 1);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Sight come(MilvusPartition resource, Observation... told) {
        bench.show(resource);
        bench.sights.seen(resource);
        for (Observation observation : told) {
            bench.board().post(Bench.BOOK, observation);
        }
        return bench.view.look(resource, KindState.SERVED);
    }

    /** The name was never asked for on behalf of this order. */
    @Test
    void shouldNotTakeTheEndOfAnotherCollectionForTheAbsenceOfWhatANewOrderNames() {
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, NOVEL));
        bench.board().post(Bench.BOOK, FORMER_GONE);

        Plan plan = come(Bench.novel("", "ensure: absent")).plan();

        assertThat(plan.reason()).isNotEqualTo(Reason.ABSENT);
    }

    @Test
    void shouldNotSayOfALiveResourceThatItsCollectionIsMissingBecauseAFormerOneIsGone() {
        MilvusPartition live = Bench.novel("", "", Bench.BOUND);
        come(live);

        Plan plan = come(live, bench.listed(Bench.BOOK, NOVEL), FORMER_GONE).plan();

        assertThat(plan.reason()).isEqualTo(Reason.PRESENT);
    }

    private MilvusPartition created(String metadata) {
        bench.flights.armed("uid", "5", INTENT);
        bench.flights.sent("uid", "5");
        MilvusPartition resource = Bench.novel(
                metadata
                        + "\n  annotations: {milvusops.io/create-intent: \""
                        + Records.intentText("uid", INTENT) + "\"}",
                "");
        come(resource);
        bench.flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), bench.nanos()));
        return resource;
    }

    @Test
    void shouldBindItsOwnCreation() {
        MilvusPartition live = created("");

        Plan plan = come(live, bench.listed(Bench.BOOK, NOVEL)).plan();

        assertThat(plan.memory().binding().map(bound -> bound.origin().name())).contains("CREATED");
    }

    @Test
    void shouldKeepTheIntentOfACreationWhenAFormerCollectionIsGone() {
        MilvusPartition live = created("");

        come(live, bench.listed(Bench.BOOK, NOVEL), FORMER_GONE);

        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, NOVEL));
        Plan next = bench.view.look(live, KindState.SERVED).plan();
        assertThat(next.memory().binding().map(bound -> bound.origin().name())).contains("CREATED");
    }

    @Test
    void shouldNotLetGoOfACreationThatSucceededWhenAFormerCollectionIsGone() {
        MilvusPartition leaving = created(Bench.DELETED);

        Plan plan = come(leaving, bench.listed(Bench.BOOK, NOVEL), FORMER_GONE).plan();

        assertThat(plan.step()).isNotInstanceOf(Step.LetGo.class);
    }
}
