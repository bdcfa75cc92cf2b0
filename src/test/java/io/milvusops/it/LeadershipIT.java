package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.milvusops.api.MilvusPartition;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Rpc;
import io.milvusops.faults.ApiServerProxy;
import io.milvusops.faults.Ending;
import io.milvusops.faults.Moment;
import io.milvusops.faults.Stop;
import io.milvusops.servers.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes of the operator, one Lease, a real API server and a real Milvus. Whichever leads: the other waits. */
class LeadershipIT {

    private static final int LOST_LEASE = 3;

    private static final Duration LEASE = Duration.ofSeconds(5);

    /** The shortest Lease there is, so that nobody waits for long. */
    private static final Map<String, String> ELECTION = Map.of(
            "MILVUSOPS_LEASE_NAMESPACE",
            Installation.NAME,
            "MILVUSOPS_LEASE_DURATION",
            LEASE.toSeconds() + "s",
            "MILVUSOPS_RENEW_DEADLINE",
            "3s",
            "MILVUSOPS_RETRY_PERIOD",
            "500ms");

    private record Instance(OperatorProcess process, ApiServerProxy network) {}

    private static FaultStage faults;
    private static List<Instance> instances;

    @BeforeAll
    static void start() throws IOException {
        faults = new FaultStage(ELECTION);
        ApiServerProxy network = new ApiServerProxy(faults.stage.servers);
        OperatorProcess second = new OperatorProcess(
                network.lead(Installation.login(faults.stage.servers, faults.stage.user)), ELECTION);
        instances = List.of(new Instance(faults.stage.operator, faults.apiServer), new Instance(second, network));
    }

    @AfterAll
    static void stop() throws IOException {
        instances.get(1).process().close();
        instances.get(1).network().close();
        faults.close();
    }

    @BeforeEach
    void awaitBoth() {
        faults.stage.eventually(
                () -> instances.get(0).process().ready()
                        && instances.get(1).process().ready(),
                LeadershipIT::logs);
    }

    private static String logs() {
        return "the first:\n" + instances.get(0).process().log() + "\nthe second:\n"
                + instances.get(1).process().log();
    }

    private static Instance leader() throws IOException, InterruptedException {
        return instances.get(0).process().leads() ? instances.get(0) : instances.get(1);
    }

    private static Instance other(Instance instance) {
        return instances.get(1 - instances.indexOf(instance));
    }

    /** The drop of a partition, on its way and held at that call. */
    private static Stop dropping(String name, String call) {
        return dropping(name, call, "2s");
    }

    private static Stop dropping(String name, String call, String requestTimeout) {
        faults.prepare(name, requestTimeout);
        faults.note(name);
        faults.stage.apply(Stage.partition(name, "novel", "novel", ""));
        faults.stage.awaitReason(name, "novel", "Present");
        Stop stop = faults.milvus.stop(Moment.BEFORE, met -> met.is(call, name));
        faults.stage.delete(name, "novel");
        assertThat(stop.reachedWithin(Stage.PATIENCE)).isTrue();
        return stop;
    }

    private static List<String> drops(String name) {
        return faults.milvus.log().carriedOut("DropPartition", name);
    }

    private static void awaitLeading(Instance instance) {
        faults.stage.eventually(
                () -> instance.process().leads() && instance.process().ready(), LeadershipIT::logs);
    }

    @Test
    void shouldLetOneLeadAndTheOtherStandByReady() throws Exception {
        assertThat(Stream.of(leader(), other(leader())).map(instance -> instance.process()))
                .satisfiesExactly(
                        leader -> assertThat(leader.leads()).isTrue(),
                        standby -> assertThat(standby.leads()).isFalse());
    }

    /** The call is in the server's queue already, and outlives who sent it. */
    @Test
    void shouldFinishTheDropOfAKilledLeaderWithoutASecondOne() throws Exception {
        Stop drop = dropping("killed", "DropPartition");
        Instance leader = leader();

        leader.process().kill();
        drop.end(Ending.PASS);

        faults.eventually("killed", () -> faults.stage.get("killed", "novel").isEmpty());
        assertThat(drops("killed")).containsExactly("novel");
        leader.process().restart();
    }

