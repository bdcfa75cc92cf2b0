package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.BindingStatus;
import io.milvusops.api.DropOutcome;
import io.milvusops.api.DropStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.faults.Ending;
import io.milvusops.faults.Moment;
import io.milvusops.faults.PartitionWrite.Kind;
import io.milvusops.faults.Stop;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A write waits at the head of its lane, all decided and recorded, and then the world changes: what is sent is decided
 * by the last moment. No call of a test is given up before the test's word.
 */
class HeadOfLaneIT {

    private static final String PATIENT = "20s";

    /** Listed once a second, and by that the clock of these tests. */
    private static final String CLOCK = "clock";

    /** What is heeded may be told before the lane goes on: what it sends then is sent within so many lists. */
    private static final int AFTERWARDS = 3;

    private static FaultStage faults;
    private static WatchBarrier barrier;

    @BeforeAll
    static void start() throws IOException {
        faults = new FaultStage();
        barrier = new WatchBarrier(faults.stage);
        present(CLOCK);
    }

    @AfterAll
    static void stop() throws IOException {
        faults.close();
    }

    private static void present(String name) {
        faults.prepare(name, PATIENT);
        faults.note(name);
        faults.stage.apply(Stage.partition(name, "novel", "novel", ""));
        faults.stage.awaitReason(name, "novel", "Present");
    }

    /** Where the drop has been handed to its lane and was listed for: this call is made for nothing else. */
    private static Stop countOfDrop(String name) {
        return faults.milvus.stop(Moment.BEFORE, call -> call.is("GetPartitionStatistics", name));
    }

    private static void awaitReached(Stop stop, String name) {
        assertThat(stop.reachedWithin(Stage.PATIENCE))
                .as(() -> faults.story(name))
                .isTrue();
    }

    private static Optional<DropStatus> drop(String name) {
        return faults.stage.get(name, "novel").map(MilvusPartition::getStatus).map(MilvusPartitionStatus::drop);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WANTED_AGAIN", "DELETED", "DECLARED_ABSENT"})
    void shouldNotSendTheDropOfADeletionThatWasWithdrawnMeanwhile(Withdrawal withdrawal) {
        String name = "delete" + withdrawal.word();
        present(name);
        Stop counting = countOfDrop(name);
        faults.stage.delete(name, "novel");
        awaitReached(counting, name);
        withdrawal.make(faults, name);
        barrier.pass();

        counting.end(Ending.PASS);

        withdrawal.awaitHeeded(faults, name);
        awaitLists(CLOCK, AFTERWARDS);
        assertThat(faults.milvus.log().answered("DropPartition", name)).isZero();
    }

    @Test
    void shouldNotSendTheDropOfAnAbsenceWhenThePartitionIsWantedAgain() {
        present("wanted");
        Stop counting = countOfDrop("wanted");
        faults.stage.apply(Stage.partition("wanted", "novel", "novel", ", ensure: absent"));
        awaitReached(counting, "wanted");
        faults.stage.apply(Stage.partition("wanted", "novel", "novel", ", ensure: present"));
        barrier.pass();

        counting.end(Ending.PASS);

        faults.stage.awaitReason("wanted", "novel", "Present");
        assertThat(faults.milvus.log().answered("DropPartition", "wanted")).isZero();
    }

    /** The drop cannot be called back: what it did belongs to the order that sent it, and what is wanted now comes next. */
    @Test
    void shouldCreateAnewWhatIsWantedAgainWhileItsDropIsUnderWay() {
        present("regretted");
        long dropped = faults.stage.id("regretted", "novel");
        Stop dropping = faults.milvus.stop(Moment.AFTER, call -> call.is("DropPartition", "regretted"));
        faults.stage.apply(Stage.partition("regretted", "novel", "novel", ", ensure: absent"));
        awaitReached(dropping, "regretted");
        faults.stage.apply(Stage.partition("regretted", "novel", "novel", ", ensure: present"));
        barrier.pass();

        dropping.end(Ending.PASS);

        faults.eventually(
                "regretted",
                () -> bound("regretted").filter(id -> id != dropped).isPresent());
        assertThat(faults.stage.client.partitions("regretted"))
                .containsEntry("novel", bound("regretted").orElseThrow());
    }

    private static Optional<Long> bound(String name) {
        return faults.stage
                .get(name, "novel")
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::binding)
                .map(BindingStatus::partitionID)
                .map(Long::valueOf);
    }

