package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Intent;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A lane is closed when the last of its resources goes. */
class DesertedLaneTest {

    private static final LaneKey LANE = new LaneKey(Bench.DEFAULT, Bench.BOOK);
    private static final Set<Thread.State> STANDS = EnumSet.of(Thread.State.BLOCKED, Thread.State.TERMINATED);

    private final Bench bench = new Bench();
    private final List<LaneKey> deserted = new ArrayList<>();
    private Consumer<LaneKey> told = deserted::add;
    private final Enrolment enrolment = bench.enrolment(lane -> told.accept(lane));

    @AfterEach
    void close() {
        bench.close();
    }

    private static MilvusPartition resource(String name) {
        return Bench.partition("""
                metadata: {name: %1$s, namespace: search, uid: %1$s, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {collection: book, partition: %1$s}
                """.formatted(name));
    }

    private void come(String name) {
        bench.show(resource(name));
        enrolment.enter(resource(name));
    }

    @Test
    void shouldBeClosedWithItsLastResource() {
        come("novel");

        enrolment.leave("novel");

        assertThat(deserted).containsExactly(LANE);
    }

    @Test
    void shouldStayOpenWhileAnotherResourceNeedsIt() {
        come("novel");
        come("poem");

        enrolment.leave("novel");

        assertThat(deserted).isEmpty();
    }

    /** It would hand its request to a lane that nobody polls any more. */
    @Test
    void shouldLetNobodyInWhileItIsBeingClosed() {
        List<Thread.State> found = new ArrayList<>();
        Thread other = new Thread(() -> come("poem"));
        told = lane -> {
            other.start();
            while (!STANDS.contains(other.getState())) {
                Thread.onSpinWait();
            }
            found.add(other.getState());
        };
        come("novel");

        enrolment.leave("novel");

        assertThat(found).containsExactly(Thread.State.BLOCKED);
    }

    private static final CollectionAddress RENAMED = new CollectionAddress(Sights.ENDPOINT, "default", "book_2025");
    private static final LaneKey FOLLOWED = new LaneKey(Bench.DEFAULT, RENAMED);

    private static final String CREATED = "creationTimestamp: \"2026-01-01T00:00:00Z\"\n  ";

    /** The collection of the resource with the uid "uid" was found under another name. */
    private void follow(String metadata, String spec, String... status) {
        bench.board().moved(Bench.BOOK, 100, RENAMED);
        String[] lines =
                Stream.concat(Stream.of(Bench.BOUND), Stream.of(status)).toArray(String[]::new);
        MilvusPartition resource = Bench.novel(CREATED + metadata, spec, lines);
        bench.show(resource);
        enrolment.enter(resource);
    }

    @Test
    void shouldBeClosedWithTheLastThatFollowedItsCollectionThere() {
        come("poem");
        follow(Bench.DELETED, "");

        enrolment.leave("uid");

        assertThat(deserted).containsExactly(FOLLOWED);
    }

    @Test
    void shouldBeClosedWhenNobodyLooksThereAnyMore() {
        follow("", "ensure: absent");

        follow("", "");

        assertThat(deserted).containsExactly(FOLLOWED);
    }

    /** Nobody else can tell what the drop did. */
    @Test
    void shouldStayOpenForWhoIsWantedAgainUntilItIsSeenWhatItsDropDid() {
        follow("", "ensure: absent");

        follow("", "", Bench.ATTEMPTED);

        assertThat(deserted).isEmpty();
    }

    @Test
    void shouldStayOpenForWhoNamesIt() {
        MilvusPartition named = Bench.partition("""
                metadata: {name: poem, namespace: search, uid: poem, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {collection: book_2025, partition: poem}
                """);
        bench.show(named);
        enrolment.enter(named);
        follow(Bench.DELETED, "");

        enrolment.leave("uid");

        assertThat(deserted).containsExactly(LANE);
    }

    @Test
    void shouldStayOpenForWhoFollowsItsCollectionThere() {
        follow(Bench.DELETED, "");
        MilvusPartition named = Bench.partition("""
                metadata: {name: poem, namespace: search, uid: poem, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {collection: book_2025, partition: poem}
                """);
        bench.show(named);
        enrolment.enter(named);

        enrolment.leave("poem");

        assertThat(deserted).isEmpty();
    }

