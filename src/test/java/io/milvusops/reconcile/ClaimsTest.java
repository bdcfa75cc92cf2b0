package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.Binding;
import io.milvusops.partition.Binding.Origin;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Standing;
import io.milvusops.reconcile.Claim.Custody;
import io.milvusops.reconcile.Claim.Demand;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final PartitionAddress NOVEL = address("novel");
    private static final Incarnation IDS = new Incarnation(100, 7);
    private static final Binding BOUND = new Binding("http://milvus:19530", IDS, "book", Origin.CREATED);

    private final Claims claims = new Claims();

    private static PartitionAddress address(String partition) {
        return new PartitionAddress(new CollectionAddress("http://milvus:19530", "default", "book"), partition);
    }

    private static Claim claim(String uid, int age, Demand demand, Optional<Binding> binding) {
        return new Claim(
                uid, "search/" + uid, NOVEL, binding, Instant.ofEpochSecond(1_000 - age), demand, Custody.SECURED);
    }

    private static Claim wanting(String uid, int age) {
        return claim(uid, age, Demand.PRESENT, Optional.empty());
    }

    @Test
    void shouldPreferTheOldest() {
        claims.put(wanting("young", 1));
        claims.put(wanting("old", 2));

        assertThat(claims.standing("young")).isEqualTo(new Standing.Claimed("search/old"));
    }

    @Test
    void shouldPreferTheBoundOwnerToAnOlderResource() {
        claims.put(claim("young", 1, Demand.PRESENT, Optional.of(BOUND)));
        claims.put(wanting("old", 2));

        assertThat(claims.standing("old")).isEqualTo(new Standing.Claimed("search/young"));
    }

    @Test
    void shouldPreferTheLowestUidAmongEquallyOld() {
        claims.put(wanting("b", 1));
        claims.put(wanting("a", 1));

        assertThat(claims.standing("b")).isEqualTo(new Standing.Claimed("search/a"));
    }

    @Test
    void shouldLetAResourceBeingDeletedHoldNoClaim() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(wanting("young", 1));

        assertThat(claims.standing("young"))
                .isEqualTo(new Standing.Owner(Optional.of(new Standing.Inheritance(IDS, Origin.CREATED))));
    }

    @Test
    void shouldNotHandOverBeforeTheHeirHasBound() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(wanting("young", 1));

        assertThat(claims.standing("old")).isEqualTo(new Standing.Heir("search/young", Optional.empty()));
    }

    @Test
    void shouldHandOverToAnHeirThatHasBoundTheSameIds() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(claim("young", 1, Demand.PRESENT, Optional.of(BOUND)));

        assertThat(claims.standing("old")).isEqualTo(new Standing.Heir("search/young", Optional.of(IDS)));
    }

    @Test
    void shouldNotHandOverToAnHeirWithoutCustody() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(new Claim(
                "young", "search/young", NOVEL, Optional.of(BOUND), Instant.EPOCH, Demand.PRESENT, Custody.OPEN));

        assertThat(claims.standing("old")).isEqualTo(new Standing.Heir("search/young", Optional.empty()));
    }

    @Test
    void shouldKeepWhatAnotherResourceWantsFromBeingDeclaredAbsent() {
        claims.put(claim("gone", 2, Demand.ABSENT, Optional.of(BOUND)));
        claims.put(wanting("wants", 1));

        assertThat(claims.standing("gone")).isEqualTo(new Standing.Claimed("search/wants"));
    }

    @Test
    void shouldMeetAClaimUnderAnotherNameByThePartitionId() {
        claims.put(claim("first", 2, Demand.PRESENT, Optional.of(BOUND)));
        claims.put(new Claim(
                "second",
                "search/second",
                address("alias"),
                Optional.of(BOUND),
                Instant.ofEpochSecond(999),
                Demand.PRESENT,
                Custody.SECURED));

        assertThat(claims.standing("second")).isEqualTo(new Standing.Claimed("search/first"));
    }

    @Test
    void shouldTellWhomAVanishedOwnerConcerns() {
        claims.put(wanting("old", 2));
        claims.put(wanting("young", 1));

        assertThat(claims.remove("old")).containsExactly("young");
    }

    @Test
    void shouldNotConcernAnybodyByRepeatingAClaim() {
        claims.put(wanting("old", 2));
        claims.put(wanting("young", 1));

        assertThat(claims.put(wanting("young", 1))).isEmpty();
    }

    @Test
    void shouldForgetTheOldNameOfAClaim() {
        claims.put(wanting("mover", 2));
        claims.put(new Claim(
                "mover",
                "search/mover",
                address("other"),
                Optional.empty(),
                Instant.EPOCH,
                Demand.PRESENT,
                Custody.OPEN));
        claims.put(wanting("stayer", 1));

        assertThat(claims.standing("stayer")).isEqualTo(Standing.Owner.ALONE);
    }
}
