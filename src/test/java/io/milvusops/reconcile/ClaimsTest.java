package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.Access;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Binding.Origin;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Observation;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Standing;
import io.milvusops.partition.Whereabouts;
import io.milvusops.reconcile.Claim.Demand;
import io.milvusops.reconcile.Claim.Hold;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {

    private static final PartitionAddress NOVEL = address("novel");
    private static final Incarnation IDS = new Incarnation(100, 7);
    private static final Binding BOUND = new Binding("http://milvus:19530", IDS, "book", Origin.CREATED);

    /** The uids whose calls were sent. */
    private final Set<String> called = new HashSet<>();

    private final Claims claims = new Claims(called::contains, uid -> OptionalLong.empty());

    private static PartitionAddress address(String partition) {
        return new PartitionAddress(new CollectionAddress("http://milvus:19530", "default", "book"), partition);
    }

    private static final Whereabouts RENAMED = new Whereabouts(
            new Memory(Optional.of(BOUND), Optional.empty(), Optional.empty()),
            new Access.Granted(BOUND.endpoint(), Access.Change.UNACCEPTED),
            new Observation.Elsewhere(
                    BOUND.incarnation().collectionId(),
                    new CollectionAddress(BOUND.endpoint(), "default", "book_2025"),
                    new Observation.Unknown(Reason.OBSERVING, "asking the server")));

    private static Claim claim(String uid, int age, Demand demand, Optional<Binding> binding) {
        return new Claim(
                uid,
                "search/" + uid,
                NOVEL,
                Set.of(NOVEL),
                binding,
                Optional.empty(),
                Instant.ofEpochSecond(1_000 - age),
                demand,
                Hold.SECURED);
    }

    private static Claim wanting(String uid, int age) {
        return claim(uid, age, Demand.PRESENT, Optional.empty());
    }

    @Test
    void shouldPreferTheOldest() {
        claims.put(wanting("young", 1));
        claims.put(wanting("old", 2));

        assertThat(claims.standing("young", Bench.ANYWHERE)).isEqualTo(new Standing.Claimed("search/old"));
    }

    @Test
    void shouldPreferTheBoundOwnerToAnOlderResource() {
        claims.put(claim("young", 1, Demand.PRESENT, Optional.of(BOUND)));
        claims.put(wanting("old", 2));

        assertThat(claims.standing("old", Bench.ANYWHERE)).isEqualTo(new Standing.Claimed("search/young"));
    }

    @Test
    void shouldLeaveNoAttemptWhereNoneWasMade() {
        claims.put(wanting("uid", 1));

        assertThat(claims.leaveAttempt("uid")).isFalse();
    }

    @Test
    void shouldLeaveNoAttemptOfWhoClaimedNothing() {
        assertThat(claims.leaveAttempt("uid")).isFalse();
    }

    /** Whichever comes first of those that only intend to: what is sent may still take effect. */
    @Test
    void shouldWaitForTheDropThatWasSentThoughItWouldComeFirst() {
        claims.put(dropping("a", Optional.of(IDS)));
        claims.put(dropping("b", Optional.of(IDS)));

        called.add("b");

        assertThat(claims.standing("a", Bench.ANYWHERE)).isEqualTo(waitingFor("b"));
    }

    /** Two addresses may lead to one server. */
    @Test
    void shouldHandOverToAnHeirThatRecordedTheSameIdsUnderAnotherAddress() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(elsewhere("young", IDS));

        assertThat(claims.standing("old", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/young", Optional.of(IDS)));
    }

    @Test
    void shouldNotTakeAnotherCollectionsPartitionUnderAnotherAddressForTheSame() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(elsewhere("young", new Incarnation(101, 7)));

        assertThat(claims.standing("old", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    private static Claim elsewhere(String uid, Incarnation ids) {
        String endpoint = "http://milvus.search.svc:19530";
        return new Claim(
                uid,
                "search/" + uid,
                new PartitionAddress(new CollectionAddress(endpoint, "default", "book"), "novel"),
                Set.of(new PartitionAddress(new CollectionAddress(endpoint, "default", "book"), "novel")),
                Optional.of(new Binding(endpoint, ids, "book", Origin.ADOPTED)),
                Optional.empty(),
                Instant.EPOCH,
                Demand.PRESENT,
                Hold.SECURED);
    }

    @Test
    void shouldPreferTheLowestUidAmongEquallyOld() {
        claims.put(wanting("b", 1));
        claims.put(wanting("a", 1));

        assertThat(claims.standing("b", Bench.ANYWHERE)).isEqualTo(new Standing.Claimed("search/a"));
    }

    @Test
    void shouldLetAResourceBeingDeletedHoldNoClaim() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(wanting("young", 1));

        assertThat(claims.standing("young", Bench.ANYWHERE))
                .isEqualTo(new Standing.Owner(List.of(new Standing.Inheritance(IDS, Origin.CREATED)), List.of()));
    }

    @Test
    void shouldNotHandOverBeforeTheHeirHasBound() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(wanting("young", 1));

        assertThat(claims.standing("old", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/young", Optional.empty()));
    }

    @Test
    void shouldHandOverToAnHeirThatHasBoundTheSameIds() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(claim("young", 1, Demand.PRESENT, Optional.of(BOUND)));

        assertThat(claims.standing("old", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/young", Optional.of(IDS)));
    }

    @Test
    void shouldNotHandOverToAnHeirWithoutHold() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(new Claim(
                "young",
                "search/young",
                NOVEL,
                Set.of(NOVEL),
                Optional.of(BOUND),
                Optional.empty(),
                Instant.EPOCH,
                Demand.PRESENT,
                Hold.OPEN));

        assertThat(claims.standing("old", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/young", Optional.empty()));
    }

    @Test
    void shouldKeepWhatAnotherResourceWantsFromBeingDeclaredAbsent() {
        claims.put(claim("gone", 2, Demand.ABSENT, Optional.of(BOUND)));
        claims.put(wanting("wants", 1));

        assertThat(claims.standing("gone", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/wants", Optional.empty()));
    }

    /** A collection that was renamed leaves its name to the next one, and everybody who names that. */
    @ParameterizedTest
    @EnumSource(names = {"LEAVING", "ABSENT"})
    void shouldTakeNobodyForAnHeirWhoNamesAnotherPlaceThanThatOfThePartition(Demand demand) {
        claims.put(claim("old", 2, demand, Optional.of(BOUND)));
        claims.put(wanting("next", 1));

        assertThat(claims.standing("old", RENAMED)).isEqualTo(Standing.Owner.ALONE);
    }

    /** It names another collection by now, and leaves what it has recorded as soon as it sees that. */
    @Test
    void shouldNotLeaveThePartitionToAnHeirThatIsAboutToLeaveItToo() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(claim("young", 1, Demand.PRESENT, Optional.of(BOUND)));

        assertThat(claims.standing("old", RENAMED)).isEqualTo(new Standing.Heir("search/young", Optional.empty()));
    }

    /** A deletion is seen before a list that is younger than it: the heir may be about to leave the partition, too. */
    @Test
    void shouldNotLeaveThePartitionToAnHeirBeforeItIsSeenWhereThatOneIsServed() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(claim("young", 1, Demand.PRESENT, Optional.of(BOUND)));
        Whereabouts unseen = new Whereabouts(
                RENAMED.memory(), RENAMED.access(), new Observation.Unknown(Reason.OBSERVING, "asking the server"));

        assertThat(claims.standing("old", unseen)).isEqualTo(new Standing.Heir("search/young", Optional.empty()));
    }

    /** Its connection leads to another server by now. */
    @Test
    void shouldNotLeaveThePartitionToAnHeirThatCannotReachIt() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        PartitionAddress away =
                new PartitionAddress(new CollectionAddress("http://other:1", "default", "book"), "novel");
        claims.put(new Claim(
                "young",
                "search/young",
                away,
                Set.of(away),
                Optional.of(new Binding("http://milvus.search.svc:19530", IDS, "book", Origin.ADOPTED)),
                Optional.empty(),
                Instant.EPOCH,
                Demand.PRESENT,
                Hold.SECURED));

        assertThat(claims.standing("old", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/young", Optional.empty()));
    }

    /** Two collections were exchanged: each resource is served where its name leads now. */
    @Test
    void shouldNotWaitForWhoRecordedWhatTheResourceIsAboutToLeave() {
        PartitionAddress other =
                new PartitionAddress(new CollectionAddress(BOUND.endpoint(), "default", "film"), "novel");
        claims.put(new Claim(
                "old",
                "search/old",
                other,
                Set.of(other),
                Optional.of(BOUND),
                Optional.empty(),
                Instant.EPOCH,
                Demand.PRESENT,
                Hold.SECURED));
        claims.put(claim("young", 1, Demand.PRESENT, Optional.of(BOUND)));

        assertThat(claims.standing("young", RENAMED)).isInstanceOf(Standing.Owner.class);
        assertThat(claims.standing("young", Bench.ANYWHERE)).isEqualTo(new Standing.Claimed("search/old"));
    }

    /** Who leaves its collection for the next one of that name comes after whoever was there before. */
    @Test
    void shouldComeAfterAnOlderOwnerInTheCollectionThatHasTheNameNow() {
        Binding there = new Binding(BOUND.endpoint(), new Incarnation(200, 9), "book", Origin.CREATED);
        claims.put(claim("there", 2, Demand.PRESENT, Optional.of(there)));
        claims.put(claim("leaving", 1, Demand.PRESENT, Optional.of(BOUND)));

        assertThat(claims.standing("leaving", RENAMED)).isEqualTo(new Standing.Claimed("search/there"));
    }

    /** Its connection was turned to the address of the other one: what it has recorded is reached there. */
    @Test
    void shouldLeaveThePartitionToAnHeirWhoseConnectionLeadsToItByAnotherAddressThanItsRecord() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        Binding before = new Binding("http://milvus.search.svc:19530", IDS, "book", Origin.ADOPTED);
        claims.put(claim("young", 1, Demand.PRESENT, Optional.of(before)));

        assertThat(claims.standing("old", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/young", Optional.of(IDS)));
    }

    /** Nobody else was given what it has. */
    @Test
    void shouldKeepWhatAResourceHasRecordedThatIsNotAllowedAnyMore() {
        claims.put(claim("owner", 2, Demand.SHUT_OUT, Optional.of(BOUND)));
        claims.put(claim("gone", 3, Demand.ABSENT, Optional.of(BOUND)));
        claims.put(wanting("loser", 1));

        assertThat(claims.standing("gone", Bench.ANYWHERE)).isInstanceOf(Standing.Heir.class);
        assertThat(claims.standing("loser", Bench.ANYWHERE)).isEqualTo(new Standing.Claimed("search/owner"));
    }

    private static Claim dropping(String uid, Optional<Incarnation> attempted) {
        return new Claim(
                uid,
                "search/" + uid,
                NOVEL,
                Set.of(NOVEL),
                Optional.of(BOUND),
                attempted,
                Instant.EPOCH,
                Demand.ABSENT,
                Hold.SECURED);
    }

    private static Standing waitingFor(String uid) {
        return new Standing.Owner(List.of(), List.of(new Standing.Attempt("search/" + uid, IDS, OptionalLong.empty())));
    }

    /** Drops go by name: the second could hit what was made after the first. */
    @Test
    void shouldWaitWithADropForThatOfAnotherResource() {
        claims.put(dropping("b", Optional.of(IDS)));
        claims.put(dropping("a", Optional.empty()));

        assertThat(claims.standing("a", Bench.ANYWHERE)).isEqualTo(waitingFor("b"));
    }

    /** It had the name before, and no list shows it any more. */
    @Test
    void shouldNotWaitWithADropForThatOfAnotherPartition() {
        claims.put(dropping("b", Optional.of(new Incarnation(100, 8))));
        claims.put(dropping("a", Optional.empty()));

        assertThat(claims.standing("a", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    /** Both have recorded that they are about to: they must not wait for each other. */
    @Test
    void shouldLetOneOfTwoDropsOfOnePartitionGoFirst() {
        claims.put(dropping("a", Optional.of(IDS)));
        claims.put(dropping("b", Optional.of(IDS)));

        assertThat(List.of(claims.standing("a", Bench.ANYWHERE), claims.standing("b", Bench.ANYWHERE)))
                .containsExactly(Standing.Owner.ALONE, waitingFor("a"));
    }

    @Test
    void shouldPreferAnHeirThatRecordedTheSameIdsToAnOlderOne() {
        claims.put(claim("leaving", 3, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(claim(
                "older",
                2,
                Demand.PRESENT,
                Optional.of(new Binding(BOUND.endpoint(), new Incarnation(100, 8), "book", Origin.ADOPTED))));
        claims.put(claim("young", 1, Demand.PRESENT, Optional.of(BOUND)));

        assertThat(claims.standing("leaving", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/young", Optional.of(IDS)));
    }

    /** An absence that has recorded nothing would be told of somebody who waits for it, too. */
    @Test
    void shouldPreferAnHeirThatHasBoundThePartitionWhereNothingIsRecorded() {
        claims.put(claim("absent", 3, Demand.ABSENT, Optional.empty()));
        claims.put(wanting("older", 2));
        claims.put(claim("young", 1, Demand.PRESENT, Optional.of(BOUND)));

        assertThat(claims.standing("absent", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/young", Optional.of(IDS)));
    }

    @Test
    void shouldMeetAClaimUnderAnotherNameByThePartitionId() {
        claims.put(claim("first", 2, Demand.PRESENT, Optional.of(BOUND)));
        claims.put(new Claim(
                "second",
                "search/second",
                address("alias"),
                Set.of(address("alias")),
                Optional.of(BOUND),
                Optional.empty(),
                Instant.ofEpochSecond(999),
                Demand.PRESENT,
                Hold.SECURED));

        assertThat(claims.standing("second", Bench.ANYWHERE)).isEqualTo(new Standing.Claimed("search/first"));
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
                Set.of(address("other")),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Demand.PRESENT,
                Hold.OPEN));
        claims.put(wanting("stayer", 1));

        assertThat(claims.standing("stayer", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    /** A collection that was renamed is found by its id: whoever names the new name wants what would be dropped. */
    @Test
    void shouldMeetAClaimWhereTheCollectionWasFoundByItsId() {
        PartitionAddress moved =
                new PartitionAddress(new CollectionAddress("http://milvus:19530", "default", "book_v2"), "novel");
        claims.put(leaving(Set.of(NOVEL, moved), Optional.empty()));
        claims.put(new Claim(
                "new",
                "search/new",
                moved,
                Set.of(moved),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Demand.PRESENT,
                Hold.SECURED));

        assertThat(claims.standing("leaving", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/new", Optional.empty()));
    }

    @Test
    void shouldTellOfADropOfThatNameThatIsNotSettled() {
        claims.put(leaving(Set.of(NOVEL), Optional.of(IDS)));
        claims.put(wanting("new", 1));

        assertThat(claims.standing("new", Bench.ANYWHERE))
                .isEqualTo(new Standing.Owner(
                        List.of(new Standing.Inheritance(IDS, Origin.CREATED)),
                        List.of(new Standing.Attempt("search/leaving", IDS, OptionalLong.empty()))));
    }

    /** Its drop is under way while it wants the partition again: it may hit what the other one creates. */
    @Test
    void shouldTellOfAnUnsettledDropOfOneThatWantsThePartitionAgain() {
        claims.put(new Claim(
                "again",
                "search/again",
                NOVEL,
                Set.of(NOVEL),
                Optional.empty(),
                Optional.of(IDS),
                Instant.ofEpochSecond(999),
                Demand.PRESENT,
                Hold.SECURED));
        claims.put(wanting("old", 2));

        assertThat(claims.standing("old", Bench.ANYWHERE))
                .isEqualTo(new Standing.Owner(
                        List.of(), List.of(new Standing.Attempt("search/again", IDS, OptionalLong.empty()))));
    }

    private static Claim leaving(Set<PartitionAddress> addresses, Optional<Incarnation> attempted) {
        return new Claim(
                "leaving",
                "search/leaving",
                NOVEL,
                addresses,
                Optional.of(BOUND),
                attempted,
                Instant.EPOCH,
                Demand.LEAVING,
                Hold.SECURED);
    }

    @Test
    void shouldTellWhomANewClaimConcerns() {
        claims.put(wanting("old", 2));

        assertThat(claims.put(wanting("young", 1))).containsExactly("old");
    }

    @Test
    void shouldTellWhomAClaimConcernedThatMovedAway() {
        claims.put(wanting("mover", 2));
        claims.put(wanting("stayer", 1));

        assertThat(claims.put(named("mover", "other", Optional.empty()))).containsExactly("stayer");
    }

    @Test
    void shouldConcernNobodyByForgettingAResourceWithoutClaim() {
        claims.put(wanting("old", 2));

        assertThat(claims.remove("unknown")).isEmpty();
    }

    @Test
    void shouldStandAloneWithoutClaim() {
        assertThat(claims.standing("unknown", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    @Test
    void shouldKeepTheOthersWhenOneOfThemGoes() {
        claims.put(wanting("old", 3));
        claims.put(wanting("middle", 2));
        claims.put(wanting("young", 1));
        claims.remove("old");

        assertThat(claims.standing("young", Bench.ANYWHERE)).isEqualTo(new Standing.Claimed("search/middle"));
    }

    @Test
    void shouldForgetThePartitionThatAClaimHadBound() {
        Binding rebound = new Binding(BOUND.endpoint(), new Incarnation(100, 8), "book", Origin.ADOPTED);
        claims.put(claim("oldest", 2_000, Demand.PRESENT, Optional.of(BOUND)));
        claims.put(claim("oldest", 2_000, Demand.PRESENT, Optional.of(rebound)));
        claims.put(named("stayer", "alias", Optional.of(BOUND)));

        assertThat(claims.standing("stayer", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    /** Resources come and go for as long as the process lives. */
    @ParameterizedTest
    @ValueSource(strings = {"byUid", "byAddress", "byPartition"})
    void shouldKeepNothingOfTheLastThatGoes(String index) {
        claims.put(claim("uid", 1, Demand.PRESENT, Optional.of(BOUND)));

        claims.remove("uid");

        assertThat(claims).extracting(index, InstanceOfAssertFactories.MAP).isEmpty();
    }

    @Test
    void shouldInheritNothingFromAResourceThatWantsThePartitionToo() {
        claims.put(claim("old", 2, Demand.PRESENT, Optional.of(BOUND)));
        claims.put(claim("young", 1, Demand.PRESENT, Optional.of(BOUND)));

        assertThat(claims.standing("old", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    @Test
    void shouldStandAloneWhenNobodyWantsWhatItLeaves() {
        claims.put(claim("old", 2, Demand.LEAVING, Optional.of(BOUND)));
        claims.put(claim("young", 1, Demand.LEAVING, Optional.of(BOUND)));

        assertThat(claims.standing("old", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    private static Claim named(String uid, String partition, Optional<Binding> binding) {
        return new Claim(
                uid,
                "search/" + uid,
                address(partition),
                Set.of(address(partition)),
                binding,
                Optional.empty(),
                Instant.EPOCH,
                Demand.PRESENT,
                Hold.SECURED);
    }
}