    /** A pass that began before asks for a list when the resource is gone, and with that the lane is back. */
    @Test
    void shouldBeClosedAgainWhenSomethingIsSeenThereThoughNobodyNeedsIt() {
        enrolment.seen(LANE);

        assertThat(deserted).containsExactly(LANE);
    }

    @Test
    void shouldStayOpenWhenWhatIsSeenThereConcernsWhoNamesIt() {
        come("novel");

        enrolment.seen(LANE);

        assertThat(deserted).isEmpty();
    }

    @Test
    void shouldStayOpenWhenWhatIsSeenThereConcernsWhoFollowsItsCollection() {
        follow(Bench.DELETED, "");

        enrolment.seen(FOLLOWED);

        assertThat(deserted).isEmpty();
    }

    /** A live resource that is about to leave its recorded partition looks there, and follows nothing. */
    @Test
    void shouldStayOpenWhenWhatIsSeenThereConcernsWhoseCollectionWasFoundThere() {
        come("novel");
        bench.board().moved(Bench.BOOK, 100, RENAMED);

        enrolment.seen(FOLLOWED);

        assertThat(deserted).isEmpty();
    }

    @Test
    void shouldBeClosedWhenTheLastIsGoneWhoseCollectionWasFoundThere() {
        come("novel");
        bench.board().moved(Bench.BOOK, 100, RENAMED);
        enrolment.leave("novel");

        enrolment.seen(FOLLOWED);

        assertThat(deserted).containsExactly(LANE, FOLLOWED);
    }

    /** The connection may lead elsewhere by now. */
    @Test
    void shouldBeClosedWhenItsLastResourceMovesToAnotherOne() {
        come("novel");
        bench.hide(Bench.connection(""));

        enrolment.enter(resource("novel"));

        assertThat(deserted).containsExactly(LANE);
    }

    /** Whoever comes later has a lane of its own that asks: the former answers may be of any age. */
    @Test
    void shouldTakeAlongWhatWasSeenThere() {
        come("novel");
        bench.board().post(Bench.BOOK, bench.listed(Bench.BOOK, Map.of()));

        enrolment.leave("novel");

        assertThat(bench.board()
                        .answer(Sights.saying(Reason.OBSERVING).wish(), Memory.NONE)
                        .askedNanos())
                .isEmpty();
    }

    private static String intent(long collectionId, OptionalLong replaces) {
        Intent intent = new Intent(Sights.ENDPOINT, collectionId, collectionId + 1, 50, replaces, 1);
        return "annotations: {milvusops.io/create-intent: \"" + Records.intentText("uid", intent) + "\"}";
    }

    /** What an earlier process may have created is seen nowhere else. */
    @Test
    void shouldBeClosedWithTheLastThatSoughtItsCreationThere() {
        come("poem");
        bench.board().moved(Bench.BOOK, 100, RENAMED);
        MilvusPartition resource = Bench.novel(CREATED + intent(100, OptionalLong.empty()), "");
        bench.show(resource);
        enrolment.enter(resource);

        enrolment.leave("uid");

        assertThat(deserted).containsExactly(FOLLOWED);
    }

    /** Nothing came of it: what is to be dropped is where it is recorded. */
    @Test
    void shouldBeClosedWithTheLastThatFollowedItsCollectionThereWhateverAVoidIntentWasFor() {
        come("poem");
        bench.flights.sent("uid", "4");
        bench.flights.finished("uid", new Outcome.Refused(Reason.QUOTA_EXCEEDED, "full"));
        follow(Bench.DELETED + "\n  " + intent(200, OptionalLong.of(7)), "");

        enrolment.leave("uid");

        assertThat(deserted).containsExactly(FOLLOWED);
    }

    /** Its last resource went while its collection was looked for. */
    @Test
    void shouldBeClosedWhenACollectionIsFoundThereThatNobodyNamesAnyMore() {
        bench.board().moved(Bench.BOOK, 100, RENAMED);

        enrolment.seen(FOLLOWED);

        assertThat(deserted).containsExactly(FOLLOWED);
    }
}
