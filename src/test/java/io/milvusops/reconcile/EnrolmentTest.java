package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatException;

import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Binding;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is known to want what, when resources come, change and go in the watch. */
class EnrolmentTest {

    private static final CollectionAddress RENAMED = new CollectionAddress(Sights.ENDPOINT, "default", "book_2025");
    private static final Standing FIRST_OWNS = new Standing.Claimed("search/first");

    private static final MilvusPartition ABSENT = Bench.partition("""
            metadata: {name: first, namespace: search, uid: first, creationTimestamp: "2026-01-01T00:00:00Z"}
            spec: {collection: book, partition: novel, ensure: absent}
            """);

    private final Bench bench = new Bench();
    private final Enrolment enrolment = bench.enrolment();

    @AfterEach
    void close() {
        bench.close();
    }

    /** A resource of namespace/name, whose uid is its name and which is older than those of a higher day. */
    private static MilvusPartition resource(String namespace, String name, int day, String collection, String more) {
        return Bench.partition("""
                metadata:
                  name: %1$s
                  namespace: %2$s
                  uid: %1$s
                  generation: 1
                  creationTimestamp: "2026-01-0%3$dT00:00:00Z"
                %5$s
                spec:
                  connectionRef: {name: default, namespace: search}
                  collection: %4$s
                  partition: novel
                """.formatted(name, namespace, day, collection, more.indent(2)));
    }

    private static MilvusPartition live(String namespace, String name, int day) {
        return resource(namespace, name, day, "book", "");
    }

    /** A resource that is being deleted and owns the partition with the id 7 in the collection with the id 100. */
    private static MilvusPartition leaving(String drop) {
        return Bench.partition("""
                metadata:
                  name: leaving
                  namespace: search
                  uid: leaving
                  generation: 2
                  creationTimestamp: "2026-01-01T00:00:00Z"
                  deletionTimestamp: "2026-01-02T00:00:00Z"
                  finalizers: [milvusops.io/partition]
                spec: {collection: book, partition: novel}
                status:
                  binding:
                    ownerUID: leaving
                    endpoint: "http://milvus:19530"
                    collectionID: "100"
                    partitionID: "7"
                    collectionName: book
                    origin: Created
                %s
                """.formatted(drop.indent(2)));
    }

    private void come(MilvusPartition resource) {
        bench.show(resource);
        enrolment.noticed(resource);
    }

    @Test
    void shouldKnowAllThatWereThereAtTheStartBeforeAnybodyActs() {
        bench.show(live("search", "first", 1));
        bench.show(live("search", "second", 2));

        enrolment.begin();

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(FIRST_OWNS);
    }

