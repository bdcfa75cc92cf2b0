package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Entry;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Listing;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Order;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Snapshot;
import io.milvusops.partition.Step;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A resource whose drop was sent, and that is wanted again before anybody saw what the drop did. Its collection, with
 * the id 100, was renamed to book_2025 meanwhile, and another one with the id 200 is named book.
 */
class WantedAgainTest {

    private static final CollectionAddress RENAMED = new CollectionAddress(Sights.ENDPOINT, "default", "book_2025");
    private static final Map<String, Entry> NOVEL = Map.of("novel", new Entry(7, 1));
    private static final MilvusPartition LIVE = Bench.novel("", "", Bench.BOUND, Bench.ATTEMPTED);

    private final Bench bench = new Bench();
    private Observation.Listed before = bench.listed(RENAMED, NOVEL);

    @BeforeEach
    void wantedAgain() {
        bench.show(LIVE);
        bench.sights.seen(LIVE);
        before = bench.listed(RENAMED, NOVEL);
        bench.flights.armed("uid", "5");
        bench.flights.sent("uid", "5");
        bench.flights.calling("uid");
        bench.flights.finished("uid", new Outcome.Answered(OptionalLong.empty(), bench.nanos()));
        bench.holds.ended("uid", new Outcome.Answered(OptionalLong.empty(), 7));
        bench.board().post(Bench.BOOK, another());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Observation another() {
        Snapshot list = bench.listed(Bench.BOOK, Map.of()).snapshot();
        return new Observation.Listed(new Snapshot(
                list.address(),
                new CollectionDescription(200, "default", "book"),
                new Listing(201, Map.of()),
                Set.of("novel"),
                Map.of(),
                list.beganNanos(),
                list.endedNanos()));
    }

    private Sight look() {
        return bench.view.look(LIVE, KindState.SERVED);
    }

    private Plan found(Observation there) {
        bench.board().moved(Bench.BOOK, 100, RENAMED);
        bench.board().post(RENAMED, there);
        return look().plan();
    }

    /** The one that has the name by now knows nothing of it. */
    @Test
    void shouldLookForItsCollectionToLearnWhatTheDropDid() {
        assertThat(look().plan().step()).isEqualTo(new Step.Locate(100));
    }

    @Test
    void shouldLookForItsCollectionAfterARestart() {
        bench.flights.forget("uid");
        look();
        bench.leap(Duration.ofMinutes(2));
        bench.board().post(Bench.BOOK, another());

        assertThat(look().plan().step()).isEqualTo(new Step.Locate(100));
    }

    @Test
    void shouldRecordTheDropThatItsCollectionShows() {
        Plan plan = found(bench.listed(RENAMED, Map.of()));

        assertThat(plan.memory().order()).map(Order::stage).contains(Order.Stage.DROPPED);
    }

    /** A hold, which stands since the server answered, tells that the server is asked: the drop is news all the same. */
    @Test
    void shouldTellTheDropThatItsCollectionShows() {
        found(bench.listed(RENAMED, Map.of()));

        bench.recordSteps.remember(look());

        Awaitility.await()
                .untilAsserted(() -> assertThat(bench.apiServer.events.told())
                        .singleElement()
                        .asString()
                        .startsWith("PartitionDropped: dropped partition"));
    }

    @Test
    void shouldRecordTheDropWhenItsCollectionIsGone() {
        bench.board().post(Bench.BOOK, new Observation.CollectionGone(100));

        assertThat(look().plan().memory().order()).map(Order::stage).contains(Order.Stage.DROPPED);
    }

    @Test
    void shouldForgetTheOrderWhenItsCollectionShowsThatTheDropDidNothing() {
        Plan plan = found(bench.listed(RENAMED, NOVEL));

        assertThat(plan.memory().order()).isEqualTo(Optional.empty());
    }

    /** What has the name by now was asked for after the drop, and does not settle it. */
    @Test
    void shouldNotTakeAListFromBeforeTheDropForTheProofThatItDidNothing() {
        look();

        Plan plan = found(before);

        assertThat(plan.memory().order()).map(Order::stage).contains(Order.Stage.ATTEMPTED);
    }

    @Test
    void shouldSayWhyItsCollectionCannotBeAsked() {
        Plan plan = found(new Observation.Unknown(Reason.PERMISSION_DENIED, "no right"));

        assertThat(plan.reason()).isEqualTo(Reason.PERMISSION_DENIED);
    }

    @Test
    void shouldAskForAListWhereItsCollectionIsNow() {
        found(new Observation.Unknown(Reason.OBSERVING, "asking the server"));

        assertThat(bench.view.found(look())).contains(RENAMED);
    }
}
