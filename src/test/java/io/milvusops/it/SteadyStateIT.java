package io.milvusops.it;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.milvus.grpc.ShowPartitionsRequest;
import io.milvusops.api.MilvusPartition;
import io.milvusops.fake.CallLog;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Rpc;
import io.milvusops.it.AuditLog.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What two hundred resources cost, from creation over rest to deletion: the audit log of a real API server has the
 * requests to Kubernetes, a fake server those to Milvus.
 */
class SteadyStateIT {

    private static final int RESOURCES = 200;
    private static final List<String> COLLECTIONS = List.of("book", "film");
    private static final int INTERVALS = 3;
    private static final int FEW = 10;
    private static final String NAMESPACE = "steady";

    private static final String HOLD_OR_LET_GO = "patch milvuspartitions";
    private static final String STATUS = "update milvuspartitions/status";

    private static final String KIND = "get customresourcedefinitions";
    private static final String CONNECTION = "get milvusconnections";

    private static Stage stage;
    private static AuditLog audit;
    private static FakeMilvus milvus;

    private static List<Request> creating;
    private static List<Request> resting;
    private static List<Request> dropping;
    private static List<CallLog.Call> asked;

    @BeforeAll
    static void createRestAndDrop() throws IOException {
        milvus = FakeMilvus.start();
        stage = new Stage();
        audit = new AuditLog(stage.servers);
        stage.namespace(NAMESPACE, milvus.uri());
        COLLECTIONS.forEach(SteadyStateIT::warmUp);
        awaitEvents(COLLECTIONS.size());

        int began = audit.all().size();
        IntStream.range(0, RESOURCES).forEach(number -> apply(COLLECTIONS.get(number % 2), "p" + number, "counted"));
        awaitEvents(RESOURCES + COLLECTIONS.size());
        int ready = audit.all().size();

        milvus.calls().clear();
        COLLECTIONS.forEach(SteadyStateIT::awaitIntervals);
        asked = milvus.calls().all();
        int rested = audit.all().size();

        stage.user
                .resources(MilvusPartition.class)
                .inNamespace(NAMESPACE)
                .withLabel("phase", "counted")
                .delete();
        awaitEvents(2 * RESOURCES + COLLECTIONS.size());
        stage.eventually(() -> count(HOLD_OR_LET_GO) == 2 * RESOURCES + COLLECTIONS.size(), () -> "still held");
        List<Request> all = audit.all();
        creating = all.subList(began, ready);
        resting = all.subList(ready, rested);
        dropping = all.subList(rested, all.size());
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
        milvus.close();
    }

    /** The first partition also takes hold of the connection, which is not counted. */
    private static void warmUp(String collection) {
        milvus.world().addCollection("default", collection);
        apply(collection, collection, "warm-up");
        stage.awaitReason(NAMESPACE, collection, "Present");
    }

    private static void apply(String collection, String name, String phase) {
        stage.apply("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusPartition
                metadata: {name: %s, namespace: %s, labels: {phase: %s}}
                spec: {collection: %s, partition: %s}
                """.formatted(name, NAMESPACE, phase, collection, name));
    }

    /**
     * Each partition has one when it is created and one when it is dropped, sent behind everything else; the
     * connection has one when its server answered.
     */
    private static void awaitEvents(int expected) {
        stage.eventually(() -> count("create events") == expected + 1, () -> count("create events") + " events");
    }

    private static long count(String what) {
        return audit.ofOperator().stream()
                .filter(request -> request.succeeded() && request.what().equals(what))
                .count();
    }

    private static void awaitIntervals(String collection) {
        stage.eventually(
                () -> lists(milvus.calls().all(), collection) > INTERVALS, () -> collection + " is not listed");
    }

    private static long lists(List<CallLog.Call> calls, String collection) {
        return calls.stream()
                .filter(call -> call.request() instanceof ShowPartitionsRequest list
                        && list.getCollectionName().equals(collection))
                .count();
    }

    @Test
    void shouldAskKubernetesNothingAtRest() {
        assertThat(resting).filteredOn(Request::byOperator).allMatch(Request::watch);
    }

    @Test
    void shouldAskMilvusForListsOnlyAtRest() {
        assertThat(asked).extracting(CallLog.Call::rpc).containsOnly(Rpc.SHOW_PARTITIONS);
    }

    /** Intervals differ by a tenth at most, so in a few of them no collection gets more than one list ahead. */
    @Test
    void shouldListEachCollectionOnceInAnInterval() {
        assertThat(COLLECTIONS)
                .allSatisfy(
                        collection -> assertThat(lists(asked, collection)).isBetween(INTERVALS + 1L, INTERVALS + 2L));
    }

    @Test
    void shouldCreateWithTwoWrites() {
        requireWrites(creating, HOLD_OR_LET_GO, STATUS);
    }

    @Test
    void shouldReadNothingToCreate() {
        assertThat(creating).filteredOn(Request::byOperator).allMatch(request -> request.write() || request.watch());
    }

    @Test
    void shouldDropWithThreeWrites() {
        requireWrites(dropping, STATUS, STATUS, HOLD_OR_LET_GO);
    }

    @Test
    void shouldReadOnlyTheKindAndTheConnectionToDrop() {
        assertThat(reads()).extracting(Request::what).containsOnly(KIND, CONNECTION);
    }

    /** A read answers all whose resource was seen before it began, and a quarter of a second long. */
    @Test
    void shouldReadTheConnectionAFewTimesToDropAll() {
        Duration lasted = Duration.between(
                dropping.get(0).at(), dropping.get(dropping.size() - 1).at());

        assertThat(reads())
                .filteredOn(request -> request.what().equals(CONNECTION))
                .hasSizeBetween(1, FEW + (int) (lasted.toMillis() / 250));
    }

    private static List<Request> reads() {
        return dropping.stream()
                .filter(request -> request.byOperator() && !request.write() && !request.watch())
                .toList();
    }

    /**
     * A pass may run on a version older than what the operator itself wrote a moment ago, when the watch has not shown
     * that yet. Such a write is refused, and nothing else may be.
     */
    @Test
    void shouldBeRefusedOnlyWhatIsOutdated() {
        assertThat(audit.ofOperator())
                .filteredOn(request -> !request.succeeded())
                .extracting(Request::code)
                .isSubsetOf(404, 409, 422);
    }

    /**
     * Each resource has exactly these writes. A machine that is too busy for that is excused as the contract says:
     * whatever lasts for two seconds may be told in between, and that once.
     */
    private static void requireWrites(List<Request> phase, String... expected) {
        Map<String, List<Request>> ofResources = phase.stream()
                .filter(request -> request.resource().startsWith("milvuspartitions"))
                .filter(request -> request.byOperator() && request.write() && request.succeeded())
                .collect(groupingBy(Request::name));
        assertThat(ofResources).hasSize(RESOURCES).allSatisfy((name, writes) -> {
            assertThat(writes).extracting(Request::what).as(name).containsSubsequence(expected);
            assertThat(writes.size() - expected.length).as(name).isBetween(0, excused(phase, name, writes));
        });
    }

    private static int excused(List<Request> phase, String name, List<Request> writes) {
        Request order = phase.stream()
                .filter(request -> !request.byOperator() && request.write())
                .filter(request -> request.name().equals(name) || request.name().isEmpty())
                .findFirst()
                .orElseThrow();
        Duration lasted =
                Duration.between(order.at(), writes.get(writes.size() - 1).at());
        return lasted.toSeconds() >= 2 ? 1 : 0;
    }
}
