package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.milvusops.api.Condition;
import io.milvusops.api.DropBudgetStatus;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.faults.Ending;
import io.milvusops.faults.Moment;
import io.milvusops.faults.PartitionWrite;
import io.milvusops.faults.Stop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a connection's budget holds back, on real servers. */
class DropBudgetIT {

    private static FaultStage faults;

    @BeforeAll
    static void start() throws IOException {
        faults = new FaultStage();
    }

    @AfterAll
    static void stop() throws IOException {
        faults.close();
    }

    /** So many partitions, each with its resource, under a connection that allows so many drops in an hour. */
    private static void prepare(String name, int partitions, int limit) {
        faults.prepare(name, "5s", budget(limit));
        for (int number = 0; number < partitions; number++) {
            faults.stage.apply(Stage.partition(name, "p" + number, "p" + number, ""));
        }
        faults.note(name);
        for (int number = 0; number < partitions; number++) {
            faults.stage.awaitReason(name, "p" + number, "Present");
        }
    }

    private static void allow(String name, int limit) {
        faults.stage.apply(Stage.connection(name, faults.milvus.uri(), budget(limit)));
    }

    private static String budget(int limit) {
        return ", dropBudget: {limit: " + limit + ", window: 1h}";
    }

    private static void deleteAll(String name) {
        faults.stage.user.resources(MilvusPartition.class).inNamespace(name).delete();
    }

    private static List<MilvusPartition> resources(String name) {
        return faults.stage
                .user
                .resources(MilvusPartition.class)
                .inNamespace(name)
                .list()
                .getItems();
    }

    private static void awaitHeld(String name, int held) {
        faults.eventually(name, () -> resources(name).size() == held && allHeld(name));
    }

    private static boolean allHeld(String name) {
        return resources(name).stream()
                .map(resource -> resource.getMetadata().getName())
                .allMatch(resource -> faults.stage.reason(name, resource).equals("BudgetExhausted"));
    }

    private static int drops(String name) {
        return faults.milvus.log().carriedOut("DropPartition", name).size();
    }

    private static DropBudgetStatus account(String name) {
        return Optional.ofNullable(faults.stage
                        .user
                        .resources(MilvusConnection.class)
                        .inNamespace(name)
                        .withName("default")
                        .get())
                .map(MilvusConnection::getStatus)
                .map(MilvusConnectionStatus::dropBudget)
                .orElseThrow();
    }

    @Test
    void shouldDropNoMoreThanTheBudgetWhenAllAreDeletedAtOnce() {
        prepare("mass", 10, 3);

        deleteAll("mass");

        awaitHeld("mass", 7);
        assertThat(drops("mass")).isEqualTo(3);
    }

    @Test
    void shouldTellTheMomentOfTheNextDropAndHowToCancel() {
        prepare("told", 2, 1);
        deleteAll("told");
        awaitHeld("told", 1);

        String moment = Objects.requireNonNull(account("told").resetsAt());

        assertThat(resources("told").stream()
                        .map(MilvusPartition::getStatus)
                        .map(MilvusPartitionStatus::conditions)
                        .flatMap(List::stream)
                        .filter(condition -> condition.type().equals("DropBlocked"))
                        .map(Condition::message))
                .containsExactly("the drop waits until " + moment + ": 1 drop(s) are spent in this window, and"
                        + " MilvusConnection told/default allows 1 in 1h; raise its spec.dropBudget.limit to let more"
                        + " go at once; to cancel the drop, set spec.deletionPolicy: Retain, or the annotation"
                        + " milvusops.io/abandon: \"true\"");
    }

    @Test
    void shouldLetTheRestGoWhenTheLimitIsRaised() {
        prepare("raised", 3, 1);
        deleteAll("raised");
        awaitHeld("raised", 2);

        allow("raised", 3);

        faults.eventually("raised", () -> resources("raised").isEmpty());
        faults.stage.awaitPartitions("raised", FaultStage.BYSTANDER);
    }

    @Test
    void shouldLetTheRestGoWhenTheWindowIsOver() {
        prepare("turned", 3, 1);
        deleteAll("turned");
        awaitHeld("turned", 2);
        Instant opened = Instant.now()
                .truncatedTo(ChronoUnit.SECONDS)
                .minus(Duration.ofHours(1))
                .plusSeconds(4);

        faults.stage
                .user
                .resources(MilvusConnection.class)
                .inNamespace("turned")
                .withName("default")
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\":{\"dropBudget\":{\"windowStart\":\"" + opened + "\"}}}");

        awaitHeld("turned", 1);
        assertThat(drops("turned")).isEqualTo(2);
    }

    @Test
    void shouldKeepThePartitionWhenADropThatWaitsIsCancelled() {
        prepare("cancelled", 2, 1);
        deleteAll("cancelled");
        awaitHeld("cancelled", 1);
        String waiting = resources("cancelled").get(0).getMetadata().getName();

        faults.stage.annotate("cancelled", waiting, "abandon", "true");

        faults.stage.awaitGone("cancelled", waiting);
        faults.stage.awaitPartitions("cancelled", FaultStage.BYSTANDER, waiting);
    }

    @Test
    void shouldCountAnOrderOnceThoughItsDropIsTriedAgainAfterARestart() throws IOException {
        faults.prepare("tried", "5s", budget(2));
        faults.stage.apply(Stage.partition("tried", "novel", "novel", ", dropGuard: {whenLoaded: Block}"));
        faults.stage.awaitReason("tried", "novel", "Present");
        faults.stage.client.load("tried", "novel");
        faults.stage.delete("tried", "novel");
        faults.stage.awaitReason("tried", "novel", "PartitionLoaded");
        faults.stage.operator.kill();
        faults.stage.operator.restart();

        faults.stage.client.release("tried", "novel");

        faults.stage.awaitGone("tried", "novel");
        assertThat(account("tried").spent()).isEqualTo(1);
    }

    /** Killed after the order was counted and before that is on the order's record. */
    @Test
    void shouldCountAnInterruptedReservationAsSpent() throws IOException {
        prepare("killed", 1, 5);
        Stop stop = faults.apiServer.stop(
                Moment.BEFORE, write -> write.is(PartitionWrite.Kind.WRITE_AHEAD, "killed", "p0"));
        deleteAll("killed");
        assertThat(stop.reachedWithin(Stage.PATIENCE)).isTrue();
        faults.stage.operator.kill();
        stop.end(Ending.CUT);

        faults.stage.operator.restart();

        faults.stage.awaitGone("killed", "p0");
        assertThat(account("killed").spent()).isEqualTo(2);
    }

    @Test
    void shouldDropNoMoreThanTheBudgetWhenKilledAmidManyDrops() throws IOException {
        prepare("amid", 24, 8);
        deleteAll("amid");
        faults.eventually("amid", () -> drops("amid") > 0);
        faults.stage.operator.kill();

        faults.stage.operator.restart();

        faults.eventually("amid", () -> allHeld("amid"));
        assertThat(drops("amid")).isEqualTo(24 - resources("amid").size()).isLessThanOrEqualTo(8);
    }
}