    @ParameterizedTest
    @EnumSource(names = {"PAUSED", "CONNECTION_PAUSED", "NOT_ALLOWED", "DELETED", "DECLARED_ABSENT"})
    void shouldNotSendTheCreationThatWasWithdrawnMeanwhile(Withdrawal withdrawal) {
        String name = "create" + withdrawal.word();
        faults.prepare(name, PATIENT);
        faults.note(name);
        Stop listing = faults.milvus.stop(Moment.BEFORE, call -> call.is("ShowPartitions", name) && held(name));
        faults.stage.apply(Stage.partition(name, "novel", "novel", ""));
        awaitReached(listing, name);
        withdrawal.make(faults, name);
        barrier.pass();

        listing.end(Ending.PASS);

        withdrawal.awaitHeeded(faults, name);
        awaitLists(CLOCK, AFTERWARDS);
        assertThat(faults.milvus.log().answered("CreatePartition", name)).isZero();
    }

    /** Held is what may be created: the intent comes with the finalizer. */
    private static boolean held(String name) {
        return faults.stage
                .get(name, "novel")
                .filter(resource -> !resource.getFinalizers().isEmpty())
                .isPresent();
    }

    /**
     * The list of the turn is good for a second; then more than that passes. What
     * the operator says of the wait would void the drop as well, so it is kept from the API server.
     */
    @Test
    void shouldNotDropWhatTookThePlaceAfterTheListHasGrownOld() {
        present("old");
        Stop counting = countOfDrop("old");
        faults.stage.delete("old", "novel");
        awaitReached(counting, "old");
        Stop saying = faults.apiServer.stop(Moment.BEFORE, write -> write.is(Kind.WRITE_AHEAD, "old", "novel"));
        faults.stage.client.dropPartition("old", "novel");
        faults.stage.client.createPartition("old", "novel");
        long other = faults.stage.id("old", "novel");
        awaitLists(CLOCK, 3);

        counting.end(Ending.PASS);

        awaitLists("old", 1);
        saying.end(Ending.PASS);
        faults.stage.awaitReason("old", "novel", "PartitionReplaced");
        assertThat(faults.stage.client.partitions("old")).containsEntry("novel", other);
    }

    /** What the operator says of a long wait must not be what ends it: the next wait may be as long. */
    @Test
    void shouldSendTheDropWhoseCountTookLong() {
        present("long");
        Stop counting = countOfDrop("long");
        faults.stage.delete("long", "novel");
        awaitReached(counting, "long");
        awaitLists(CLOCK, 5);

        counting.end(Ending.PASS);

        faults.stage.awaitGone("long", "novel");
        assertThat(faults.milvus.log().answered("GetPartitionStatistics", "long"))
                .isOne();
    }

    /** No drop is sent when the list shows that there is nothing left to drop, and none is claimed. */
    @Test
    void shouldNotSayThatItDroppedWhatSomebodyElseHasDropped() {
        present("beaten");
        Stop counting = countOfDrop("beaten");
        faults.stage.delete("beaten", "novel");
        awaitReached(counting, "beaten");
        faults.stage.client.dropPartition("beaten", "novel");
        awaitLists(CLOCK, 3);

        counting.end(Ending.PASS);

        faults.stage.awaitGone("beaten", "novel");
        assertThat(faults.milvus.log().answered("DropPartition", "beaten")).isZero();
        assertThat(faults.stage.operator.log().lines().filter(line -> line.contains("namespace=\"beaten\"")))
                .noneMatch(line -> line.contains("PartitionDropped"));
    }