    @Test
    void shouldEndALeaderThatIsCutOffFromTheApiServerBeforeItDrops() throws Exception {
        // Longer than a leader lasts that cannot renew its Lease: the drop is not what ends the wait.
        Stop statistics = dropping("cut", "GetPartitionStatistics", "20s");
        Instance leader = leader();
        leader.network().cutOff();

        int code = leader.process().awaitEnd();
        List<String> before = drops("cut");
        statistics.end(Ending.PASS);
        faults.eventually("cut", () -> faults.stage.get("cut", "novel").isEmpty());

        assertThat(code).isEqualTo(LOST_LEASE);
        assertThat(before).isEmpty();
        assertThat(drops("cut")).containsExactly("novel");
        leader.network().reconnect();
        leader.process().restart();
    }

    /**
     * All that the frozen one knows is that its drop is ordered and recorded; what happened since never reaches it. Any
     * drop of its own would be a wrong one.
     */
    @Test
    void shouldSendNothingAfterALeaderWasFrozenForLongerThanItsLease() throws Exception {
        Stop statistics = dropping("frozen", "GetPartitionStatistics");
        Instance leader = leader();
        leader.process().signal(Signal.STOP);
        leader.network().cutOff();
        retain("frozen");
        awaitLeading(other(leader));
        faults.eventually("frozen", () -> faults.stage.get("frozen", "novel").isEmpty());

        statistics.end(Ending.PASS);
        leader.process().signal(Signal.CONT);

        assertThat(leader.process().awaitEnd()).isEqualTo(LOST_LEASE);
        assertThat(drops("frozen")).isEmpty();
        assertThat(faults.stage.client.partitions("frozen")).containsKey("novel");
        leader.network().reconnect();
        leader.process().restart();
    }

    /** A drop that ended later would fit no order of its time: another process may lead by then. */
    @Test
    void shouldGiveADropADeadlineThatEndsWithItsLease() {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            milvus.world().addCollection("default", "deadline");
            faults.stage.namespace("deadline", milvus.uri());
            faults.stage.apply(
                    Stage.connection("deadline", milvus.uri(), "").replace("requestTimeout: 2s", "requestTimeout: 1m"));
            faults.stage.apply(Stage.partition("deadline", "novel", "novel", ""));
            faults.stage.awaitReason("deadline", "novel", "Present");

            faults.stage.delete("deadline", "novel");

            faults.stage.awaitGone("deadline", "novel");
            assertThat(milvus.calls().last(Rpc.DROP_PARTITION).timeLeft())
                    .hasValueSatisfying(left -> assertThat(left).isLessThanOrEqualTo(LEASE));
        }
    }

    private static void retain(String name) {
        faults.stage
                .user
                .resources(MilvusPartition.class)
                .inNamespace(name)
                .withName("novel")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"deletionPolicy\":\"Retain\"}}");
    }

    private static Optional<String> holder() {
        return Optional.ofNullable(faults.stage
                        .user
                        .leases()
                        .inNamespace(Installation.NAME)
                        .withName("milvus-partition-operator")
                        .get())
                .map(lease -> lease.getSpec().getHolderIdentity());
    }

    /** With the Lease given back another process would begin while the drop is under way. */
    @Test
    void shouldKeepTheLeaseUntilTheCallUnderWayHasEndedWhenTheLeaderIsStopped() throws Exception {
        Stop drop = dropping("ending", "DropPartition", "20s");
        Instance leader = leader();
        Optional<String> before = holder();
        CompletableFuture<Integer> code = leader.process().askToEnd();
        faults.eventually("ending", () -> code.isDone() || leader.process().status("/readyz") == 503);

        Optional<String> meanwhile = holder();
        drop.end(Ending.PASS);

        code.join();
        faults.eventually("ending", () -> faults.stage.get("ending", "novel").isEmpty());
        assertThat(before).isPresent();
        assertThat(meanwhile).isEqualTo(before);
        assertThat(drops("ending")).containsExactly("novel");
        leader.process().restart();
    }

    @Test
    void shouldHandOverWhenTheLeaderIsStopped() throws Exception {
        Instance leader = leader();

        int code = leader.process().terminate();

        assertThat(code).isEqualTo(128 + 15);
        awaitLeading(other(leader));
        leader.process().restart();
    }
}
