package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.lane.Outcome;
import io.milvusops.partition.Binding;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Standing;
import io.milvusops.reconcile.Claim.Demand;
import io.milvusops.reconcile.Claim.Hold;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeparturesTest {

    private static final String ENDPOINT = "http://milvus:19530";
    private static final PartitionAddress NOVEL =
            new PartitionAddress(new CollectionAddress(ENDPOINT, "default", "book"), "novel");
    private static final Incarnation IDS = new Incarnation(100, 7);
    private static final Standing WAITING =
            new Standing.Owner(List.of(), List.of(new Standing.Attempt("search/gone", IDS, OptionalLong.empty())));

    private long now = 50;
    private final Claims claims = new Claims(uid -> false, uid -> OptionalLong.empty());
    private final Flights flights = new Flights(() -> now);
    private final Departures departures = new Departures(claims, flights);

    private static Claim claim(String uid, Demand demand, Optional<Incarnation> attempted) {
        return new Claim(
                uid,
                "search/" + uid,
                NOVEL,
                Set.of(NOVEL),
                attempted.map(ids -> new Binding(ENDPOINT, ids, "book", Binding.Origin.CREATED)),
                attempted,
                Instant.EPOCH,
                demand,
                Hold.SECURED);
    }

    @BeforeEach
    void anotherWantsTheName() {
        claims.put(claim("gone", Demand.LEAVING, Optional.of(IDS)));
        claims.put(claim("next", Demand.PRESENT, Optional.empty()));
    }

    @Test
    void shouldMakeOthersWaitForACallThatIsUnderWay() {
        flights.sent("gone", "5");

        departures.gone("gone");
        departures.settle();

        assertThat(claims.standing("next", Bench.ANYWHERE)).isEqualTo(WAITING);
    }

    @Test
    void shouldMakeOthersWaitForACallThatMayTakeEffectLate() {
        flights.sent("gone", "5");
        departures.gone("gone");
        departures.forget("gone");
        flights.finished("gone", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "no answer", 60));

        departures.settle();

        assertThat(claims.standing("next", Bench.ANYWHERE)).isEqualTo(WAITING);
    }

    @Test
    void shouldLetOthersGoOnWhenTheCallCanDoNothingAnyMore() {
        settle();

        assertThat(claims.standing("next", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    /** Gone, and its call over. */
    private void settle() {
        flights.sent("gone", "5");
        departures.gone("gone");
        flights.finished("gone", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "no answer", 60));
        now = 61;
        departures.settle();
    }

    /** Resources come and go for as long as the process lives. */
    @Test
    void shouldForgetACallThatCanDoNothingAnyMore() {
        settle();

        assertThat(flights.settled("gone")).isEmpty();
    }

    /** A watch that begins anew may show it again. */
    @Test
    void shouldEndNoClaimOfWhoIsShownAgainAfterItsCallWasOver() {
        settle();
        claims.put(claim("gone", Demand.PRESENT, Optional.of(IDS)));

        departures.settle();

        assertThat(claims.standing("next", Bench.ANYWHERE)).isEqualTo(new Standing.Claimed("search/gone"));
    }

    @Test
    void shouldMakeNobodyWaitForAResourceWithNothingUnderWay() {
        departures.gone("gone");

        assertThat(claims.standing("next", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    @Test
    void shouldMakeNobodyWaitForACreation() {
        claims.put(claim("gone", Demand.LEAVING, Optional.empty()));
        flights.sent("gone", "5");

        departures.gone("gone");

        assertThat(claims.standing("next", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    @Test
    void shouldLetOthersGoOnHoweverOftenItWasTooEarly() {
        flights.sent("gone", "5");
        departures.gone("gone");
        departures.settle();
        flights.finished("gone", new Outcome.Unknown(Reason.SERVER_UNREACHABLE, "no answer", 60));
        now = 61;

        departures.settle();

        assertThat(claims.standing("next", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    @Test
    void shouldTellWhoMayGoOnAtOnce() {
        assertThat(departures.gone("gone")).containsExactly("next");
    }

    /** A creation that is under way does no harm to what another one creates. */
    @Test
    void shouldTellWhoMayGoOnBesideACreation() {
        claims.put(claim("gone", Demand.LEAVING, Optional.empty()));
        flights.sent("gone", "5");

        assertThat(departures.gone("gone")).containsExactly("next");
    }

    @Test
    void shouldForgetWhatIsUnderWayWhereNobodyHasToWait() {
        flights.sent("next", "5");

        departures.forget("next");

        assertThat(flights.airborne("next")).isFalse();
    }
}