    private static void awaitLists(String name, int more) {
        long before = faults.milvus.log().answered("ShowPartitions", name);
        faults.eventually(name, () -> faults.milvus.log().answered("ShowPartitions", name) >= before + more);
    }

    @Test
    void shouldHaveTheAttemptOnTheServerWhenTheDropIsSent() {
        present("ahead");
        String id = Long.toString(faults.stage.id("ahead", "novel"));
        Stop dropping = faults.milvus.stop(Moment.BEFORE, call -> call.is("DropPartition", "ahead"));
        faults.stage.delete("ahead", "novel");
        awaitReached(dropping, "ahead");

        Optional<DropStatus> recorded = drop("ahead");
        dropping.end(Ending.PASS);

        assertThat(recorded)
                .hasValueSatisfying(drop -> assertThat(drop.attemptedAt()).isNotNull())
                .map(DropStatus::partitionID)
                .contains(id);
    }

    @Test
    void shouldHaveTheOutcomeOnTheServerWhenTheResourceIsLetGo() {
        present("told");
        Stop lettingGo = faults.apiServer.stop(Moment.BEFORE, write -> write.is(Kind.LET_GO, "told", "novel"));
        faults.stage.delete("told", "novel");
        awaitReached(lettingGo, "told");

        Optional<DropStatus> recorded = drop("told");
        lettingGo.end(Ending.PASS);

        assertThat(recorded).map(DropStatus::outcome).contains(DropOutcome.DROPPED);
    }

    /** The write that lets the resource go is decided on a version that is history when it arrives. */
    @Test
    void shouldDropWhatIsOrderedAnewWhileTheResourceIsBeingLetGo() {
        present("anew");
        faults.stage.annotate("anew", "novel", "paused", "true");
        faults.stage.delete("anew", "novel");
        Stop lettingGo = faults.apiServer.stop(Moment.BEFORE, write -> write.is(Kind.LET_GO, "anew", "novel"));
        faults.stage.apply(Stage.partition("anew", "novel", "novel", ", deletionPolicy: Retain"));
        awaitReached(lettingGo, "anew");
        faults.stage.apply(Stage.partition("anew", "novel", "novel", ", deletionPolicy: Delete"));
        faults.stage.annotate("anew", "novel", "paused", "false");

        lettingGo.end(Ending.PASS);

        faults.stage.awaitGone("anew", "novel");
        assertThat(faults.milvus.log().carriedOut("DropPartition", "anew")).containsExactly("novel");
    }

    @Test
    void shouldLetTheCallUnderWayEndBeforeItStops() throws IOException {
        present("polite");
        Stop dropped = faults.milvus.stop(Moment.AFTER, call -> call.is("DropPartition", "polite"));
        faults.stage.delete("polite", "novel");
        awaitReached(dropped, "polite");
        CompletableFuture<Integer> code = faults.stage.operator.askToEnd();
        faults.eventually("polite", () -> code.isDone() || faults.stage.operator.status("/readyz") == 503);

        dropped.end(Ending.PASS);

        int told = code.join();
        String log = faults.stage.operator.log();
        faults.stage.operator.restart();
        assertThat(told).isEqualTo(143);
        assertThat(log).doesNotContain("calls were still under way");
    }

    /** Without it the next process would have to wait until the call can be over, and then find out what it did. */
    @Test
    void shouldRecordWhatTheCallUnderWayDidBeforeItStops() throws IOException {
        present("complete");
        Stop dropped = faults.milvus.stop(Moment.AFTER, call -> call.is("DropPartition", "complete"));
        faults.stage.apply(Stage.partition("complete", "novel", "novel", ", ensure: absent"));
        awaitReached(dropped, "complete");
        CompletableFuture<Integer> code = faults.stage.operator.askToEnd();
        faults.eventually("complete", () -> code.isDone() || faults.stage.operator.status("/readyz") == 503);

        dropped.end(Ending.PASS);

        code.join();
        Optional<DropStatus> recorded = drop("complete");
        faults.stage.operator.restart();
        assertThat(recorded).map(DropStatus::outcome).contains(DropOutcome.DROPPED);
    }
}
