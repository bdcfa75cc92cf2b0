package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.fake.FakeMilvus;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A process that has just won the Lease: what another one sent before may still be under way. Its pause is longer than
 * any test, so what it does meanwhile is counted by its renewals and not by time.
 */
class NewLeaderIT {

    /** In that many an operator without a pause has started its watches, and made the partition, long ago. */
    private static final int RENEWALS = 60;

    private static final Map<String, String> ELECTION = Map.of(
            "MILVUSOPS_LEASE_NAMESPACE", Installation.NAME,
            "MILVUSOPS_LEASE_DURATION", "10m",
            "MILVUSOPS_RENEW_DEADLINE", "1m",
            "MILVUSOPS_RETRY_PERIOD", "200ms");

    private static FakeMilvus milvus;
    private static Stage stage;
    private static AuditLog audit;

    /** There is work from the start. */
    @BeforeAll
    static void lead() throws IOException {
        milvus = FakeMilvus.start();
        stage = new Stage((servers, kubeconfig) -> new OperatorProcess(kubeconfig, ELECTION));
        audit = new AuditLog(stage.servers);
        milvus.world().addCollection("default", "book");
        stage.namespace("book", milvus.uri());
        stage.apply(Stage.partition("book", "novel", "novel", ""));
        stage.eventually(() -> renewals() > RENEWALS, () -> renewals() + " renewals");
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
        milvus.close();
    }

    private static long renewals() {
        return audit.ofOperator().stream()
                .filter(request -> request.succeeded() && request.what().equals("update leases"))
                .count();
    }

    @Test
    void shouldAskMilvusNothingWhileCallsOfTheLeaderBeforeItMayBeUnderWay() {
        assertThat(milvus.calls().all()).isEmpty();
    }

    @Test
    void shouldOnlyRenewItsLeaseWhileCallsOfTheLeaderBeforeItMayBeUnderWay() {
        assertThat(audit.ofOperator()).extracting(AuditLog.Request::resource).containsOnly("leases");
    }

    /** Watches that have not begun show nothing, and that is no failure of the scrape. */
    @Test
    void shouldCountItselfAsTheLeaderBeforeItsWatchesBegin() throws Exception {
        assertThat(stage.operator.leads()).isTrue();
    }
}