    /** The connections may not be known yet: who is refused could not be told. */
    @Test
    void shouldEnterNobodyBeforeTheStart() {
        come(live("search", "first", 1));
        bench.show(live("search", "second", 2));

        enrolment.enter(live("search", "second", 2));

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    @Test
    void shouldEnterAtOnceWhoComesLater() {
        enrolment.begin();
        come(live("search", "second", 2));

        come(live("search", "first", 1));

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(FIRST_OWNS);
    }

    @Test
    void shouldWakeThoseForWhomAnotherOneMatters() {
        enrolment.begin();
        come(live("search", "second", 2));

        come(live("search", "first", 1));

        assertThat(bench.woken).contains("second");
    }

    @Test
    void shouldNotLetWhoIsRefusedKeepAPartitionFromOthers() {
        enrolment.begin();
        come(live("elsewhere", "first", 1));

        come(live("search", "second", 2));

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    @Test
    void shouldLetWhoIsAllowedFromElsewhereKeepItsPartition() {
        bench.show(Bench.connection("allowedNamespaces: {from: All}"));
        enrolment.begin();
        come(live("elsewhere", "first", 1));

        come(live("search", "second", 2));

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(new Standing.Claimed("elsewhere/first"));
    }

    /** Nobody else was given what it has. */
    @ParameterizedTest
    @CsvSource({"'', true, true", "'ensure: absent', true, false", "'', false, false"})
    void shouldLetWhoIsShutOutKeepOnlyWhatItHasAndWants(String spec, boolean recorded, boolean kept) {
        enrolment.begin();
        come(leaving(""));
        bench.show(Bench.connection("allowedTargets: [{collection: poems}]"));

        come(heir("", spec, recorded));

        assertThat(bench.claims.standing("leaving", Bench.ANYWHERE) instanceof Standing.Heir)
                .isEqualTo(kept);
    }

    /** A resource that names what another one is about to leave, and may have recorded it, too. */
    private static MilvusPartition heir(String metadata, String spec, boolean recorded) {
        return Bench.partition("""
                metadata:
                  name: heir
                  namespace: search
                  uid: heir
                  generation: 1
                  creationTimestamp: "2026-01-03T00:00:00Z"
                  %s
                spec:
                  collection: book
                  partition: novel
                  %s
                """.formatted(metadata, spec)
                + (recorded ? "status:\n  " + Bench.BOUND.replace("ownerUID: uid", "ownerUID: heir") : ""));
    }

    @Test
    void shouldNotLetWhoWantsItAbsentKeepAPartitionFromOthers() {
        enrolment.begin();
        come(ABSENT);

        come(live("search", "second", 2));

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    @Test
    void shouldHandOverToWhoWantsThePartitionUnderTheNameThatItsCollectionHasNow() {
        enrolment.begin();
        bench.board().moved(Bench.BOOK, 100, RENAMED);
        come(leaving(""));

        come(resource("search", "heir", 3, "book_2025", ""));

        assertThat(bench.claims.standing("leaving", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/heir", Optional.empty()));
    }

    @Test
    void shouldHandOverToWhoWantsThePartitionUnderTheNameThatItsCollectionHad() {
        enrolment.begin();
        bench.board().moved(Bench.BOOK, 100, RENAMED);
        come(leaving(""));

        come(live("search", "heir", 3));

        assertThat(bench.claims.standing("leaving", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/heir", Optional.empty()));
    }

    @Test
    void shouldClaimUnderTheNewNameWhenTheCollectionIsFoundThere() {
        enrolment.begin();
        come(leaving(""));
        come(resource("search", "heir", 3, "book_2025", ""));
        bench.board().moved(Bench.BOOK, 100, RENAMED);

        enrolment.found(Set.of("leaving"));

        assertThat(bench.claims.standing("leaving", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/heir", Optional.empty()));
    }

    /** Nobody hands over to whom a deletion could take the partition from unseen. */
    @ParameterizedTest
    @CsvSource({
        "'', '', false",
        "'finalizers: [milvusops.io/partition]', '', true",
        "'', 'deletionPolicy: Retain', true",
    })
    void shouldHandOverToWhoHoldsOrKeepsThePartition(String metadata, String spec, boolean secured) {
        enrolment.begin();
        come(leaving(""));

        come(heir(metadata, spec, true));

        assertThat(bench.claims.standing("leaving", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir(
                        "search/heir", secured ? Optional.of(new Incarnation(100, 7)) : Optional.empty()));
    }

    /** It is made anew perhaps, and meanwhile nothing says that its partition is wanted no longer. */
    @Test
    void shouldKnowWhatAResourceWantsWhoseConnectionIsMissing() {
        enrolment.begin();
        come(leaving(""));
        come(live("search", "heir", 3));
        bench.hide(Bench.connection(""));

        enrolment.noticed(live("search", "heir", 3));

        assertThat(bench.claims.standing("leaving", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/heir", Optional.empty()));
    }

    @Test
    void shouldTellWhoWantsItAbsentThatAnotherOneWantsIt() {
        enrolment.begin();
        come(ABSENT);

        come(live("search", "second", 2));

        assertThat(bench.claims.standing("first", Bench.ANYWHERE))
                .isEqualTo(new Standing.Heir("search/second", Optional.empty()));
    }

    @Test
    void shouldTellTheHeirOfNoDropThatWasNotAttempted() {
        enrolment.begin();
        come(leaving(""));

        come(live("search", "heir", 3));

        assertThat(bench.claims.standing("heir", Bench.ANYWHERE)).isEqualTo(inheriting(List.of()));
    }

    /** What the server says from then on is believed. */
    @Test
    void shouldNoteWhenAResourceWasFirstSeen() {
        enrolment.begin();
        come(live("search", "first", 1));

        Observation listed = bench.listed(Bench.BOOK, Map.of());

        assertThat(bench.sights.after(live("search", "first", 1), listed)).isEqualTo(listed);
    }

    /** A later version may have written what this one cannot read; what it stands for can be read all the same. */
    private static MilvusPartition misshapen(String spec) {
        return Bench.partition("""
                metadata: {name: first, namespace: search, uid: first, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {collection: book, partition: novel, %s}
                """.formatted(spec));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dropGuard: {maxRows: many}", "ensure: absent, deletionPolicy: Retain, dropGuard: broken"})
    void shouldLetWhoIsNotUnderstoodKeepItsPartition(String spec) {
        enrolment.begin();
        come(misshapen(spec));

        come(live("search", "second", 2));

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(FIRST_OWNS);
    }

    @Test
    void shouldKnowWhoIsNotUnderstoodFromTheStart() {
        bench.show(misshapen("dropGuard: broken"));
        bench.show(live("search", "second", 2));

        enrolment.begin();

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(FIRST_OWNS);
    }

    /** It is reported, and claims nothing. */
    @Test
    void shouldEnterNobodyWhoseSpecIsMissing() {
        MilvusPartition shapeless = Bench.partition("metadata: {name: second, namespace: search, uid: second}");
        bench.show(Bench.partition("metadata: {name: first, namespace: search, uid: first}"));
        bench.show(shapeless);

        enrolment.begin();
        enrolment.noticed(shapeless);

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
        assertThat(bench.claims.remove("first")).isEmpty();
    }

    @Test
    void shouldBeginOnce() {
        enrolment.begin();
        bench.show(live("search", "first", 1));
        bench.show(live("search", "second", 2));

        enrolment.begin();

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    private static MilvusPartition broken() {
        MilvusPartition broken = live("search", "first", 1);
        broken.getMetadata().setCreationTimestamp(null);
        return broken;
    }

    /** Who acts would take a partition for its own that another one claims. */
    @Test
    void shouldNotHaveBegunBeforeAllAreEntered() {
        bench.show(broken());
        bench.show(live("search", "second", 2));
        assertThatException().isThrownBy(enrolment::begin);

        bench.show(live("search", "first", 1));
        enrolment.begin();

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(FIRST_OWNS);
    }

    @Test
    void shouldHaveBegunForNobodyWhileOneCannotBeEntered() {
        bench.show(broken());
        assertThatException().isThrownBy(enrolment::begin);

        assertThatException().isThrownBy(enrolment::begin);
    }

    /** It may come while the others are being entered, and is not among them. */
    @Test
    void shouldEnterAtOnceWhoComesWhileTheOthersAreBeingEntered() {
        bench.show(broken());
        assertThatException().isThrownBy(enrolment::begin);
        come(live("search", "second", 2));

        come(live("search", "first", 1));

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(FIRST_OWNS);
    }

    /** The event that brings its pass would be lost, and that pass tells what is wrong. */
    @Test
    void shouldNotBreakTheWatchWhenAResourceCannotBeEntered() {
        enrolment.begin();
        bench.show(broken());

        assertThatCode(() -> enrolment.noticed(broken())).doesNotThrowAnyException();
    }

    private static final String ATTEMPTED = """
            drop:
              ownerUID: leaving
              collectionID: "100"
              partitionID: "7"
              generation: 2
              requestedAt: "2026-01-02T00:00:00Z"
              attemptedAt: "2026-01-02T00:00:00Z"
            """;

    private static Standing inheriting(List<Standing.Attempt> attempts) {
        return new Standing.Owner(
                List.of(new Standing.Inheritance(new Incarnation(100, 7), Binding.Origin.CREATED)), attempts);
    }

    @Test
    void shouldTellTheHeirOfADropThatMayHaveBeenSent() {
        enrolment.begin();
        come(leaving(ATTEMPTED));

        come(live("search", "heir", 3));

        assertThat(bench.claims.standing("heir", Bench.ANYWHERE))
                .isEqualTo(inheriting(List.of(
                        new Standing.Attempt("search/leaving", new Incarnation(100, 7), OptionalLong.empty()))));
    }

    @Test
    void shouldNotMakeTheHeirWaitForADropThatWasRefused() {
        enrolment.begin();
        bench.flights.sent("leaving", "5");
        bench.flights.finished("leaving", new Outcome.Refused(Reason.PARTITION_LOADED, "loaded"));
        come(leaving(ATTEMPTED));

        come(live("search", "heir", 3));

        assertThat(bench.claims.standing("heir", Bench.ANYWHERE)).isEqualTo(inheriting(List.of()));
    }

    @Test
    void shouldLeaveNoClaimOfAResourceThatIsGone() {
        enrolment.begin();
        come(live("search", "second", 2));

        enrolment.enter(live("search", "first", 1));

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    /** A pass over an older version must not bring back what that one wanted. */
    @Test
    void shouldEnterAResourceAsTheWatchShowsItByNow() {
        enrolment.begin();
        come(live("search", "second", 2));
        come(ABSENT);

        enrolment.enter(live("search", "first", 1));

        assertThat(bench.claims.standing("second", Bench.ANYWHERE)).isEqualTo(Standing.Owner.ALONE);
    }

    @Test
    void shouldNotTakeANamesakeForTheResource() {
        bench.show(live("search", "first", 1));
        MilvusPartition former = live("search", "first", 1);
        former.getMetadata().setUid("former");

        assertThat(enrolment.present(former)).isFalse();
    }
}
