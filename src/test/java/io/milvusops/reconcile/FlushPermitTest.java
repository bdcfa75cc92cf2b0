package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.KindState;
import io.milvusops.partition.PartitionAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A flush for a look at novel, which the server has under the id 7. */
class FlushPermitTest {

    private static final MilvusPartition OWNER = Bench.novel("", "", Bench.BOUND);
    private static final String PAUSED = "the resource or its connection is paused";
    private static final String OWNED = "another resource owns the partition";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Optional<String> refusal(MilvusPartition resource) {
        bench.show(resource);
        bench.sights.seen(resource);
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, Map.of("novel", new Entry(7, 1))));
        bench.view.look(resource, KindState.SERVED);
        return new FlushPermit(bench.view, () -> Optional.of(resource)).refusal();
    }

    private void claim(String uid, int second, Claim.Demand demand, Optional<Binding> binding) {
        bench.claims.put(new Claim(
                uid,
                "search/" + uid,
                new PartitionAddress(Bench.BOOK, "novel"),
                Set.of(new PartitionAddress(Bench.BOOK, "novel")),
                binding,
                Optional.empty(),
                Instant.EPOCH.plusSeconds(second),
                demand,
                Claim.Hold.SECURED));
    }

    private static Optional<Binding> bound() {
        return Optional.of(new Binding(Sights.ENDPOINT, new Incarnation(100, 7), "book", Binding.Origin.ADOPTED));
    }

    @Test
    void shouldBeGivenToTheOwner() {
        assertThat(refusal(OWNER)).isEmpty();
    }

    /** It is about to own it: what is counted is told then. */
    @Test
    void shouldBeGivenToWhoWillAdoptThePartition() {
        assertThat(refusal(Bench.novel("", ""))).isEmpty();
    }

    @Test
    void shouldBeRefusedWhileTheResourceIsPaused() {
        assertThat(refusal(Bench.novel("annotations: {milvusops.io/paused: \"true\"}", "", Bench.BOUND)))
                .contains(PAUSED);
    }

    @Test
    void shouldBeRefusedWhileTheConnectionIsPaused() {
        MilvusConnection connection = Bench.connection("");
        connection.getMetadata().setAnnotations(Map.of("milvusops.io/paused", "true"));
        bench.show(connection);

        assertThat(refusal(OWNER)).contains(PAUSED);
    }

    @Test
    void shouldBeRefusedToTheLoserOfAClaim() {
        claim("winner", 2, Claim.Demand.PRESENT, bound());
        claim("uid", 1, Claim.Demand.PRESENT, Optional.empty());

        assertThat(refusal(Bench.novel("", ""))).contains(OWNED);
    }

    @Test
    void shouldBeRefusedToWhoGivesThePartitionUpToAnother() {
        claim("heir", 2, Claim.Demand.PRESENT, Optional.empty());
        claim("uid", 1, Claim.Demand.ABSENT, bound());

        assertThat(refusal(Bench.novel("", "ensure: absent", Bench.BOUND))).contains(OWNED);
    }

    @Test
    void shouldBeRefusedToWhoRefusesWhatWasThereBefore() {
        assertThat(refusal(Bench.novel("", "adoptionPolicy: Refuse")))
                .hasValueSatisfying(why -> assertThat(why).contains("was there before"));
    }

    @Test
    void shouldBeRefusedWhereTheConnectionPointsElsewhere() {
        assertThat(refusal(Bench.novel(
                        "",
                        "",
                        Bench.BOUND
                                .replace(Sights.ENDPOINT, "http://former:19530")
                                .replace("partitionID: \"7\"", "partitionID: \"9\""))))
                .hasValueSatisfying(why -> assertThat(why).contains("http://former:19530"));
    }

    @Test
    void shouldBeRefusedForAPartitionThatIsNotTheRecordedOne() {
        assertThat(refusal(Bench.novel(
                        "", "ensure: absent", Bench.BOUND.replace("partitionID: \"7\"", "partitionID: \"9\""))))
                .isPresent();
    }

    @Test
    void shouldBeRefusedForWhatAppearedAfterTheDrop() {
        assertThat(refusal(Bench.novel(
                        "",
                        "ensure: absent",
                        Bench.ATTEMPTED.replace("partitionID: \"7\"", "partitionID: \"9\", outcome: Dropped"))))
                .hasValueSatisfying(why -> assertThat(why).contains("appeared after the drop"));
    }

    @Test
    void shouldBeRefusedWhereTheConnectionDoesNotAllowIt() {
        bench.show(Bench.connection("allowedTargets: [{collection: other}]"));

        assertThat(refusal(OWNER)).isPresent();
    }

    @Test
    void shouldBeRefusedToAResourceThatIsGone() {
        assertThat(new FlushPermit(bench.view, Optional::empty).refusal()).contains("the resource is gone");
    }

    @Test
    void shouldBeRefusedOnceTheOperatorIsStopping() {
        FlushPermit permit = new FlushPermit(bench.view, () -> {
            throw new CancellationException("the operator is stopping");
        });

        assertThat(permit.refusal()).contains("the operator is stopping");
    }
}
